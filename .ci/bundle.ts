/**
 * The program and its workers as a few JavaScript files: an executable that holds some four hundred
 * modules takes longer to find and link them than to answer. Packages are bundled too, so that of
 * them only WebAssembly files are embedded.
 */
import { basename, fromFileUrl, join } from "../lib/deps/std_path.ts";
import { build, type BuildOptions, type Plugin, stop } from "./deps.ts";

const ROOT = fromFileUrl(new URL("..", import.meta.url)).replace(/\/$/, "");

/** `npm:name@version/path`, as the doors have it. */
const NPM = /^npm:((?:@[^/]+\/)?[^@/]+)@[^/]+(\/.*)?$/;

/**
 * pond's own entries, as programs of one's own import them. In a bundle `import.meta` is that of the
 * whole, so that what is only imported must not take itself for what was started.
 */
const ownEntries: Plugin = {
  name: "own-entries",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@pond\/pond(\/|$)/ }, async ({ path }) => {
      const { exports } = JSON.parse(await Deno.readTextFile(join(ROOT, "deno.json")));
      const entry = join(ROOT, exports[`.${path.slice("@pond/pond".length)}`]);
      return { path: entry, pluginData: "imported" };
    });
    onLoad({ filter: /\/cli\.ts$/ }, async ({ path, pluginData }) => {
      if (pluginData !== "imported") return undefined;
      const text = await Deno.readTextFile(path);
      return { contents: text.replaceAll("import.meta.main", "false"), loader: "ts" };
    });
  },
};

/**
 * Finds the packages of the doors in `node_modules`. WebAssembly stays outside, since Deno compiles
 * it by `import.source`.
 */
const packages: Plugin = {
  name: "packages",
  setup({ onResolve, resolve }) {
    onResolve({ filter: NPM }, ({ path, kind }) => {
      if (path.endsWith(".wasm")) return { path, external: true };
      const [, name, rest = ""] = NPM.exec(path)!;
      return resolve(`${name}${rest}`, { kind, resolveDir: ROOT });
    });
  },
};

/**
 * The engine's package as `lib/deps/duckdb_bundle.js` loads it where nothing is bundled: a file
 * that the package doesn't let others import, without the copy of Arrow that it asks for, and not
 * taking this for Node.
 */
const engine: Plugin = {
  name: "engine",
  setup({ onResolve, onLoad, resolve }) {
    onLoad({ filter: /\/lib\/deps\/duckdb_bundle\.js$/ }, async () => {
      const { path } = await resolve("@duckdb/duckdb-wasm/dist/duckdb-browser.cjs", {
        kind: "import-statement",
        resolveDir: ROOT,
      });
      const build = path.replace("duckdb-browser.cjs", "duckdb-browser-blocking.cjs");
      const contents = `let loaded;
        export const loadDuckDbBundle = () => loaded ??= (async () => {
          globalThis.window = { JS_SHA256_NO_NODE_JS: true };
          try {
            const found = await import(${JSON.stringify(build)});
            return found.default ?? found;
          } finally {
            delete globalThis.window;
          }
        })();`;
      return { contents, resolveDir: ROOT };
    });
    onResolve(
      { filter: /^apache-arrow$/ },
      ({ path, importer }) =>
        importer.includes("duckdb-browser-blocking") ? { path, namespace: "left-out" } : undefined,
    );
    onLoad({ filter: /./, namespace: "left-out" }, () => ({ contents: "" }));
  },
};

/** Where workers are: `$1` in `place` is the name of a worker's source. */
function workersAt(place: string): Plugin {
  return {
    name: "workers",
    setup({ onLoad }) {
      onLoad({ filter: /\/lib\/.*\.ts$/ }, async ({ path }) => {
        const text = await Deno.readTextFile(path);
        const contents = text.replace(
          /new URL\("\.\/(\w+_worker)\.ts", import\.meta\.url\)/g,
          `new URL("${place}", import.meta.url)`,
        );
        return { contents, loader: "ts" };
      });
    },
  };
}

