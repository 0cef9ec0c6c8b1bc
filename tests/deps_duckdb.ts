/**
 * Door to `@duckdb/node-api`: today's DuckDB as a native library, whose answers pond's are compared
 * with. The bench has a door of its own, which gives rows only.
 */
import type { DuckDBType, DuckDBValue } from "npm:@duckdb/node-api@1.5.5-r.5";

/** What a native query answered. */
export interface NativeAnswer {
  readonly names: readonly string[];
  readonly types: readonly DuckDBType[];
  readonly rows: readonly (readonly DuckDBValue[])[];
}

/** A database in memory, on one thread so that ties fall the same way each time. */
export interface NativeReference {
  /** Rejects with the engine's own message. */
  ask(sql: string): Promise<NativeAnswer>;
  close(): void;
}

export type { DuckDBType, DuckDBValue };

/** Starts one; the package is loaded on first use. */
export async function openNativeReference(): Promise<NativeReference> {
  const { DuckDBInstance } = await import("npm:@duckdb/node-api@1.5.5-r.5");
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  return {
    async ask(sql) {
      const reader = await connection.runAndReadAll(sql);
      return { names: reader.columnNames(), types: reader.columnTypes(), rows: reader.getRows() };
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
