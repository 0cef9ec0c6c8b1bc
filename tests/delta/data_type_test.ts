import { type FieldType, fieldTypeOf, typeOfField } from "../../lib/delta/mod.ts";
import { assertEquals, fc } from "../deps.ts";
import { typeOf } from "../table/types.ts";

const IN_DELTA = [
  "boolean",
  "int8",
  "int16",
  "int32",
  "int64",
  "float",
  "double",
  "string",
  "binary",
  "date",
  "timestamp",
] as const;

Deno.test("fieldTypeOf, typeOfField: a type comes back from a Delta schema", () => {
  fc.assert(
    fc.property(typeOf(IN_DELTA), (type) => {
      const written = JSON.stringify(fieldTypeOf(type));
      assertEquals(typeOfField(JSON.parse(written)), type);
    }),
    { numRuns: 300 },
  );
});

Deno.test("fieldTypeOf, typeOfField: what one side hasn't is undefined, however deep", () => {
  assertEquals(fieldTypeOf({ is: "list", of: { is: "uint8" } }), undefined);
  assertEquals(fieldTypeOf({ is: "decimal", precision: 39, scale: 0 }), undefined);
  const strange = { type: "array", elementType: "variant", containsNull: true } as FieldType;
  for (const type of ["timestamp_ntz", "toString", strange, null, 7]) {
    assertEquals(typeOfField(type), undefined);
  }
});
