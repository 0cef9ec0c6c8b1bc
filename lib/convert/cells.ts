import type { ColumnBatch } from "../parquet/mod.ts";

/**
 * Some rows cut into cells, row after row: the text of row r, column c lies at
 * `starts[r * columns + c]` … `ends[…]` of `bytes`, without quotes and escapes. A start of -1 is
 * NULL.
 */
export interface CellBlock {
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly columns: number;
  readonly rows: number;
  /** The line (from 1) that each row begins on. */
  readonly lines: Int32Array;
}

/** Collects the values of one column. */
export interface ColumnBuilder {
  /** Rows collected so far. */
  readonly rows: number;
  /** Bytes of text kept. */
  readonly sizeBytes: number;
  /**
   * Adds column `column` of `block`.
   * @returns the row whose text is no value of this column (the rows from there on are not added),
   *   or -1
   */
  append(block: CellBlock, column: number): number;
  /** The rows collected so far; valid until the next {@linkcode append}, which begins anew. */
  take(): ColumnBatch;
}
