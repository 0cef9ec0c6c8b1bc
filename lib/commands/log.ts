import { PondError } from "../base/mod.ts";
import type { Pond, TransactionRecord } from "../pond/mod.ts";

import { canonicalPath, type KindName, kindName, nodeAt } from "./tree_facts.ts";

/** Which transactions. */
export interface LogOptions {
  /** At most so many. */
  readonly limit?: number | undefined;
  /** Only those that changed this path or something below it; their other changes are left out. */
  readonly path?: string | undefined;
}

/** One transaction. */
export interface LoggedTransaction extends Omit<TransactionRecord, "changes"> {
  /** What it changed. */
  readonly changes: readonly LoggedChange[];
}

/** One changed node. */
export interface LoggedChange {
  /** A pond path. */
  readonly path: string;
  /** What sort of node it is. */
  readonly kind: KindName;
  /** What became of it. */
  readonly action: TransactionRecord["changes"][number]["action"];
  /** From 1. */
  readonly version: number;
}

/**
 * Transactions, newest first.
 * @throws {PondError} `not-found` for a path that neither exists nor was ever changed
 */
export async function* logCommand(
  pond: Pond,
  options: LogOptions,
): AsyncGenerator<LoggedTransaction> {
  const path = options.path === undefined ? undefined : canonicalPath(options.path);
  let left = options.limit ?? Infinity;
  let found = false;
  if (left > 0) {
    for await (const record of pond.log()) {
      const changes = path === undefined
        ? record.changes
        : record.changes.filter((change) => isAtOrBelow(change.path, path));
      if (path !== undefined && changes.length === 0) continue;
      found = true;
      yield { ...record, changes: changes.map((each) => ({ ...each, kind: kindName(each.kind) })) };
      if (--left <= 0) break;
    }
  }
  if (path === undefined || found || left <= 0) return;
  if (await nodeAt(await pond.read(), path)) return;
  throw new PondError("not-found", `cannot show the log of ${path}: no transaction touched it`);
}

function isAtOrBelow(path: string, base: string): boolean {
  return base === "/" || path === base || path.startsWith(`${base}/`);
}
