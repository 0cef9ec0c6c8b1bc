import type { Environment } from "../base/mod.ts";
import type { RecordBatch } from "../deps/arrow.ts";
import type { Column, Relation } from "../table/mod.ts";
import type { UserFunction } from "./calls/mod.ts";
import type { ParquetTarget, WriteSummary } from "../parquet/mod.ts";

/**
 * The one interface between pond and a SQL engine. Everything under `sql/duckdb/` is behind it.
 * Statements see the relations given with them and nothing else.
 */
export interface SqlEngine {
  /**
   * Begins to load what every query needs, so that it is there when one comes. Trouble is left for
   * the query to meet.
   */
  start(): void;
  /**
   * Starts a query.
   * @throws {PondError} `invalid-query` with the engine's message; `timeout`, `out-of-memory`,
   *   `interrupted`
   */
  run(query: EngineQuery, options?: RunOptions): Promise<QueryResult>;
  /**
   * Columns of the result, without running it.
   * @throws {PondError} `invalid-query`
   */
  columns(query: EngineQuery): Promise<readonly Column[]>;
  /**
   * Refuses anything but one SELECT-like statement and returns the relations it names (not those
   * its own WITH defines), each once, in order of appearance, quoted ones whole.
   * @throws {PondError} `invalid-query`
   */
  relationNames(sql: string): Promise<readonly string[]>;
  /** Runs `query` and writes its rows as zstd Parquet, timestamps marked UTC. */
  writeParquet(
    query: EngineQuery,
    target: ParquetTarget,
    options?: RunOptions,
  ): Promise<WriteSummary>;
  /** What `query` resolves to and, once run, what it cost. */
  explain(query: EngineQuery, options?: RunOptions): Promise<Explanation>;
  close(): void;
}

/** How an engine is made. */
export interface SqlEngineOptions {
  /** For runs that set none. */
  readonly memoryLimitBytes?: number;
  /** What `now()` says; default the real clock. */
  readonly environment?: Environment;
  /**
   * Threads for queries, each with an engine that stays warm; a query that finds them all at work
   * waits. Default 0: queries run in this thread, and only those with a time limit in one of their
   * own.
   */
  readonly threads?: number;
  /** Functions that SQL can call, beside its own; made by `defineFunction`. */
  readonly functions?: readonly UserFunction[];
  /** Rows that are put in order at a time, at most about so many; default a quarter of a million. */
  readonly orderedRows?: number;
  /**
   * Room on disk for rows that are put in order and are more than memory should hold; without it
   * they are held.
   */
  readonly scratch?: (write: (target: ParquetTarget) => Promise<void>) => Promise<ScratchFile>;
}

/** A file that is gone when it is closed. */
export interface ScratchFile {
  readonly sizeBytes: number;
  readSync(offset: number, into: Uint8Array): number;
  close(): void;
}

/** SQL and what its relation names stand for. */
export interface EngineQuery {
  readonly sql: string;
  readonly relations: ReadonlyMap<string, Relation>;
  /** Set where the SQL is that of `inTimeOrder`, which may be answered part by part. */
  readonly order?: RowOrder;
}

/** The order that rows are asked for in. */
export interface RowOrder {
  /** The time column. */
  readonly column: string;
  /** At most so many rows; undefined: all. */
  readonly limit?: number | undefined;
}

/** Limits and hooks of one run. */
export interface RunOptions {
  /** Ends the run after that. */
  readonly timeoutMs?: number;
  /**
   * Ends the run: at once where the engine has threads of its own, else between two record batches.
   * `interrupted`, or `timeout` where that is the signal's reason.
   */
  readonly signal?: AbortSignal;
  /** What the run may take; beyond it is `out-of-memory`. */
  readonly memoryLimitBytes?: number;
  /** Bytes read so far, out of how many at most. */
  readonly onProgress?: (
    progress: { readonly bytesRead: number; readonly bytesTotal: number },
  ) => void;
}

/** A running query. */
export interface QueryResult extends AsyncDisposable {
  /** Of every batch, in order. */
  readonly columns: readonly Column[];
  /** Arrow record batches, one by one; leaving the loop stops the query. */
  readonly batches: AsyncIterable<RecordBatch>;
  /** So far. */
  counters(): QueryCounters;
}

/** The counters of `--explain`. */
export interface QueryCounters {
  /** Versions that could have been read. */
  readonly versionsTotal: number;
  /** Versions whose time bounds ruled them out. */
  readonly versionsSkipped: number;
  /** Versions that were opened. */
  readonly versionsOpened: number;
  /** Row groups in the opened files. */
  readonly rowGroupsTotal: number;
  /** Row groups that were read. */
  readonly rowGroupsRead: number;
  /** Bytes read so far. */
  readonly bytesRead: number;
  /** Rows of the result so far. */
  readonly rows: number;
  /** Time taken. */
  readonly seconds: number;
  /** Computed results found in the cache. */
  readonly cacheHits: number;
  /** Computed results that were not there. */
  readonly cacheMisses: number;
}

/** What `--explain` shows. */
export interface Explanation {
  /** What the query names. */
  readonly relations: readonly ExplainedRelation[];
  /** The engine's plan: filters and columns that reached each scan. */
  readonly plan: string;
  /** What the run cost. */
  readonly counters: QueryCounters;
}

/** One relation of an {@linkcode Explanation}. */
export interface ExplainedRelation {
  /** As the query has it. */
  readonly name: string;
  /** What it is. */
  readonly kind: string;
  /** The factory that makes it; null where it is stored. */
  readonly factory: string | null;
  /** Files that it is made of. */
  readonly files: number;
  /** Stored versions among them. */
  readonly versions: number;
  /** Whether the result was cached; null where none is. */
  readonly cache: "hit" | "miss" | null;
  /** When a result was computed that is kept for a time (`cache.refresh`), ISO 8601; else null. */
  readonly since: string | null;
  /** What it is made from. */
  readonly inputs: readonly ExplainedRelation[];
}
