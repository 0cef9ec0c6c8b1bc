/** The compiled module, without any read permission. TypeScript doesn't know the syntax yet. */
export const parquetModule = async () =>
  await import.source("npm:parquet-wasm@0.7.2/esm/parquet_wasm_bg.wasm");
