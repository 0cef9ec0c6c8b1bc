import { PondError } from "../base/mod.ts";
import type { Pond, TransactionChange, TransactionRecord } from "../pond/mod.ts";
import { canonicalPath, type KindName, kindName, nodeAt } from "./tree_facts.ts";

/** Which transactions. */
export interface LogOptions {
  /** At most so many. */
  readonly limit?: number | undefined;
  /**
   * Only those that changed what is at this path or something below it, under whatever name it had
   * then.
   */
  readonly path?: string | undefined;
  /** Only those of this time and later. */
  readonly sinceUs?: bigint | undefined;
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
  /** Of a node that was moved: its path before. */
  readonly from?: string;
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
  const asked = options.path === undefined ? undefined : canonicalPath(options.path);
  let path = asked;
  let left = options.limit ?? Infinity;
  let found = false;
  if (left > 0) {
    for await (const record of pond.log()) {
      if (options.sinceUs !== undefined && record.timestampUs < options.sinceUs) break;
      const { changes, before } = path === undefined
        ? { changes: record.changes, before: undefined }
        : changesOf(record.changes, path);
      path = before;
      if (path !== undefined && changes.length === 0) continue;
      found = true;
      yield { ...record, changes: changes.map((each) => ({ ...each, kind: kindName(each.kind) })) };
      if (--left <= 0) break;
    }
  }
  if (asked === undefined || found || left <= 0 || options.sinceUs !== undefined) return;
  if (await nodeAt(await pond.read(), asked)) return;
  throw new PondError("not-found", `cannot show the log of ${asked}: no transaction touched it`);
}

/**
 * Of a transaction's changes those of what is at `path` after it, or below, and of a directory
 * above that came or went with it.
 * @returns also the path that it had before
 */
function changesOf(
  all: readonly TransactionChange[],
  path: string,
): { readonly changes: readonly TransactionChange[]; readonly before: string } {
  const changes = all.filter((change) =>
    isAtOrBelow(change.path, path) ||
    COMINGS_AND_GOINGS.has(change.action) && isAtOrBelow(path, change.path)
  );
  const moved =
    changes.filter(({ action, from, path: to }) =>
      action === "moved" && from !== undefined && isAtOrBelow(path, to)
    ).sort((a, b) => b.path.length - a.path.length)[0];
  const before = moved ? moved.from! + path.slice(moved.path.length) : path;
  return { changes, before };
}

const COMINGS_AND_GOINGS: ReadonlySet<string> = new Set(["removed", "moved", "restored"]);

function isAtOrBelow(path: string, base: string): boolean {
  return base === "/" || path === base || path.startsWith(`${base}/`);
}