/** Workers lie beside what starts them, under the names of their sources. */
const workers = workersAt("./$1.js");

/** Files that are started as workers, which no import leads to. They are named `*_worker.ts`. */
export function workerFiles(directory: string = join(ROOT, "lib")): string[] {
  return [...Deno.readDirSync(directory)].flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory) return workerFiles(path);
    return entry.name.endsWith("_worker.ts") ? [path] : [];
  });
}

/** What every bundle is: modules that share what they have in common, with what CommonJS has. */
const MODULES: BuildOptions = {
  absWorkingDir: ROOT,
  bundle: true,
  splitting: true,
  format: "esm",
  mainFields: ["module", "main"],
  external: ["node:*"],
  // For the engine's own bundle.
  banner: {
    js:
      'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
  define: { __dirname: '"/"', __filename: '"/"' },
  logLevel: "warning",
};

/** What bundles for Deno are. */
const FOR_DENO: BuildOptions = {
  platform: "neutral",
  conditions: ["deno", "import", "module"],
  alias: { fs: "node:fs", stream: "node:stream" },
};

/** Builds into `outdir`, which holds nothing else afterwards. */
async function buildInto(outdir: string, options: BuildOptions): Promise<void> {
  await Deno.remove(outdir, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
  try {
    await build({ ...MODULES, outdir, ...options });
  } finally {
    await stop();
  }
}

/** Where the parts of an executable go, and what it will rest on. */
export interface ProgramBundle {
  readonly directory: string;
  readonly base: "official" | "borrowed";
}

/** Says in `lib/cli/build.ts` what the executable rests on. */
function builtOn(base: ProgramBundle["base"]): Plugin {
  return {
    name: "built-on",
    setup({ onLoad }) {
      onLoad({ filter: /\/lib\/cli\/build\.ts$/ }, () => ({
        contents: `export const BUILD = ${JSON.stringify({ base })};`,
      }));
    },
  };
}

/** Writes `entries` and what they share, and returns the files that the entries became, in order. */
export async function bundle(
  entries: readonly string[],
  { directory, base }: ProgramBundle,
): Promise<string[]> {
  await buildInto(directory, {
    ...FOR_DENO,
    entryPoints: [...entries],
    entryNames: "[name]",
    plugins: [ownEntries, packages, engine, builtOn(base), workers],
  });
  return entries.map((entry) => join(directory, basename(entry).replace(/\.ts$/, ".js")));
}

/** WebAssembly files that the npm package has beside its modules. */
const BESIDE: ReadonlySet<string> = new Set(["duckdb-eh.wasm", "parquet_wasm_bg.wasm"]);

/** Compiles the file beside the bundle, where `import.source` isn't known; a module that isn't there is refused when it is asked for. */
const wasmBeside: Plugin = {
  name: "WebAssembly beside",
  setup({ onLoad }) {
    onLoad({ filter: /_module\.js$/ }, async ({ path }) => {
      const text = await Deno.readTextFile(path);
      const [, name] = /export const (\w+)/.exec(text)!;
      const file = /"npm:[^"]*\/([^"/]+\.wasm)"/.exec(text)![1]!;
      const contents = BESIDE.has(file)
        ? `import { readFile } from "node:fs/promises";
          export const ${name} = async () =>
            await WebAssembly.compile(await readFile(new URL("./${file}", import.meta.url)));`
        : `export const ${name} = async () => {
            throw new Error("cannot load ${file}: the npm package doesn't have it, Deno does");
          };`;
      return { contents };
    });
  },
};

/**
 * Bundles the program and its workers as one module, which knows by what follows `#` in its own
 * address what it was started as; only WebAssembly is left to be fetched. A script that imports it
 * gets `main`.
 */
export async function bundleAsOne(directory: string): Promise<void> {
  const starts = workerFiles().map((path) =>
    `if (as === "${basename(path, ".ts")}") await import(${JSON.stringify(path)}); else`
  );
  const contents = `
    const as = new URL(import.meta.url).hash.slice(1);
    export const main = async (...given) =>
      await (await import("./lib/cli/mod.ts")).main(...given);
    ${starts.join("\n")}
    if (import.meta.main) Deno.exit(await main(Deno.args));`;
  await buildInto(directory, {
    ...FOR_DENO,
    stdin: { contents, resolveDir: ROOT, loader: "js" },
    splitting: false,
    entryNames: "pond",
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: "none",
    banner: {
      js: `/* pond, Apache-2.0; what it holds of others: \`pond version --licenses\` */
import { createRequire } from "node:module"; const require = createRequire("file:///pond.js");`,
    },
    plugins: [packages, engine, workersAt("#$1")],
  });
}

/** The file of a package in `node_modules`. */
export async function npmFile(path: string): Promise<string> {
  const [scope, name, ...rest] = path.split("/");
  const [packageName, inside] = scope!.startsWith("@")
    ? [`${scope}/${name}`, rest.join("/")]
    : [scope!, [name, ...rest].join("/")];
  return await Deno.realPath(join(ROOT, "node_modules", packageName, inside));
}

/** What is bundled for another runtime than Deno. */
export interface ForeignBundle {
  readonly entries: readonly { readonly in: string; readonly out: string }[];
  readonly directory: string;
  /** A module that exports `Deno`. */
  readonly inject: string;
}

/** Bundles entries as modules that Deno loads from a registry. */
export async function bundleModules(
  { entries, directory }: Omit<ForeignBundle, "inject">,
): Promise<void> {
  await buildInto(directory, {
    ...FOR_DENO,
    entryPoints: [...entries],
    // Types in comments of others would be looked for.
    minifyWhitespace: true,
    legalComments: "none",
    plugins: [packages, engine, workers],
  });
}

/** Bundles the library for Node and what is like it. */
export async function bundleFor(
  platform: "node",
  { entries, directory, inject }: ForeignBundle,
): Promise<void> {
  await buildInto(directory, {
    entryPoints: [...entries],
    platform,
    target: "node22",
    conditions: ["import", "module", "node"],
    inject: [inject],
    plugins: [wasmBeside, packages, engine, workers],
  });
}

/**
 * The text of `lib/page/browser_text.ts`: the page's program and its style, each as a constant. It
 * begins with the licence of uPlot, which travels with every page.
 */
export async function bundlePage(): Promise<string> {
  const textOf = async (entry: string, options: BuildOptions) => {
    const { outputFiles } = await build({
      absWorkingDir: ROOT,
      entryPoints: [entry],
      bundle: true,
      minify: true,
      write: false,
      charset: "ascii",
      // Of the browsers of the last years.
      target: ["chrome115", "firefox115", "safari16.4"],
      logLevel: "warning",
      ...options,
    });
    return outputFiles![0]!.text.trim();
  };
  const licence = (await Deno.readTextFile(await npmFile("uplot/LICENSE"))).trim();
  const banner = { js: `/*! uPlot\n\n${licence}\n*/` };
  try {
    const script = await textOf("lib/page/browser/mod.ts", {
      format: "iife",
      legalComments: "none",
      banner,
      plugins: [packages],
    });
    const style = await textOf("lib/page/browser/style.css", { plugins: [packages] });
    return [
      "/** Made from `browser/` by `deno task page`. */",
      "",
      `export const PAGE_SCRIPT: string = ${literal(script)};`,
      "",
      `export const PAGE_STYLE: string = ${literal(style)};`,
      "",
    ].join("\n");
  } finally {
    await stop();
  }
}

/** A string as the formatter leaves it; nothing in it ends a script element or starts a comment. */
function literal(text: string): string {
  if (/<\/script|<!--/i.test(text)) throw new Error("the page's program can't stand in a page");
  return `\n  ${JSON.stringify(text)}`;
}
