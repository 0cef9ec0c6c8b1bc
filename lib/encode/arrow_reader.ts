import type { Data } from "../deps/arrow.ts";

/**
 * The values of one column of a record batch as text, read from Arrow's buffers: Arrow's own
 * accessors give numbers that have lost digits, and objects on which a column called `__proto__`
 * would go astray.
 */
export interface CellReader {
  isNull(row: number): boolean;
  /** For CSV and grids; not for a NULL. */
  text(row: number): string;
  /** A JSON value; not for a NULL. */
  json(row: number): string;
  /** Whether the values are numbers, which grids align to the right. */
  readonly numeric: boolean;
}

/** The JavaScript value of a row; null for NULL. */
export type ValueReader = (row: number) => unknown;

/** Arrow's `Type`; the numbers are part of the Arrow format and of the package's API. */
export const TYPE = {
  null: 1,
  int: 2,
  float: 3,
  binary: 4,
  utf8: 5,
  bool: 6,
  decimal: 7,
  date: 8,
  time: 9,
  timestamp: 10,
  interval: 11,
  list: 12,
  struct: 13,
  union: 14,
  fixedSizeBinary: 15,
  fixedSizeList: 16,
  map: 17,
  duration: 18,
  largeBinary: 19,
  largeUtf8: 20,
  largeList: 21,
  dictionary: -1,
} as const;

/** Whether a row is NULL. */
export function nullsOf(data: Data): (row: number) => boolean {
  return data.nullCount === 0 ? () => false : (row) => !data.getValid(row);
}

/** Where a variable-width value lies. */
export function extent(data: Data, row: number): { start: number; end: number } {
  const offsets = data.valueOffsets as ArrayLike<number | bigint>;
  return { start: Number(offsets[row]), end: Number(offsets[row + 1]) };
}
