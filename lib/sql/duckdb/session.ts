import type { ByteSource } from "../../table/mod.ts";
import type { ParquetTarget } from "../../parquet/mod.ts";
import type { ReadCounter } from "./runtime.ts";

/**
 * One DuckDB, with the files it may see. Trusted text only: whoever runs a user's SQL has it
 * checked and compiled first. Calls are asynchronous so that an engine in a worker can stand behind
 * this too.
 */
export interface Session {
  /**
   * Runs one statement to its end and returns the whole result as an Arrow IPC stream.
   * @throws {PondError} `invalid-query`, `out-of-memory`, or what a source or target threw
   */
  run(sql: string): Promise<Uint8Array>;
  /** As {@linkcode Session.run}, in pieces, on a connection of its own. */
  start(sql: string): Promise<Cursor>;
  /**
   * What EXPLAIN answers about `sql`, after running `setup` on the same connection. Statistics
   * don't shape the plan, so it holds whatever the tables contain.
   */
  plan(sql: string, setup: readonly string[]): Promise<Uint8Array>;
  /**
   * Plans `sql` without running any of it, after running `setup` on the same connection.
   * @throws {PondError} `invalid-query` with the engine's message
   */
  check(sql: string, setup: readonly string[]): Promise<void>;
  /** The names of the tables in `sql`, as the engine binds it. */
  tableNames(sql: string): Promise<readonly string[]>;
  /**
   * Makes `source` readable under the returned file name (quote it as a SQL string). Doesn't close
   * it.
   */
  addSource(source: ByteSource, options: SourceOptions): Promise<string>;
  /** Makes `target` writable under the returned file name. */
  addTarget(target: ParquetTarget, label: string): Promise<RegisteredTarget>;
  /** Forgets a file name. */
  drop(name: string): Promise<void>;
  /**
   * From now on. The engine keeps sorts, joins and groups within the limit; what it doesn't count
   * (lists, decoders) may take {@linkcode UNCOUNTED_BYTES} more.
   */
  limitMemory(bytes: number): Promise<void>;
  close(): void;
}

/** Memory of an engine beside what its limit counts. */
export const UNCOUNTED_BYTES = 512 * 1024 ** 2;

/** What an engine can be given: the addresses of WebAssembly end at 4 GiB. */
export const MOST_LIMIT_BYTES = 4 * 1024 ** 3 - UNCOUNTED_BYTES;

/** A result in pieces. */
export interface Cursor {
  /** The schema as an Arrow IPC message. */
  readonly schema: Uint8Array;
  /** The next record batch as an Arrow IPC message, null at the end. */
  next(): Promise<Uint8Array | null>;
  /** Ends the query. Safe to call twice. */
  close(): Promise<void>;
}

/** How a source is registered. */
export interface SourceOptions {
  /** What messages call it. */
  readonly label: string;
  readonly counter?: ReadCounter;
}

/** A file that is written. */
export interface RegisteredTarget {
  readonly name: string;
  /** End of the farthest write so far. */
  sizeBytes(): number;
}

/** A session while it is used. */
export interface Lease {
  readonly session: Session;
  /** Called when nothing more is wanted of it; a second time it does nothing. */
  readonly release: () => void;
}
