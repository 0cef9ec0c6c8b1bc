/** The compiled parquet-wasm library. */
export function parquetModule(): Promise<WebAssembly.Module>;
