/** The name of a column that has none: `column3`, or `column03` among more than ten, as DuckDB says. */
export function columnName(index: number, columns: number): string {
  return `column${String(index).padStart(String(columns - 1).length, "0")}`;
}

/**
 * Names of the columns under a header: blanks around a name dropped, missing ones made, and equal ones (SQL does not tell `a` from
 * `A`) numbered as DuckDB does it: `a, a, A` become `a, a_1, A_2`.
 */
export function headerNames(cells: readonly string[]): readonly string[] {
  const uses = new Map<string, number>();
  return cells.map((cell, index) => {
    let name = cell.trim() || columnName(index, cells.length);
    for (let key = name.toLowerCase(); uses.has(key); key = name.toLowerCase()) {
      const use = uses.get(key)! + 1;
      uses.set(key, use);
      name = `${name}_${use}`;
    }
    uses.set(name.toLowerCase(), 0);
    return name;
  });
}
