import { compareValues } from "../parquet/mod.ts";
import type { Row } from "./api.ts";

/** Orders rows by the named columns. */
export function compareRows(columns: readonly string[]): (left: Row, right: Row) => number {
  return (left, right) => {
    for (const column of columns) {
      const order = compareValues(left[column] ?? null, right[column] ?? null);
      if (order !== 0) return order;
    }
    return 0;
  };
}
