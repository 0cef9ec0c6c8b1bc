import { compileGlob, parsePath } from "../paths/mod.ts";
import type { Pond as CorePond, TransactionChange, TransactionRecord } from "../pond/mod.ts";

/**
 * How often the log is looked at when nothing else is said: a look costs one question to the file
 * system.
 */
const DEFAULT_INTERVAL_MS = 200;

/** How the pond is watched. */
export interface WatchOptions {
  /** Ends the watch: the loop over it ends, too. */
  readonly signal?: AbortSignal;
  /** How often the log is looked at; default 200. */
  readonly intervalMs?: number;
  /** The transaction after which to begin; default the newest, so that only what comes is told. */
  readonly since?: number;
}

/** A stored node that a transaction changed. */
export interface WatchedChange extends TransactionChange {
  /** The transaction's number. */
  readonly transaction: number;
  /** When it was committed. */
  readonly at: Date;
}

/**
 * What is changed, by any process, of the stored nodes that `pattern` matches, in the order of the
 * transactions.
 * @throws {PondError} `invalid-path` for what is no pattern
 */
export async function* watchPond(
  core: CorePond,
  pattern: string,
  { intervalMs = DEFAULT_INTERVAL_MS, signal, since }: WatchOptions,
): AsyncGenerator<WatchedChange> {
  const glob = compileGlob(pattern);
  let seen = since ?? (await core.read()).transaction;
  while (!signal?.aborted) {
    const { transaction: newest } = await core.read();
    if (newest > seen) {
      for (const record of await recordsAfter(core, seen)) {
        for (const change of record.changes) {
          if (glob.match(parsePath(change.path)) === undefined) continue;
          const at = new Date(Number(record.timestampUs / 1000n));
          yield { ...change, transaction: record.transaction, at };
        }
      }
      seen = newest;
    }
    await rest(intervalMs, signal);
  }
}

/** The transactions after `seen`, oldest first. */
async function recordsAfter(core: CorePond, seen: number): Promise<readonly TransactionRecord[]> {
  const records: TransactionRecord[] = [];
  for await (const record of core.log()) {
    if (record.transaction <= seen) break;
    records.unshift(record);
  }
  return records;
}

async function rest(ms: number, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", done);
  });
}
