import { PondError } from "../base/mod.ts";
import type { SchemaElement } from "../deps/hyparquet.ts";
import type { Field, RowType } from "./api.ts";

const ELEMENTS: Readonly<Record<RowType, Omit<SchemaElement, "name">>> = {
  string: { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } },
  long: { type: "INT64" },
  integer: { type: "INT32" },
  boolean: { type: "BOOLEAN" },
  double: { type: "DOUBLE" },
  binary: { type: "BYTE_ARRAY" },
  timestamp: {
    type: "INT64",
    converted_type: "TIMESTAMP_MICROS",
    logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MICROS" },
  },
};

/**
 * The Parquet schema of rows with these fields.
 * @throws {PondError} `unsupported` for a type whose rows pond doesn't write
 */
export function parquetSchemaOf(fields: readonly Field[]): SchemaElement[] {
  return group("schema", undefined, ...fields.map((field) => [leaf(field)]));
}

/** A leaf of {@linkcode RowType}. */
export function leaf(field: Field): SchemaElement {
  const element = typeof field.type === "string" ? ELEMENTS[field.type as RowType] : undefined;
  if (!element) {
    throw new PondError(
      "unsupported",
      `cannot write rows of column ${field.name}: type ${JSON.stringify(field.type)}`,
    );
  }
  return {
    name: field.name,
    repetition_type: field.nullable ? "OPTIONAL" : "REQUIRED",
    ...element,
  };
}

/** A group of sub-schemas; the root has no repetition. */
export function group(
  name: string,
  facts: Omit<SchemaElement, "name"> | undefined,
  ...children: SchemaElement[][]
): SchemaElement[] {
  return [{ name, ...facts, num_children: children.length }, ...children.flat()];
}
