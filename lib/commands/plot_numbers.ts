import type { RecordBatch } from "../deps/arrow.ts";

/** The values of a DOUBLE column; NaN for NULL. */
export function numbersOf(batch: RecordBatch, column: number): (row: number) => number {
  const data = batch.data.children[column]!;
  const values = data.values as Float64Array;
  return data.nullCount === 0
    ? (row) => values[row]!
    : (row) => data.getValid(row) ? values[row]! : NaN;
}
