import { quoteName } from "../base/mod.ts";
import type { Relation } from "../table/mod.ts";
import type { EngineQuery } from "./engine.ts";

/** What rows are called in the query of {@linkcode inTimeOrder}; no column is. */
export const ORDERED_SOURCE = "source";
/** The place of a row before it was ordered; no column is called that. */
const PLACE = quoteName(" place of the row ");

/**
 * The rows of `relation` in the order of its time column, equal times in the order that they have
 * there; at most `limit`. The query says so to the engine too, which then needs to hold no more
 * than a part of them.
 */
export function inTimeOrder(
  relation: Relation,
  order: { readonly column: string; readonly limit?: number | undefined },
): EngineQuery {
  const { column, limit } = order;
  const placed = `SELECT *, row_number() OVER () AS ${PLACE} FROM ${ORDERED_SOURCE}`;
  const top = limit === undefined ? "" : `\nLIMIT ${limit}`;
  return {
    sql: `SELECT * EXCLUDE (${PLACE}) FROM (${placed}) ` +
      `ORDER BY ${quoteName(column)}, ${PLACE}${top}`,
    relations: new Map([[ORDERED_SOURCE, relation]]),
    order,
  };
}
