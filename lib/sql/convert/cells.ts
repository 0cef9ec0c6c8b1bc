/**
 * Some rows cut into cells, row after row: the text of row r, column c lies at `starts[r * columns + c]` … `ends[…]` of `bytes`, without
 * quotes and escapes. A start of -1 is NULL.
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
