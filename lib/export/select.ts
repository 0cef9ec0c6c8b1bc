import { quoteName } from "../base/mod.ts";
import type { Shape } from "./shape.ts";

/**
 * The SELECT that gives the rows of the relation `source` as the columns of `shape`; columns that
 * `source` lacks are NULL. Everything is cast: a type can have one word and several forms
 * (timestamps of other units, enums).
 */
export function selectSql(
  shape: Shape,
  options: { readonly columns: ReadonlySet<string>; readonly where?: string },
): string {
  const items = shape.fields.map(({ name }) => {
    const value = options.columns.has(name) ? quoteName(name) : "NULL";
    return `CAST(${value} AS ${shape.sqlTypes.get(name)!}) AS ${quoteName(name)}`;
  });
  const where = options.where === undefined ? "" : ` WHERE ${options.where}`;
  return `SELECT ${items.join(", ")} FROM source${where}`;
}

/** As {@linkcode selectSql}, in the order of time. */
export function sortedSql(
  shape: Shape,
  options: { readonly columns: ReadonlySet<string> },
): string {
  return `${selectSql(shape, options)} ORDER BY ${quoteName(shape.time!.name)}`;
}
