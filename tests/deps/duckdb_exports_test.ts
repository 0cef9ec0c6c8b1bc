/**
 * What the engine's package names of its module's exports, against the list of those that it is
 * given.
 */
import { USED_EXPORTS } from "../../lib/deps/duckdb_exports.ts";
import { fromFileUrl } from "../../lib/deps/std_path.ts";
import { assertEquals, assertGreater } from "../deps.ts";

const DIST = fromFileUrl(
  new URL("../../node_modules/@duckdb/duckdb-wasm/dist/", import.meta.url),
);

Deno.test("USED_EXPORTS: everything that the package's glue names, and nothing that the module hasn't", async () => {
  const text = await Deno.readTextFile(`${DIST}duckdb-browser-blocking.cjs`);
  const named = new Set(
    [...text.matchAll(/wasmExports\.([A-Za-z_0-9$]+)/g)].map(([, name]) => name!),
  );
  const bytes = await Deno.readFile(`${DIST}duckdb-eh.wasm`);
  const exported = new Set(
    WebAssembly.Module.exports(await WebAssembly.compile(bytes)).map(({ name }) => name),
  );
  const used = new Set(USED_EXPORTS);
  assertGreater(named.size, 50);
  // The other build, without exceptions, has exports of its own.
  assertEquals([...named].filter((name) => exported.has(name) && !used.has(name)), []);
  assertEquals([...used].filter((name) => !exported.has(name)), []);
});
