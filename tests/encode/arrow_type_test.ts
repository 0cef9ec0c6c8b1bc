import { loadArrow } from "../../lib/deps/arrow.ts";
import { arrowTypeOf, typeOfArrow } from "../../lib/encode/arrow_type.ts";
import { SCALARS } from "../../lib/table/mod.ts";
import { assertEquals, fc } from "../deps.ts";
import { asArrow, typeOf } from "../table/types.ts";

Deno.test("arrowTypeOf, typeOfArrow: a type comes back from Arrow", async () => {
  const arrow = await loadArrow();
  // The engine hands out UUIDs as text.
  const type = typeOf(SCALARS.filter((name) => name !== "uuid"));
  fc.assert(
    fc.property(type, (type) => assertEquals(typeOfArrow(arrowTypeOf(arrow, type)), asArrow(type))),
    { numRuns: 300 },
  );
});
