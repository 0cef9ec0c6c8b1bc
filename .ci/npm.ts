/**
 * Builds the npm package for Node 22 and Bun in `dist/npm`: the library and its entries bundled, the engine's WebAssembly beside them.
 * What needs another WebAssembly file than the engine's and the Parquet writer's (charts as PNG) says so there.
 */
import { fromFileUrl, join } from "../lib/deps/std_path.ts";
import { bundleFor, npmFile } from "./bundle.ts";

const ROOT = fromFileUrl(new URL("..", import.meta.url)).replace(/\/$/, "");
const DIRECTORY = join(ROOT, "dist/npm");

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
await writeTypes();
const manifest = {
  name: "@pond/pond",
  version,
  license,
  description: "A file system in one directory: files, tables and time series, with SQL and a log",
  type: "module",
  engines: { node: ">=22" },
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

/**
 * Declarations of everything that the entries reach, in `types/`. The compiler knows neither Deno's names nor its specifiers, and says so;
 * `deno check` is what holds the types, here they are only written out.
 */
async function writeTypes(): Promise<void> {
  const types = join(DIRECTORY, "types");
  await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-A", "--no-lock", "--quiet", "npm:typescript@5.9.3/bin/tsc"],
      ...["--declaration", "--emitDeclarationOnly", "--skipLibCheck", "--strict", "--types", ","],
      ...["--module", "esnext", "--moduleResolution", "bundler", "--allowImportingTsExtensions"],
      ...["--target", "esnext", "--lib", "esnext,dom,dom.iterable,dom.asynciterable"],
      ...["--rootDir", ".", "--outDir", types, ...Object.values(ENTRIES)],
    ],
    cwd: ROOT,
  }).output();
  for (const entry of Object.values(ENTRIES)) {
    await Deno.stat(join(types, entry.replace(/\.ts$/, ".d.ts")));
  }
  for await (const file of filesBelow(types)) {
    const text = await Deno.readTextFile(file);
    const plain = text.replace(/(from |import\()"(\.[^"]*)\.ts"/g, '$1"$2.js"')
      .replace(/"npm:((?:@[^/"]+\/)?[^@"]+)@[^/"]+(\/[^"]*)?"/g, '"$1$2"');
    await Deno.writeTextFile(file, plain);
  }
}

async function* filesBelow(directory: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(directory)) {
    const path = join(directory, name);
    if (isDirectory) yield* filesBelow(path);
    else yield path;
  }
}
