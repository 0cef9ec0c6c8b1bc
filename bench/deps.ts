/**
 * Door to `@duckdb/node-api`: DuckDB as a native library, which pond is measured against and whose
 * answers its own are compared with. Only benchmarks and tests may use it.
 */
import type { DuckDBConnection } from "npm:@duckdb/node-api@1.5.5-r.5";

/**
 * A connection to a database in memory, on `threads` threads; the package is loaded on first use.
 */
export async function connectNative(threads: number): Promise<NativeDuckDb> {
  const { DuckDBInstance } = await import("npm:@duckdb/node-api@1.5.5-r.5");
  const instance = await DuckDBInstance.create(":memory:", { threads: String(threads) });
  const connection: DuckDBConnection = await instance.connect();
  return {
    run: async (sql) => void await connection.run(sql),
    rows: async (sql) => (await connection.runAndReadAll(sql)).getRowsJson(),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** What is asked of native DuckDB. */
export interface NativeDuckDb {
  /** Runs one statement and drops its rows. */
  run(sql: string): Promise<void>;
  /** All rows, values as JSON would have them. */
  rows(sql: string): Promise<readonly (readonly unknown[])[]>;
  close(): void;
}
