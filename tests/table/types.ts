/** Types for property tests. */
import { type DataType, SCALARS } from "../../lib/table/mod.ts";
import { fc } from "../deps.ts";

/** Names that a type's text, SQL or a path could trip over. */
export const HOSTILE_NAMES = ["a, b", "x<y>", '"q"', "a: b", " ", "(", "ü\u2028", "__proto__", "'"];

/** Any name of a field, not empty, as the engine wants it. */
export const NAME = fc.oneof(
  fc.constantFrom(...HOSTILE_NAMES),
  fc.string({ minLength: 1, maxLength: 8, unit: "binary" }).filter((name) => !name.includes("\0")),
);

const DECIMAL: fc.Arbitrary<DataType> = fc.integer({ min: 1, max: 38 }).chain((precision) =>
  fc.integer({ min: 0, max: precision }).map((scale) => ({ is: "decimal", precision, scale }))
);

/** Any type of a few levels; scalars are `names`. */
export function typeOf(
  names: readonly (typeof SCALARS)[number][] = SCALARS,
): fc.Arbitrary<DataType> {
  const scalar: fc.Arbitrary<DataType> = fc.constantFrom(...names).map((is) => ({ is }));
  const { type } = fc.letrec<{ type: DataType }>((tie) => ({
    type: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      scalar,
      DECIMAL,
      tie("type").map((of): DataType => ({ is: "list", of })),
      fc.tuple(scalar, tie("type")).map(([key, value]): DataType => ({ is: "map", key, value })),
      fc.uniqueArray(fc.record({ name: NAME, type: tie("type") }), {
        minLength: 1,
        maxLength: 4,
        selector: ({ name }) => name.toLowerCase(),
      }).map((fields): DataType => ({ is: "struct", fields })),
    ),
  }));
  return type;
}

/** The type as batches have it: 38 digits without a fraction travel as 128-bit integers do. */
export function asArrow(type: DataType): DataType {
  switch (type.is) {
    case "decimal":
      return type.precision === 38 && type.scale === 0 ? { is: "int128" } : type;
    case "list":
      return { is: "list", of: asArrow(type.of) };
    case "map":
      return { is: "map", key: asArrow(type.key), value: asArrow(type.value) };
    case "struct":
      return {
        is: "struct",
        fields: type.fields.map(({ name, type }) => ({ name, type: asArrow(type) })),
      };
    default:
      return type;
  }
}
