/**
 * Extensions of DuckDB without a network. The engine fetches one by an `XMLHttpRequest` and takes it
 * if DuckDB's own signature is on it; here that request is answered with bytes that are at hand.
 *
 * This is the way to a younger engine: from 1.29 of `@duckdb/duckdb-wasm` (DuckDB 1.1.1) on Parquet
 * is such an extension, so that what this build has linked in (`duckdb_parquet.ts`) becomes the
 * bytes of `parquet.duckdb_extension.wasm` of the same release. No package registry has that file;
 * the day one does, the version in `duckdb_bundle.js` and `duckdb_wasm_module.js` changes, the bytes
 * go to `newDuckDb`, and `duckdb_exports.ts` follows what the new build names.
 */

/** Bytes of `NAME.duckdb_extension.wasm`, by name. */
export type DuckDbExtensions = ReadonlyMap<string, Uint8Array>;

/**
 * Runs `work`, in which the engine loads extensions at once: requests for others are answered with
 * nothing.
 */
export function answeringExtensions(extensions: DuckDbExtensions, work: () => void): void {
  const before = Object.getOwnPropertyDescriptor(globalThis, "XMLHttpRequest");
  Object.defineProperty(globalThis, "XMLHttpRequest", {
    configurable: true,
    value: class {
      status = 0;
      response: ArrayBuffer | null = null;
      responseType = "";
      #name = "";
      open(_method: string, url: string): void {
        this.#name = /([^/]+)\.duckdb_extension\.wasm$/.exec(url)?.[1] ?? "";
      }
      overrideMimeType(): void {}
      setRequestHeader(): void {}
      getResponseHeader(): null {
        return null;
      }
      send(): void {
        const bytes = extensions.get(this.#name);
        this.status = bytes ? 200 : 404;
        this.response = bytes ? new Uint8Array(bytes).buffer : null;
      }
    },
  });
  try {
    work();
  } finally {
    if (before) Object.defineProperty(globalThis, "XMLHttpRequest", before);
    else Reflect.deleteProperty(globalThis, "XMLHttpRequest");
  }
}
