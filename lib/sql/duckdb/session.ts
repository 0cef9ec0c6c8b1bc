import type { ByteSource } from "../../table/mod.ts";
import type { ParquetTarget } from "../../parquet/mod.ts";
import type { PlanNode } from "./plan.ts";
import type { ReadCounter } from "./runtime.ts";

/**
 * One DuckDB, with the files it may see. Trusted text only: whoever runs a user's SQL has it checked and compiled
 * first. Calls are asynchronous so that an engine in a worker can stand behind this too.
 */
export interface Session {
  /**
   * Runs one statement to its end and returns the whole result as an Arrow IPC stream.
   * @throws {PondError} `invalid-query`, `out-of-memory`, or what a source or target threw
   */
  run(sql: string, settings?: RunSettings): Promise<Uint8Array>;
  /** As {@linkcode Session.run}, in pieces, on a connection of its own. */
  start(sql: string, settings?: RunSettings & { readonly profile?: boolean }): Promise<Cursor>;
  /**
   * The plan of `sql` without its result, after running `setup` on the same connection. Statistics don't shape it, so
   * it holds whatever the tables contain.
   */
  plan(sql: string, setup: readonly string[]): Promise<PlanNode | null>;
  /**
   * Plans `sql` without running any of it, after running `setup` on the same connection.
   * @throws {PondError} `invalid-query` with the engine's message
   */
  check(sql: string, setup: readonly string[]): Promise<void>;
  /** The names of the tables in `sql`, as the engine binds it. */
  tableNames(sql: string): Promise<readonly string[]>;
  /** Makes `source` readable under the returned file name (quote it as a SQL string). Doesn't close it. */
  addSource(source: ByteSource, options: SourceOptions): Promise<string>;
  /** Makes `target` writable under the returned file name. */
  addTarget(target: ParquetTarget, label: string): Promise<RegisteredTarget>;
  /** Forgets a file name. */
  drop(name: string): Promise<void>;
  /**
   * From now on. The engine keeps sorts, joins and groups within the limit; what it doesn't count (lists, decoders) may
   * take {@linkcode UNCOUNTED_BYTES} more.
   */
  limitMemory(bytes: number): Promise<void>;
  close(): void;
}

/** Memory of an engine beside what its limit counts. */
export const UNCOUNTED_BYTES = 512 * 1024 ** 2;

/** How one statement is planned. */
export interface RunSettings {
  /**
   * Leaves the statement's expressions as they are. 0.9.1 takes the cast of a text to a timestamp for reversible and
   * compares the texts instead, which puts `2024-01-01T10:00` after `2024-01-01 12:00`. The price is that filters with
   * computed literals reach no file.
   */
  readonly literally?: boolean;
}

/** A result in pieces. */
export interface Cursor {
  /** The schema as an Arrow IPC message. */
  readonly schema: Uint8Array;
  /** The next record batch as an Arrow IPC message, null at the end. */
  next(): Promise<Uint8Array | null>;
  /** Ends the query. Safe to call twice. */
  close(): Promise<void>;
  /** The plan with the rows that passed each step; only when asked for, and after the end. */
  readonly plan: PlanNode | null;
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
