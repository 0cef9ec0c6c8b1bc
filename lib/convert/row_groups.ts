import type { ColumnBatch } from "../parquet/mod.ts";
import type { ColumnBuilder } from "./cells.ts";

/** Rows in a row group: small enough that a filter skips, large enough to compress. */
const MAX_ROWS = 122_880;
/** Cells and text in a row group, which is collected and encoded in memory. */
const MAX_CELLS = 1 << 22;
const MAX_TEXT_BYTES = 16 * 1024 * 1024;

/** A row group where enough rows are collected for it. */
export function* takeWhenFull(
  builders: readonly ColumnBuilder[],
): Generator<readonly ColumnBatch[]> {
  const rows = builders[0]?.rows ?? 0;
  const isFull = rows >= MAX_ROWS || rows * builders.length >= MAX_CELLS ||
    builders.reduce((sum, builder) => sum + builder.sizeBytes, 0) >= MAX_TEXT_BYTES;
  if (isFull) yield takeAll(builders);
}

/** The rows that are left, as a row group. */
export function takeAll(builders: readonly ColumnBuilder[]): readonly ColumnBatch[] {
  return builders.map((builder) => builder.take());
}
