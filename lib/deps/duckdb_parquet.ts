import { DATABASE_OF_CONTEXT, PARQUET_INIT } from "./duckdb_exports.ts";

/** What registering needs of an engine that has started. */
export interface StartedEngine {
  /** Of the instance. */
  readonly exports: WebAssembly.Exports;
  /** The engine's memory. */
  readonly heap: () => ArrayBufferLike;
  /** A connection to the database that Parquet is registered with. */
  readonly connection: number;
}

type Native = (...pointers: number[]) => number;

/**
 * How many words of a `WebDB` are looked at; the one that is wanted is the sixth in DuckDB 1.1.0.
 */
const WORDS_SEARCHED = 32;

/**
 * Registers the Parquet reader and writer, which releases of 1.28.1 link in but don't register.
 *
 * `duckdb_web_parquet_init` takes the `DuckDB*` of a database, which nothing exported returns. It
 * is a word of the `WebDB`; the first word of a `DuckDB` points to its `DatabaseInstance`, and
 * which instance that must be is told by a function that does return it. So the word is found and
 * proven by what it points to, not by its place.
 * @throws {Error} when there is no such word, or more than one
 */
export function registerParquet({ exports, heap, connection }: StartedEngine): void {
  const memory = new DataView(heap());
  const word = (at: number) =>
    at > 0 && at + 4 <= memory.byteLength ? memory.getUint32(at, true) : 0;
  // A connection of the package begins with a reference to its `WebDB` and a pointer to its
  // `ClientContext`.
  const [webDb, context] = [word(connection), word(connection + 4)];
  const instance = (exports[DATABASE_OF_CONTEXT] as Native)(context) >>> 0;
  const words = Array.from({ length: WORDS_SEARCHED }, (_, i) => word(webDb + 4 * i));
  const found = new Set(words.filter((at) => at % 4 === 0 && word(at) === instance));
  const [database] = found;
  if (instance === 0 || database === undefined || found.size !== 1) {
    throw new Error(`cannot register Parquet with the engine: ${found.size} databases found`);
  }
  (exports[PARQUET_INIT] as Native)(database);
}
