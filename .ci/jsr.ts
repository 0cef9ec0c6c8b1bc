/**
 * `deno task jsr`: the package for Deno's registry in `dist/jsr`, bundled: some tens of files in
 * place of hundreds, which a first start fetches one after the other. Types lie beside the modules;
 * those that no entry reaches are left out. `deno publish` there publishes it.
 */
import { dirname, fromFileUrl, join } from "../lib/deps/std_path.ts";
import { bundleModules, workerFiles } from "./bundle.ts";
import { filesBelow, writeTypes } from "./types.ts";

const ROOT = fromFileUrl(new URL("..", import.meta.url)).replace(/\/$/, "");
const DIRECTORY = join(ROOT, "dist/jsr");
const TYPES = join(DIRECTORY, "types");

const { name, version, license, exports } = JSON.parse(
  await Deno.readTextFile(join(ROOT, "deno.json")),
) as { name: string; version: string; license: string; exports: Record<string, string> };

const entries = Object.entries(exports).map(([as, source]) => ({
  as,
  source: source.slice(2),
  out: as === "." ? "mod" : as.slice(2),
}));
await bundleModules({
  entries: [
    ...entries.map(({ source, out }) => ({ in: join(ROOT, source), out })),
    ...workerFiles().map((path) => ({ in: path, out: path.split("/").at(-1)!.slice(0, -3) })),
  ],
  directory: DIRECTORY,
});
await writeTypes(
  TYPES,
  entries.map(({ source }) => source),
  (text) => text.replace(/(from |import\()"(\.[^"]*)\.ts"/g, '$1"$2.d.ts"'),
);
for (const { source, out } of entries) {
  const path = join(DIRECTORY, `${out}.js`);
  const types = `./types/${source.replace(/\.ts$/, ".d.ts")}`;
  await Deno.writeTextFile(path, `// @ts-self-types="${types}"\n${await Deno.readTextFile(path)}`);
}
await removeUnreached();
for (const file of ["README.md", "LICENSE", "NOTICE", "CHANGELOG.md"]) {
  await Deno.copyFile(join(ROOT, file), join(DIRECTORY, file));
}
await Deno.writeTextFile(
  join(DIRECTORY, "deno.json"),
  `${
    JSON.stringify(
      {
        name,
        version,
        license,
        exports: Object.fromEntries(entries.map(({ as, out }) => [as, `./${out}.js`])),
      },
      null,
      2,
    )
  }\n`,
);
console.log(DIRECTORY);

/** Removes declarations to which no entry's lead. */
async function removeUnreached(): Promise<void> {
  const reached = new Set<string>();
  const visit = async (path: string) => {
    if (reached.has(path)) return;
    reached.add(path);
    const text = await Deno.readTextFile(path);
    for (const [, target] of text.matchAll(/(?:from |import\()"(\.[^"]*)"/g)) {
      await visit(join(dirname(path), target!));
    }
  };
  for (const { source } of entries) await visit(join(TYPES, source.replace(/\.ts$/, ".d.ts")));
  for await (const path of filesBelow(TYPES)) {
    if (!reached.has(path)) await Deno.remove(path);
  }
}
