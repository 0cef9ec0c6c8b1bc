/** Compiled modules, without any read permission. TypeScript doesn't know the syntax yet. */
export const duckdbModule = async () =>
  await import.source("npm:@duckdb/duckdb-wasm@1.28.1-dev278.0/dist/duckdb-eh.wasm");
