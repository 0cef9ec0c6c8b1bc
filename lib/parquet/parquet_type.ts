import { PondError } from "../base/mod.ts";
import type { SchemaElement } from "../deps/hyparquet.ts";
import { type Column, formatType } from "../table/mod.ts";

/** How the values of a column lie in a {@linkcode Store}: a number each, or words of 32 bits, the lowest first. */
export type Layout = "boolean" | "number" | "int64" | "uint64" | "int128" | "text";

/** How a column is written. */
export interface ParquetType {
  readonly layout: Layout;
  /** Whether differences of neighbours are kept instead of values, where they are small. */
  readonly asDeltas: boolean;
  readonly element: SchemaElement;
}

type Leaf = Omit<SchemaElement, "name" | "repetition_type">;

const INT32: Leaf = { type: "INT32" };
const INT64: Leaf = { type: "INT64" };

/** The leaves of the types that text is read as; times are UTC microseconds. */
const LEAVES: ReadonlyMap<string, readonly [Layout, Leaf, { asDeltas: true }?]> = new Map([
  ["boolean", ["boolean", { type: "BOOLEAN" }]],
  ["int8", ["number", { ...INT32, converted_type: "INT_8" }]],
  ["int16", ["number", { ...INT32, converted_type: "INT_16" }]],
  ["int32", ["number", INT32, { asDeltas: true }]],
  ["int64", ["int64", INT64, { asDeltas: true }]],
  ["uint8", ["number", { ...INT32, converted_type: "UINT_8" }]],
  ["uint16", ["number", { ...INT32, converted_type: "UINT_16" }]],
  ["uint32", ["number", { ...INT32, converted_type: "UINT_32" }]],
  ["uint64", ["uint64", { ...INT64, converted_type: "UINT_64" }]],
  ["float", ["number", { type: "FLOAT" }]],
  ["double", ["number", { type: "DOUBLE" }]],
  [
    "string",
    ["text", { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } }],
  ],
  // Readers that don't know columns without a type see text.
  ["null", ["text", {
    type: "BYTE_ARRAY",
    converted_type: "UTF8",
    logical_type: { type: "NULL" },
  }]],
  ["binary", ["text", { type: "BYTE_ARRAY" }]],
  ["date", [
    "number",
    { ...INT32, converted_type: "DATE", logical_type: { type: "DATE" } },
    { asDeltas: true },
  ]],
  ["time", [
    "int64",
    {
      ...INT64,
      converted_type: "TIME_MICROS",
      logical_type: { type: "TIME", isAdjustedToUTC: false, unit: "MICROS" },
    },
    { asDeltas: true },
  ]],
  ["timestamp", [
    "int64",
    {
      ...INT64,
      converted_type: "TIMESTAMP_MICROS",
      logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MICROS" },
    },
    { asDeltas: true },
  ]],
]);

/** How `column` is written. @throws {PondError} `internal` for a type that text is not read as */
export function parquetType({ name, type, nullable }: Column): ParquetType {
  const repetition_type = nullable ? "OPTIONAL" as const : "REQUIRED" as const;
  const decimal = type.is === "int128" ? { precision: 38, scale: 0 } : type;
  if ("precision" in decimal) {
    const leaf = decimalLeaf(decimal.precision, decimal.scale);
    return { layout: "int128", asDeltas: false, element: { ...leaf, name, repetition_type } };
  }
  const known = LEAVES.get(type.is);
  if (!known) throw new PondError("internal", `cannot write a column of type ${formatType(type)}`);
  const [layout, leaf, options] = known;
  return {
    layout,
    asDeltas: options?.asDeltas ?? false,
    element: { ...leaf, name, repetition_type },
  };
}

function decimalLeaf(precision: number, scale: number): Leaf {
  const physical: Leaf = precision <= 9
    ? INT32
    : precision <= 18
    ? INT64
    : { type: "FIXED_LEN_BYTE_ARRAY", type_length: 16 };
  const logical_type = { type: "DECIMAL" as const, precision, scale };
  return { ...physical, converted_type: "DECIMAL", precision, scale, logical_type };
}
