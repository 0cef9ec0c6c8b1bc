// @ts-self-types="./duckdb_bundle.d.ts"
import Module from "node:module";

let loaded;

/**
 * Without the copy of Arrow that the package asks for: that takes as long as all the rest, and only the package's own
 * connections, which answer with its objects, use it. In JavaScript for the reason that the types give.
 */
export function loadDuckDbBundle() {
  return loaded ??= (async () => {
    const load = Module._load;
    Module._load = (request, parent, ...rest) =>
      request === "apache-arrow" && parent?.filename?.includes("duckdb-browser-blocking")
        ? {}
        : load(request, parent, ...rest);
    try {
      return (await import("npm:@duckdb/duckdb-wasm@1.28.0/dist/duckdb-browser-blocking.cjs"))
        .default;
    } finally {
      Module._load = load;
    }
  })();
}
