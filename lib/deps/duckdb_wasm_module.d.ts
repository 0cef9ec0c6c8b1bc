/** The compiled DuckDB engine (exception-handling build). */
export function duckdbModule(): Promise<WebAssembly.Module>;
