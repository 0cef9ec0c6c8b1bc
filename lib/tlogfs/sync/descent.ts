import { type DeltaSnapshot, deltaTableAt } from "../../delta/mod.ts";
import { decodeRow, FACT_COLUMNS } from "../rows/mod.ts";
import type { Copy } from "./api.ts";

/** A copy at one of its states. */
export interface Standing {
  readonly copy: Copy;
  readonly snapshot: DeltaSnapshot;
}

/**
 * Whether `newer` went on from `older`, where no commit is left that both have: a row of the newest
 * transaction of `older` that wrote any is among the rows of `newer`. Rows have random ids and the
 * time to the microsecond, so another transaction of that number has others; and what `older` holds
 * after it is maintenance, which changes nothing that is told.
 * @returns false where it can't be told: the row may have been let go of
 */
export async function descendsFrom(newer: Standing, older: Standing): Promise<boolean> {
  const transaction = newestWriting(older.snapshot);
  if (transaction === null) return false;
  const theirs = await rowsOf(newer, transaction);
  for (const row of await rowsOf(older, transaction)) if (theirs.has(row)) return true;
  return false;
}

/** The newest transaction that wrote a row, by the bounds of the data files. */
function newestWriting({ files }: DeltaSnapshot): bigint | null {
  let newest: bigint | null = null;
  for (const { bounds } of files) {
    const max = bounds.get("txn_seq")?.max;
    if (typeof max !== "bigint") return null;
    if (newest === null || max > newest) newest = max;
  }
  return newest;
}

async function rowsOf({ copy, snapshot }: Standing, transaction: bigint): Promise<Set<string>> {
  const rows = new Set<string>();
  const where = [{ column: "txn_seq", min: transaction, max: transaction }];
  const table = deltaTableAt(copy.store, copy);
  for await (const batch of table.read(snapshot, { columns: FACT_COLUMNS, where })) {
    for (const stored of batch) {
      const { partId, nodeId, name, version, deleted, timestampUs, sha256 } = decodeRow(stored);
      const facts = [partId, nodeId, name, version, deleted, String(timestampUs), sha256];
      rows.add(JSON.stringify(facts));
    }
  }
  return rows;
}
