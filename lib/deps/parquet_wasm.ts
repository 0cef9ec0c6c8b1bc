/** Door to `parquet-wasm`: Parquet that DuckDB 0.9.1 cannot decode, and small tables from Arrow. */
import type * as ParquetWasm from "npm:parquet-wasm@0.7.2/esm";
import { parquetModule } from "./parquet_wasm_module.js";

let loaded: Promise<typeof ParquetWasm> | undefined;

/** The package, initialised, loaded on first use (25 ms). */
export function loadParquetWasm(): Promise<typeof ParquetWasm> {
  loaded ??= (async () => {
    const [library, module] = await Promise.all([
      import("npm:parquet-wasm@0.7.2/esm"),
      parquetModule(),
    ]);
    library.initSync({ module });
    return library;
  })();
  return loaded;
}
