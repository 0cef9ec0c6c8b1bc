/**
 * Builds the npm package for Node 22 and Bun in `dist/npm`: the library and its entries bundled, the engine's WebAssembly beside them.
 * What needs another WebAssembly file than the engine's and the Parquet writer's (charts as PNG) says so there.
 */
import { fromFileUrl, join } from "../lib/deps/std_path.ts";
import { bundleFor, npmFile } from "./bundle.ts";
import { writeTypes } from "./types.ts";

const ROOT = fromFileUrl(new URL("..", import.meta.url)).replace(/\/$/, "");
const DIRECTORY = join(ROOT, "dist/npm");
const types = join(DIRECTORY, "types");

/** Entries by the name under which they are imported. */
const ENTRIES = {
  ".": "mod.ts",
  "./commands": "lib/library/commands/mod.ts",
  "./factories": "lib/library/factories/mod.ts",
  "./delta": "lib/library/delta/mod.ts",
} as const;

/** The version whose types the declarations name. */
const ARROW = "21.2.0";

const { version, license } = JSON.parse(await Deno.readTextFile(join(ROOT, "deno.json")));
const names = Object.entries(ENTRIES).map(([name, entry]) => ({
  name,
  entry,
  out: name === "." ? "mod" : name.slice(2),
}));
await bundleFor("node", {
  entries: [
    ...names.map(({ entry, out }) => ({ in: join(ROOT, entry), out })),
    { in: join(ROOT, "lib/sql/duckdb/session_worker.ts"), out: "session_worker" },
  ],
  directory: DIRECTORY,
  inject: join(ROOT, ".ci/npm/deno.js"),
});
for (
  const file of ["@duckdb/duckdb-wasm/dist/duckdb-eh.wasm", "parquet-wasm/esm/parquet_wasm_bg.wasm"]
) {
  await Deno.copyFile(await npmFile(file), join(DIRECTORY, file.split("/").at(-1)!));
}
for (const file of ["README.md", "LICENSE", "CHANGELOG.md"]) {
  await Deno.copyFile(join(ROOT, file), join(DIRECTORY, file));
}
await writeTypes(
  types,
  Object.values(ENTRIES),
  (text) =>
    text.replace(/(from |import\()"(\.[^"]*)\.ts"/g, '$1"$2.js"')
      .replace(/"npm:((?:@[^/"]+\/)?[^@"]+)@[^/"]+(\/[^"]*)?"/g, '"$1$2"'),
);
const manifest = {
  name: "@pond/pond",
  version,
  license,
  description: "A file system in one directory: files, tables and time series, with SQL and a log",
  type: "module",
  engines: { node: ">=22.15" },
  exports: Object.fromEntries(
    names.map(({ name, entry, out }) => [
      name,
      { types: `./types/${entry.replace(/\.ts$/, ".d.ts")}`, default: `./${out}.js` },
    ]),
  ),
  // Its types are those of batches and tables; the code is bundled.
  peerDependencies: { "apache-arrow": ARROW },
  peerDependenciesMeta: { "apache-arrow": { optional: true } },
};
await Deno.writeTextFile(join(DIRECTORY, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
console.log(DIRECTORY);
