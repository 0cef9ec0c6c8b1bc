/**
 * Names of columns, of which SQL wants each once (it does not tell `a` from `A`): equal ones are
 * numbered as DuckDB does it, `a, a, A` become `a, a_1, A_2`, and missing ones made.
 * @param missing the name of a column that has none, by its index
 */
export function uniqueNames(
  names: readonly string[],
  missing: (index: number) => string,
): readonly string[] {
  const uses = new Map<string, number>();
  return names.map((given, index) => {
    let name = given || missing(index);
    for (let key = name.toLowerCase(); uses.has(key); key = name.toLowerCase()) {
      const use = uses.get(key)! + 1;
      uses.set(key, use);
      name = `${name}_${use}`;
    }
    uses.set(name.toLowerCase(), 0);
    return name;
  });
}
