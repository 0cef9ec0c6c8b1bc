import { PondError } from "../base/mod.ts";
import {
  groupNode,
  leafNode,
  type LeafType,
  leafType,
  type SchemaNode,
  TEXT_TYPE,
  TIMESTAMP_TYPE,
} from "../parquet/mod.ts";
import type { Field, RowType } from "./api.ts";

const TYPES: Readonly<Record<RowType, LeafType>> = {
  string: TEXT_TYPE,
  long: leafType("int64"),
  integer: leafType("int32"),
  boolean: leafType("boolean"),
  double: leafType("double"),
  binary: leafType("bytes"),
  timestamp: TIMESTAMP_TYPE,
};

/**
 * The Parquet schema of rows with these fields.
 * @throws {PondError} `unsupported` for a type whose rows pond doesn't write
 */
export function parquetSchemaOf(fields: readonly Field[]): SchemaNode {
  return groupNode("schema", "required", fields.map(leaf));
}

/** A leaf of {@linkcode RowType}. */
export function leaf({ name, type, nullable }: Field): SchemaNode {
  const known = typeof type === "string" ? TYPES[type as RowType] : undefined;
  if (!known) {
    throw new PondError(
      "unsupported",
      `cannot write rows of column ${name}: type ${JSON.stringify(type)}`,
    );
  }
  return leafNode(name, nullable ? "optional" : "required", known);
}
