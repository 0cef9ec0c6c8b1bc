import type { CellBlock } from "./cells.ts";
import type { ColumnBuffers, ColumnBuilder } from "./column_builder.ts";

/** Rows in a row group: small enough that a filter skips, large enough to compress. */
const MAX_ROWS = 122_880;
/** Text and cells in a row group, which is encoded in memory. */
const MAX_TEXT_BYTES = 64 * 1024 * 1024;
const MAX_CELLS = 1 << 24;
/** Text and cells collected before they are handed on. */
const BATCH_TEXT_BYTES = 16 * 1024 * 1024;
const BATCH_CELLS = 1 << 20;

/** Rows for each row group of a text whose first rows are `block`. */
export function rowGroupRows(block: CellBlock | null): number {
  if (block === null) return MAX_ROWS;
  const { starts, ends, rows, columns } = block;
  let bytes = 0;
  for (let i = 0; i < rows * columns; i++) if (starts[i]! >= 0) bytes += ends[i]! - starts[i]!;
  const most = Math.min(MAX_CELLS / columns, MAX_TEXT_BYTES / (1 + bytes / rows));
  return Math.max(1, Math.min(MAX_ROWS, Math.floor(most)));
}

/** One batch where enough rows are collected for it. */
export function* takeWhenFull(
  builders: readonly ColumnBuilder[],
  groupRows: number,
): Generator<readonly ColumnBuffers[]> {
  const rows = builders[0]?.rows ?? 0;
  const isFull = rows >= groupRows || rows * builders.length >= BATCH_CELLS ||
    builders.reduce((sum, builder) => sum + builder.sizeBytes, 0) >= BATCH_TEXT_BYTES;
  if (isFull) yield builders.map((builder) => builder.take());
}
