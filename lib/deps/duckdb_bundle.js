// @ts-self-types="./duckdb_bundle.d.ts"
import Module from "node:module";

let loaded;

/** The only build that needs no permission at run time. */
const BUILD = "./duckdb-browser-blocking.cjs";

/**
 * The package says which of its files can be imported, and the build that pond needs is none of them. A file of a package can
 * require all others, so one that can be imported, a small one, is loaded and gives its `require`.
 *
 * Both do without the copy of Arrow that they ask for: that takes as long as all the rest, and only the package's own
 * connections, which answer with its objects, use it. In JavaScript for the reason that the types give.
 */
export function loadDuckDbBundle() {
  return loaded ??= (async () => {
    const load = Module._load;
    let member;
    Module._load = (request, parent, ...rest) => {
      if (request !== "apache-arrow" || !parent?.filename?.includes("duckdb-browser")) {
        return load(request, parent, ...rest);
      }
      member ??= parent;
      return {};
    };
    // Else the hash function inside takes this for Node, and asks for modules that the build leaves out.
    globalThis.window = { JS_SHA256_NO_NODE_JS: true };
    try {
      await import("npm:@duckdb/duckdb-wasm@1.28.1-dev278.0/dist/duckdb-browser.cjs");
      return member.require(BUILD);
    } finally {
      delete globalThis.window;
      Module._load = load;
    }
  })();
}
