import { uniqueNames } from "../table/mod.ts";

/**
 * The name of a column that has none: `column3`, or `column03` among more than ten, as DuckDB says.
 */
export function columnName(index: number, columns: number): string {
  return `column${String(index).padStart(String(columns - 1).length, "0")}`;
}

/**
 * Names of the columns under a header: blanks around a name dropped, missing ones made, and equal
 * ones (SQL does not tell `a` from `A`) numbered as DuckDB does it: `a, a, A` become `a, a_1, A_2`.
 */
export function headerNames(cells: readonly string[]): readonly string[] {
  const names = cells.map((cell) => cell.trim());
  return uniqueNames(names, (index) => columnName(index, cells.length));
}
