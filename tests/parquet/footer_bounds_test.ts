import { footerBounds } from "../../lib/parquet/footer_bounds.ts";
import { compareValues, leafNode, leafType, TEXT_TYPE } from "../../lib/parquet/mod.ts";
import { assertEquals, assertOk, fc } from "../deps.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const text = leafNode("t", "optional", TEXT_TYPE);
const binary = leafNode("b", "optional", leafType("bytes"));

Deno.test("footerBounds: enclose what they are cut from, and are text where that is", () => {
  const texts = fc.array(fc.string({ unit: "binary", minLength: 30, maxLength: 50 }), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(texts, fc.boolean(), (given, isText) => {
      const values = given.map(encode).sort(compareValues);
      const bounds = { min: values[0]!, max: values.at(-1)! };
      const { min, max, isMinExact, isMaxExact } = footerBounds(bounds, isText ? text : binary);
      assertOk(compareValues(min, bounds.min) <= 0 && compareValues(max, bounds.max) >= 0);
      assertEquals(isMinExact ?? true, compareValues(min, bounds.min) === 0);
      assertEquals(isMaxExact ?? true, compareValues(max, bounds.max) === 0);
      assertOk(min!.length <= 64 && max!.length <= 66);
      if (isText) {
        for (const bound of [min, max]) new TextDecoder("utf-8", { fatal: true }).decode(bound!);
      }
    }),
    { numRuns: 20 },
  );
});

Deno.test("footerBounds: an upper bound that nothing is above stays whole", () => {
  const highest = "\u{10ffff}".repeat(20);
  const { max, isMaxExact } = footerBounds({ min: encode("a"), max: encode(highest) }, text);
  assertEquals([max, isMaxExact], [encode(highest), undefined]);
  const bytes = new Uint8Array(70).fill(0xff);
  assertEquals(footerBounds({ min: bytes, max: bytes }, binary).max, bytes);
  const next = footerBounds({ min: encode(""), max: encode("\ud7ff".repeat(40)) }, text).max;
  assertEquals(next, encode("\ud7ff".repeat(20) + "\ue000"));
});
