import { PondError } from "../base/mod.ts";
import { type Column, formatType } from "../table/mod.ts";
import type { SchemaNode } from "./schema.ts";
import {
  leafNode,
  type LeafType,
  leafType,
  logicalType,
  TEXT_TYPE,
  TIME_TYPE,
  TIMESTAMP_TYPE,
} from "./schema_nodes.ts";
import { CONVERTED, LOGICAL } from "./thrift_names.ts";

/**
 * How the values of a column lie in a {@linkcode Store}: a number each, or words of 32 bits, the
 * lowest first.
 */
export type Layout = "boolean" | "number" | "int64" | "uint64" | "int128" | "text";

/** How a leaf column is written. */
export interface ParquetType {
  readonly layout: Layout;
  /** Whether differences of neighbours are kept instead of values, where they are small. */
  readonly asDeltas: boolean;
  readonly node: SchemaNode;
  /** The levels of a value that is there, and of one that begins no new list. */
  readonly maxDefinition: number;
  readonly maxRepetition: number;
}

/**
 * The leaves of the types that text is read as; times are UTC microseconds. Integers are known by
 * their converted type, which every reader understands.
 */
const LEAVES: ReadonlyMap<string, readonly [Layout, LeafType, { asDeltas: true }?]> = new Map([
  ["boolean", ["boolean", leafType("boolean")]],
  ["int8", ["number", leafType("int32", { converted: CONVERTED.int8 })]],
  ["int16", ["number", leafType("int32", { converted: CONVERTED.int16 })]],
  ["int32", ["number", leafType("int32"), { asDeltas: true }]],
  ["int64", ["int64", leafType("int64"), { asDeltas: true }]],
  ["uint8", ["number", leafType("int32", { converted: CONVERTED.uint8 })]],
  ["uint16", ["number", leafType("int32", { converted: CONVERTED.uint16 })]],
  ["uint32", ["number", leafType("int32", { converted: CONVERTED.uint32 })]],
  ["uint64", ["uint64", leafType("int64", { converted: CONVERTED.uint64 })]],
  ["float", ["number", leafType("float")]],
  ["double", ["number", leafType("double")]],
  ["string", ["text", TEXT_TYPE]],
  // Readers that don't know columns without a type see text.
  ["null", [
    "text",
    leafType("bytes", {
      converted: CONVERTED.utf8,
      logical: logicalType(LOGICAL.unknown),
    }),
  ]],
  ["binary", ["text", leafType("bytes")]],
  ["date", [
    "number",
    leafType("int32", { converted: CONVERTED.date, logical: logicalType(LOGICAL.date) }),
    { asDeltas: true },
  ]],
  ["time", ["int64", TIME_TYPE, { asDeltas: true }]],
  ["timestamp", ["int64", TIMESTAMP_TYPE, { asDeltas: true }]],
]);

/** How `column` is written. @throws {PondError} `internal` for a type that text is not read as */
export function parquetType({ name, type, nullable }: Column): ParquetType {
  const repetition = nullable ? "optional" as const : "required" as const;
  const levels = { maxDefinition: nullable ? 1 : 0, maxRepetition: 0 };
  const decimal = type.is === "int128" ? { precision: 38, scale: 0 } : type;
  if ("precision" in decimal) {
    const node = leafNode(name, repetition, decimalType(decimal.precision, decimal.scale));
    return { layout: "int128", asDeltas: false, node, ...levels };
  }
  const known = LEAVES.get(type.is);
  if (!known) throw new PondError("internal", `cannot write a column of type ${formatType(type)}`);
  const [layout, leaf, options] = known;
  const node = leafNode(name, repetition, leaf);
  return { layout, asDeltas: options?.asDeltas ?? false, node, ...levels };
}

function decimalType(precision: number, scale: number): LeafType {
  const facts = {
    converted: CONVERTED.decimal,
    precision,
    scale,
    logical: logicalType(LOGICAL.decimal, [[1, scale], [2, precision]]),
  };
  if (precision <= 18) return leafType(precision <= 9 ? "int32" : "int64", facts);
  return leafType("fixed", { ...facts, typeLength: 16 });
}
