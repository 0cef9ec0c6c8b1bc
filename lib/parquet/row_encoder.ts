import type { Bounds as BatchBounds } from "./bounds.ts";
import type { ColumnBatch, ColumnValues, Texts } from "./column_batch.ts";
import { FileWriter } from "./file_writer.ts";
import { concatenated } from "./page_writer.ts";
import type { Layout, ParquetType } from "./parquet_type.ts";
import { leavesOf, type SchemaLeaf, type SchemaNode } from "./schema.ts";
import { shred } from "./shred.ts";
import { CONVERTED, type PhysicalType } from "./thrift_names.ts";
import { type Bounds, boundsOf, type Value } from "./value_bounds.ts";

/** The bytes of a Parquet file, a piece at a time. */
export interface ParquetEncoder {
  /** The next row group; `columns` has the values of every top-level column. */
  rowGroup(columns: readonly (readonly unknown[])[], rows: number): EncodedGroup;
  /** Bytes of the footer. */
  finish(): Uint8Array;
}

/** A row group's bytes, and the exact bounds of every leaf column. */
export interface EncodedGroup {
  readonly bytes: Uint8Array;
  readonly bounds: readonly Bounds[];
}

/** The log is written once and read often. */
const ZSTD_LEVEL = 3;

const utf8 = new TextEncoder();

/**
 * Encodes rows of plain values as Parquet that carries checksums: values PLAIN, as the log's
 * readers want them.
 */
export function newParquetEncoder(root: SchemaNode): ParquetEncoder {
  const columns = root.children.map((node) => leavesOf({ ...root, children: [node] }));
  const types = columns.flat().map(typeOf);
  const file = new FileWriter({ root, types, zstdLevel: ZSTD_LEVEL, hasChecksums: true });
  return {
    rowGroup(values, rows) {
      const batches: ColumnBatch[] = [];
      const bounds: Bounds[] = [];
      root.children.forEach((column, i) => {
        for (const leaf of columns[i]!) {
          const shredded = shred(values[i]!, { column, leaf });
          bounds.push(boundsOf(shredded.values as Value[]));
          batches.push(batchOf(shredded, { rows, leaf }));
        }
      });
      const footers = bounds.map((each, i) => footerBoundsOf(each, types[i]!.node));
      return { bytes: concatenated([...file.rowGroup(batches, footers)].flat()), bounds };
    },
    finish: () => concatenated(file.finish()),
  };
}

function typeOf({ node, maxDefinition, maxRepetition }: SchemaLeaf): ParquetType {
  return { layout: LAYOUTS[node.physical!], asDeltas: false, node, maxDefinition, maxRepetition };
}

const LAYOUTS: Readonly<Record<PhysicalType, Layout>> = {
  boolean: "boolean",
  int32: "number",
  int64: "int64",
  int96: "number",
  float: "number",
  double: "number",
  bytes: "text",
  fixed: "text",
};

function batchOf(
  { values, levels }: ReturnType<typeof shred>,
  { rows, leaf }: { readonly rows: number; readonly leaf: SchemaLeaf },
): ColumnBatch {
  const present = values.filter((value) => value !== null && value !== undefined) as Value[];
  return {
    rows,
    nulls: values.length - present.length,
    validity: null,
    values: columnValues(present, leaf.node),
    ...(levels ? { levels } : {}),
  };
}

function columnValues(present: readonly Value[], { physical }: SchemaNode): ColumnValues {
  switch (physical) {
    case "boolean":
      return { as: "store", store: Uint8Array.from(present, (value) => value ? 1 : 0) };
    case "int32":
      return { as: "store", store: Int32Array.from(present as readonly number[]) };
    case "int64": {
      const { buffer } = BigInt64Array.from(present as readonly bigint[]);
      return { as: "store", store: new Int32Array(buffer) };
    }
    case "double":
      return { as: "store", store: Float64Array.from(present as readonly number[]) };
    default:
      return { as: "texts", texts: textsOf(present as readonly (string | Uint8Array)[]) };
  }
}

/**
 * Text that is all ASCII is encoded at once: a call a value is what writing would spend its time
 * on.
 */
function textsOf(present: readonly (string | Uint8Array)[]): Texts {
  const offsets = new Int32Array(present.length + 1);
  const ends = (lengths: readonly { readonly length: number }[]) =>
    lengths.forEach(({ length }, i) => offsets[i + 1] = offsets[i]! + length);
  if (present.every((value) => typeof value === "string")) {
    const bytes = utf8.encode(present.join(""));
    ends(present as readonly string[]);
    if (bytes.length === offsets[present.length]) return { bytes, offsets };
  }
  const parts = present.map((value) => typeof value === "string" ? utf8.encode(value) : value);
  ends(parts);
  const bytes = new Uint8Array(offsets[parts.length]!);
  parts.forEach((part, i) => bytes.set(part, offsets[i]!));
  return { bytes, offsets };
}

/** Plain binary gets no bounds: it is large and nobody filters by it. */
function footerBoundsOf({ min, max }: Bounds, node: SchemaNode): BatchBounds | null {
  const isBinary = node.physical === "bytes" && node.converted !== CONVERTED.utf8;
  if (isBinary || min === null || max === null) return null;
  const bound = (value: NonNullable<Value>) =>
    typeof value === "string" ? utf8.encode(value) : value;
  // Both zeros are equal, but some readers order them.
  return { min: min === 0 ? -0 : bound(min), max: max === 0 ? 0 : bound(max) };
}
