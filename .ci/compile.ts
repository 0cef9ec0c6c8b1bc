/**
 * `deno task compile [--target PLATFORM]… [--all] [--official] [--output FILE] [PROGRAM]`: an executable, by default
 * `dist/pond` from `cli.ts` for this machine; for each platform that is named, or all, `dist/pond-PLATFORM`.
 *
 * `deno compile` puts a program into a base binary that it downloads from deno.land, or finds by `DENORT_BIN`. On Linux
 * x64 this script uses instead a compiler and base binaries from npm, see base_binaries.ts; `pond version` says so.
 * `--official` uses the Deno that runs this and its own base, as releases do; other platforms always do. What is put in is
 * the program as bundled, see bundle.ts: the same for every platform, and the same bytes each time.
 */
import { dirname, fromFileUrl, join } from "../lib/deps/std_path.ts";
import { USED_EXPORTS } from "../lib/deps/duckdb_exports.ts";
import { parseArgs } from "../lib/deps/std_parse_args.ts";
import {
  type Compiler,
  executableName,
  npmCompiler,
  type Target,
  targetOf,
  TARGETS,
} from "./base_binaries.ts";
import { bundle, workerFiles } from "./bundle.ts";
import { keepExports } from "./keep_exports.ts";
import { lockOfImports } from "./packages.ts";
import { run } from "./processes.ts";

const ROOT = fromFileUrl(new URL("..", import.meta.url)).replace(/\/$/, "");
const BUNDLE = join(ROOT, "dist", "program");
const TOOLS = join(ROOT, "dist", "tools");

/** When the files of an executable were changed, as far as it knows. */
const CHANGED = new Date("2000-01-01");

/** Files of packages that the bundled program opens, and what says where they are. */
const USED =
  /\/(duckdb-eh\.wasm|esm\/parquet_wasm_bg\.wasm|resvg-wasm\/index_bg\.wasm|package\.json)$/;

/** What the executable may do; everything else is denied, without a question. */
const FLAGS = [
  "--no-prompt",
  "--allow-read",
  "--allow-write",
  "--allow-env",
  "--deny-net",
  "--deny-run",
  "--deny-ffi",
  "--deny-sys",
  // Lets the program narrow its own permissions (`pond --allow-read=DIR`).
  "--unstable-worker-options",
  // It would lie where anybody may put another's code in its place, and it saves nothing.
  "--no-code-cache",
  // The engine is a trusted module of 30 MB: its functions are checked when they are first called, not all of them before
  // the first answer.
  "--v8-flags=--wasm-lazy-validation",
];

/**
 * Makes `directory` a project of its own, in which the bundle finds the packages that it opens files of and no others:
 * the compiler embeds whatever is installed, natives for the platform it compiles for included.
 */
async function installAlone(directory: string, entry: string): Promise<void> {
  await Deno.writeTextFile(join(directory, "deno.json"), `{ "nodeModulesDir": "auto" }\n`);
  await Deno.writeTextFile(join(directory, "deno.lock"), await lockOfImports(directory));
  await run(Deno.execPath(), ["install", "--quiet", "--entrypoint", entry], { cwd: directory });
  // A program without packages gets no directory for them.
  await Deno.mkdir(join(directory, "node_modules", ".deno"), { recursive: true });
}

/** The compiler writes down when each file was last changed; one time for all makes equal programs equal bytes. */
async function setTimes(directory: string): Promise<void> {
  for await (const { name, isDirectory, isFile } of Deno.readDir(directory)) {
    const path = join(directory, name);
    if (isFile) await Deno.utime(path, CHANGED, CHANGED);
    if (isDirectory) await setTimes(path);
  }
}

/** Files of packages that must not be embedded. The compiler embeds an excluded directory all the same where a link leads to it. */
function unusedFiles(directory: string): string[] {
  return [...Deno.readDirSync(directory)].flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory) return unusedFiles(path);
    return USED.test(path) ? [] : [path];
  });
}

/**
 * Runs `work` while the engine's module in `directory` has only the exports that somebody names. The compiler embeds a package's
 * WebAssembly as it is installed, and takes a module of one's own for one to link.
 */
async function withLeanEngine<T>(directory: string, work: () => Promise<T>): Promise<T> {
  const installed = join(directory, "node_modules/@duckdb/duckdb-wasm/dist/duckdb-eh.wasm");
  const path = await Deno.realPath(installed).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  });
  // A program that asks no SQL has none.
  if (path === null) return await work();
  const [lean, aside] = [`${path}.lean`, `${path}.whole`];
  await Deno.writeFile(lean, keepExports(await Deno.readFile(path), USED_EXPORTS));
  // The installed file may be shared with a cache, so it is moved and not written to.
  await Deno.rename(path, aside);
  try {
    await Deno.rename(lean, path);
    return await work();
  } finally {
    await Deno.rename(aside, path);
  }
}

const options = parseArgs(Deno.args, {
  boolean: ["official", "all"],
  string: ["output", "target"],
  collect: ["target"],
});
const program = join(ROOT, String(options._[0] ?? "cli.ts"));
const named = options.all ? Object.keys(TARGETS) : options.target as string[];
const isBorrowed = !options.official && Deno.build.target === "x86_64-unknown-linux-gnu";
if (options.output && named.length > 1) throw new Error("--output names one executable");

await run(Deno.execPath(), ["install", "--entrypoint", program], { cwd: ROOT });
const bundled = await bundle([program, ...workerFiles()], {
  directory: BUNDLE,
  base: isBorrowed ? "borrowed" : "official",
});
await installAlone(BUNDLE, bundled[0]!);
await withLeanEngine(BUNDLE, async () => {
  await setTimes(BUNDLE);
  for (const target of named.length > 0 ? named.map(targetOf) : [Deno.build.target as Target]) {
    const name = named.length > 0 ? executableName(target) : "pond";
    const output = join(ROOT, String(options.output ?? join("dist", name)));
    await compile(target, output);
    const { size } = await Deno.stat(output);
    console.log(`${output}: ${(size / 1e6).toFixed(0)} MB`);
  }
});

/** Puts the bundled program into a base binary for `target`. */
async function compile(target: Target, output: string): Promise<void> {
  const compiler: Compiler = isBorrowed
    ? await npmCompiler(target, TOOLS)
    : { deno: Deno.execPath(), env: {} };
  const [entry, ...startedLater] = bundled;
  const includes = startedLater.map((path) => `--include=${path}`);
  const excludes = unusedFiles(join(BUNDLE, "node_modules", ".deno"))
    .map((path) => `--exclude=${path}`);
  await Deno.mkdir(dirname(output), { recursive: true });
  await run(
    compiler.deno,
    [
      ...["compile", "--no-check", ...FLAGS, "--target", target, ...includes, ...excludes],
      ...["--output", output, entry!],
    ],
    { cwd: BUNDLE, env: compiler.env },
  );
}
