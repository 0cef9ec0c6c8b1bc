import type { HistoryEntry } from "../../delta/mod.ts";
import type { TransactionChange, TransactionRecord } from "../rows/mod.ts";

const ACTIONS: ReadonlySet<unknown> = new Set([
  "created",
  "updated",
  "removed",
  "moved",
  "restored",
  "withdrawn",
]);

/** What a commit says of itself; another writer's commit may say less. */
export function toTransactionRecord(entry: HistoryEntry): TransactionRecord {
  const { argv, changes, maintenance } = entry.commitInfo;
  return {
    transaction: entry.version,
    timestampUs: entry.timestampUs,
    argv: Array.isArray(argv) ? argv.map(String) : [],
    changes: Array.isArray(changes) ? changes.filter(isChange) : [],
    maintenance: Array.isArray(maintenance) ? maintenance.map(String) : null,
  };
}

function isChange(value: unknown): value is TransactionChange {
  if (typeof value !== "object" || value === null) return false;
  const { path, kind, action, version } = value as Record<string, unknown>;
  return typeof path === "string" && typeof kind === "string" && ACTIONS.has(action) &&
    typeof version === "number";
}
