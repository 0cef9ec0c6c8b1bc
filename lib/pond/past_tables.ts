import { hashParts } from "../base/mod.ts";
import { type DerivedQuery, relationKey } from "../table/mod.ts";
import type { KeptQuery, TableServices } from "../tinyfs/mod.ts";

/**
 * `tables` for the reader of an earlier moment: what is kept for a time there is what it was made
 * from at that moment, not what is served now.
 */
export function pastTables(tables: TableServices): TableServices {
  const { keptResult } = tables;
  return {
    ...tables,
    cachedQuery: (kept, policy) => tables.cachedQuery(ofInputs(kept), policy),
    ...(keptResult ? { keptResult: (kept, policy) => keptResult(ofInputs(kept), policy) } : {}),
  };
}

/** As `kept`, told from others by the rows of its inputs too. */
function ofInputs(kept: KeptQuery): KeptQuery {
  let made: Promise<DerivedQuery> | undefined;
  const query = () => made ??= kept.query();
  return {
    ...kept,
    query,
    definition: async () => hashParts(["past", relationKey(await query())]),
  };
}
