/**
 * `deno task compile [--official] [--output FILE] [PROGRAM]`: one executable, by default `dist/pond` from `cli.ts`.
 *
 * `deno compile` glues a program to a base binary that it downloads from deno.land. On Linux x64 this script uses
 * instead a pair from npm, which is reachable where deno.land is not: a compiler, and an executable built by the same
 * version of it, which serves as a base. Both are held to their hashes. `--official` uses the Deno that runs
 * this and the base that it downloads; other platforms always do. What is glued on is the program as bundled, see bundle.ts.
 */
import { sha256 } from "../lib/base/mod.ts";
import { dirname, fromFileUrl, join } from "../lib/deps/std_path.ts";
import { USED_EXPORTS } from "../lib/deps/duckdb_exports.ts";
import { parseArgs } from "../lib/deps/std_parse_args.ts";
import { bundle } from "./bundle.ts";
import { keepExports } from "./keep_exports.ts";

const ROOT = fromFileUrl(new URL("..", import.meta.url)).replace(/\/$/, "");
const TOOLS = join(ROOT, "dist", "tools");

const PAIR = [
  {
    package: "deno@2.7.11",
    file: "node_modules/@deno/linux-x64-glibc/deno",
    sha256: "e518fbc96877fbc2b37820ec54a02e473166cb25a5d4d627ffde37360fd7d210",
  },
  {
    package: "@stdy/cli-linux-x64@0.22.2",
    file: "node_modules/@stdy/cli-linux-x64/bin/steady",
    sha256: "9716bb192746f093b86a280c5e30f87b5461fcefde4c275648357273b468bc8b",
  },
] as const;

/** Files of packages that the bundled program opens, and what says where they are. */
const USED =
  /\/(duckdb-eh\.wasm|esm\/parquet_wasm_bg\.wasm|resvg-wasm\/index_bg\.wasm|package\.json)$/;

/** Files that are started as workers, which no import leads to. They are named `*_worker.ts`. */
function workerFiles(directory: string): string[] {
  return [...Deno.readDirSync(directory)].flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory) return workerFiles(path);
    return entry.name.endsWith("_worker.ts") ? [path] : [];
  });
}

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

interface Compiler {
  readonly deno: string;
  readonly env: Readonly<Record<string, string>>;
}

async function run(command: string, args: readonly string[], env = {}): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(command, {
    args: [...args],
    cwd: ROOT,
    env: { NO_COLOR: "1", ...env },
  }).output();
  if (success) return new TextDecoder().decode(stdout);
  throw new Error(`${command} ${args[0]} failed:\n${new TextDecoder().decode(stderr)}`);
}

/** The pair from npm, installed into `dist/tools` unless it is there. */
async function npmCompiler(): Promise<Compiler> {
  const intact = () =>
    Promise.all(PAIR.map(async ({ file, sha256: expected }) => {
      const bytes = await Deno.readFile(join(TOOLS, file)).catch(() => new Uint8Array());
      return sha256(bytes) === expected;
    })).then((each) => each.every(Boolean));
  if (!await intact()) {
    await Deno.mkdir(TOOLS, { recursive: true });
    const packages = PAIR.map((part) => part.package);
    await run("npm", ["install", "--prefix", TOOLS, "--no-save", "--ignore-scripts", ...packages]);
    if (!await intact()) throw new Error(`${TOOLS} does not hold the expected binaries`);
  }
  const [deno, base] = PAIR.map(({ file }) => join(TOOLS, file)) as [string, string];
  return { deno, env: { DENORT_BIN: base, DENO_TLS_CA_STORE: "system" } };
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
 * Runs `work` while the engine's module in `node_modules` has only the exports that somebody names. The compiler embeds a package's
 * WebAssembly as it is installed, and takes a module of one's own for one to link.
 */
async function withLeanEngine<T>(work: () => Promise<T>): Promise<T> {
  const path = await Deno.realPath(
    join(ROOT, "node_modules/@duckdb/duckdb-wasm/dist/duckdb-eh.wasm"),
  );
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

const options = parseArgs(Deno.args, { boolean: ["official"], string: ["output"] });
const program = join(ROOT, String(options._[0] ?? "cli.ts"));
const output = join(ROOT, String(options.output ?? "dist/pond"));
const npm = !options.official && Deno.build.target === "x86_64-unknown-linux-gnu";
const compiler = npm ? await npmCompiler() : { deno: Deno.execPath(), env: {} };
await run(Deno.execPath(), ["install", "--entrypoint", program]);
const [entry, ...startedLater] = await bundle(
  [program, ...workerFiles(join(ROOT, "lib"))],
  join(ROOT, "dist", "program"),
);
const includes = startedLater.map((path) => `--include=${path}`);
await Deno.mkdir(dirname(output), { recursive: true });
await withLeanEngine(() => {
  const excludes = unusedFiles(join(ROOT, "node_modules", ".deno"))
    .map((path) => `--exclude=${path}`);
  return run(
    compiler.deno,
    ["compile", "--no-check", ...FLAGS, ...includes, ...excludes, "--output", output, entry!],
    compiler.env,
  );
});
const { size } = await Deno.stat(output);
console.log(`${output}: ${(size / 1e6).toFixed(0)} MB`);
