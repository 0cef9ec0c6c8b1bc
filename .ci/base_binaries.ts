/**
 * The platforms that executables are made for, and base binaries from npm for them, which is
 * reachable where Deno's own are not: each is an executable that another program's authors compiled
 * with the very version of Deno that is installed beside it. All are held to their hashes.
 */
import { sha256 } from "../lib/base/mod.ts";
import { join } from "../lib/deps/std_path.ts";
import { withoutOldPayload } from "./mach_o.ts";
import { run } from "./processes.ts";

/** A platform, as Deno writes it. */
export type Target = keyof typeof TARGETS;

interface Platform {
  /** As files of a release are called. */
  readonly name: string;
  /** The package that has a base binary for it. */
  readonly npm: string;
  readonly sha256: string;
}

/** By Deno's names. */
export const TARGETS = {
  "x86_64-unknown-linux-gnu": {
    name: "linux-x64",
    npm: "linux-x64",
    sha256: "9716bb192746f093b86a280c5e30f87b5461fcefde4c275648357273b468bc8b",
  },
  "aarch64-unknown-linux-gnu": {
    name: "linux-arm64",
    npm: "linux-arm64",
    sha256: "bfb5dc0426e446334956acc0c5df610e28bd8bfb31b3c5cead7a17820c4b68ef",
  },
  "x86_64-apple-darwin": {
    name: "macos-x64",
    npm: "darwin-x64",
    sha256: "79b2f73925accd5c20999330b93a02b56d3d750c425d815c66fea39b866212f3",
  },
  "aarch64-apple-darwin": {
    name: "macos-arm64",
    npm: "darwin-arm64",
    sha256: "bbea9a6e5e39516958cebc3bafd97abce1a4b192d8a8d4e18725d3eee8ef444c",
  },
  "x86_64-pc-windows-msvc": {
    name: "windows-x64",
    npm: "win32-x64",
    sha256: "f61a8733b07d8fe6746543e8c602a0f583cd9baa591a94d63ea59c2349a7ef85",
  },
} as const satisfies Record<string, Platform>;

const VERSION = "0.22.2";

/** The compiler that the base binaries go with; it runs on Linux x64. */
const COMPILER = {
  package: "deno@2.7.11",
  file: "node_modules/@deno/linux-x64-glibc/deno",
  sha256: "e518fbc96877fbc2b37820ec54a02e473166cb25a5d4d627ffde37360fd7d210",
};

/** What compiles: a Deno, with the base binary it is to use if that isn't its own. */
export interface Compiler {
  readonly deno: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The file name of an executable for `target`. */
export function executableName(target: Target): string {
  const { name } = TARGETS[target];
  return `pond-${name}${name.startsWith("windows") ? ".exe" : ""}`;
}

/** The platform that `name` means: one of Deno's names, or of the files of a release. */
export function targetOf(name: string): Target {
  const found = (Object.keys(TARGETS) as Target[])
    .find((target) => target === name || TARGETS[target].name === name);
  if (found) return found;
  const all = Object.values(TARGETS).map((platform) => platform.name);
  throw new Error(`cannot compile for ${name}: only for ${all.join(", ")}`);
}

/** The pair for `target` from npm, installed into `directory` unless it is there. */
export async function npmCompiler(target: Target, directory: string): Promise<Compiler> {
  const { npm, sha256 } = TARGETS[target];
  const base = {
    package: `@stdy/cli-${npm}@${VERSION}`,
    file: `node_modules/@stdy/cli-${npm}/bin/steady${npm === "win32-x64" ? ".exe" : ""}`,
    sha256,
  };
  for (const part of [COMPILER, base]) await install(part, join(directory, part.package));
  const path = join(directory, base.package, base.file);
  const plain = join(directory, `base-${npm}`);
  await Deno.writeFile(plain, withoutOldPayload(await Deno.readFile(path)));
  return {
    deno: join(directory, COMPILER.package, COMPILER.file),
    env: { DENORT_BIN: plain, DENO_TLS_CA_STORE: "system" },
  };
}

async function install(part: typeof COMPILER, directory: string): Promise<void> {
  const intact = async () => {
    const bytes = await Deno.readFile(join(directory, part.file)).catch(() => new Uint8Array());
    return sha256(bytes) === part.sha256;
  };
  if (await intact()) return;
  await Deno.mkdir(directory, { recursive: true });
  // Forced, since the package is for a machine of another sort.
  const options = ["--no-save", "--ignore-scripts", "--force", "--no-audit", "--no-fund"];
  await run("npm", ["install", "--prefix", directory, ...options, part.package]);
  if (!await intact()) throw new Error(`${part.package} is not the expected binary`);
}
