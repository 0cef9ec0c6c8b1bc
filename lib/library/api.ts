import type { FactoryRegistry } from "../tinyfs/mod.ts";
import type {
  MaintainOptions,
  MaintainReport,
  Moment,
  OpenPondOptions,
  PondStatus,
  TransactionRecord,
} from "../pond/mod.ts";
import type { Change } from "./change_api.ts";
import type { TimeValues } from "../encode/mod.ts";
import type { Reader } from "./reader.ts";
import type { WatchedChange, WatchOptions } from "./watch.ts";

/** How a pond is opened by a script. */
export interface OpenOptions extends OpenPondOptions {
  /**
   * Threads for queries, at most; default one for each processor, up to four. Each has an engine
   * that stays warm. Where the library's own files may not be read, queries run in the thread that
   * asks, and `warn` is told.
   */
  readonly threads?: number;
  /**
   * Queries run in the thread that asks: less to start for a process with one job, but nothing else
   * goes on meanwhile.
   */
  readonly inline?: boolean;
  /** Ends what the pond is doing, as closing it would. */
  readonly signal?: AbortSignal;
  /** What times become in rows, unless a query says otherwise; see `Query`. */
  readonly times?: TimeValues;
}

/**
 * An open pond. What it reads is its newest state, each time anew; `at` gives one state that stays.
 * Close it when done, best by `await using`.
 */
export interface Pond extends Reader, AsyncDisposable {
  /** The pond's directory on the host, absolute. */
  readonly hostPath: string;
  /** Those that are built in, and those that the pond was opened with. */
  readonly factories: FactoryRegistry;
  /**
   * The pond as it was: a reader of that moment, which stays what it is.
   * @param moment a transaction's number, or a time; see {@linkcode Moment}
   * @returns what throws, when it is read, `usage` for what is no moment, `not-found` for one
   *   before the pond was made, `expired` where the log no longer reaches
   */
  at(moment: Moment): Reader;
  /**
   * Changes the pond, all or nothing. Changes of one process wait for each other; where another
   * writer was faster and both can't be true, `work` is done again on the new state.
   * @param message what `pond log` shows of it
   * @returns what `work` returned, and the transaction's number (null: nothing changed)
   */
  change<T>(
    message: string,
    work: (change: Change) => T | Promise<T>,
    options?: ChangeOptions,
  ): Promise<Changed<T>>;
  /**
   * Watches the stored nodes that a pattern matches: what any process changes, in order, until the
   * signal ends it or the pond is closed.
   */
  watch(pattern: string, options?: WatchOptions): AsyncIterable<WatchedChange>;
  /** Transactions, newest first. */
  log(): AsyncIterable<TransactionRecord>;
  /**
   * Merges versions of series and data files, lets go of what the rules allow, removes files that
   * nothing needs.
   * @throws {PondError} `usage`, `corrupt`, `locked`, `no-space`, `io`
   */
  maintain(options: MaintainOptions): Promise<MaintainReport>;
  /** Numbers of the pond. */
  status(): Promise<PondStatus>;
  /** Ends what is under way. Afterwards the pond refuses everything. */
  close(): Promise<void>;
}

/** How a change is made. */
export interface ChangeOptions {
  /** Everything is tried, nothing is kept. */
  readonly dryRun?: boolean;
  /** Whether `work` is done again after a conflict; default true. */
  readonly retry?: boolean;
  /** How long to wait for other writers, and to do `work` again; default 10,000. */
  readonly waitMs?: number;
  /** Ends waiting and repeating; what is committed stays committed. */
  readonly signal?: AbortSignal;
}

/** The outcome of a change. */
export interface Changed<T> {
  /** What `work` returned. */
  readonly value: T;
  /** The transaction's number; null: nothing changed. */
  readonly transaction: number | null;
}
