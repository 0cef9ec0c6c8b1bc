import { decodeHybrid } from "../../lib/parquet/hybrid_decoding.ts";
import { encodeLevels } from "../../lib/parquet/level_encoding.ts";
import { assertEquals, fc } from "../deps.ts";

Deno.test("encodeLevels: runs and packed groups give back every level", () => {
  const run = fc.tuple(fc.nat({ max: 7 }), fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 300 })));
  fc.assert(
    fc.property(fc.array(run, { maxLength: 40 }), fc.constantFrom(1, 2, 3, 7), (runs, max) => {
      const levels = Uint8Array.from(
        runs.flatMap(([level, count]) => new Array<number>(count).fill(level % (max + 1))),
      );
      const bytes = encodeLevels(levels, max);
      assertEquals(new DataView(bytes.buffer).getUint32(0, true), bytes.length - 4);
      const decoded = new Uint8Array(levels.length);
      const end = decodeHybrid(bytes, decoded, { at: 4, width: 32 - Math.clz32(max) });
      assertEquals(decoded, levels);
      if (levels.length > 0) assertEquals(end, bytes.length);
    }),
  );
});
