/**
 * `deno task release [--target PLATFORM]… [--official] [--url ADDRESS]`: everything that a release
 * has, in `dist/release`: executables, `pond.js`, the package for Node, the manual page, licences, a
 * bill of materials, an install script, a Homebrew formula and the checksums of all; and notes. The
 * script and the formula download from ADDRESS; without it the script asks for one, and there is no
 * formula.
 */
import { sha256 } from "../lib/base/mod.ts";
import { basename, fromFileUrl, join } from "../lib/deps/std_path.ts";
import { parseArgs } from "../lib/deps/std_parse_args.ts";
import { executableName, type Target, targetOf, TARGETS } from "./base_binaries.ts";
import { run } from "./processes.ts";
import { sbom } from "./sbom.ts";

const ROOT = fromFileUrl(new URL("..", import.meta.url)).replace(/\/$/, "");
const DIRECTORY = join(ROOT, "dist/release");
/** The Deno whose base binaries are borrowed. */
const BORROWED = "2.7.11";

if (import.meta.main) await main();

async function main(): Promise<void> {
  const options = parseArgs(Deno.args, {
    boolean: ["official"],
    string: ["target", "url"],
    collect: ["target"],
  });
  const named = options.target as string[];
  const targets = named.length > 0 ? named.map(targetOf) : Object.keys(TARGETS) as Target[];
  const { version, license } = JSON.parse(await Deno.readTextFile(join(ROOT, "deno.json")));
  const url = String(options.url ?? "");
  await Deno.remove(DIRECTORY, { recursive: true }).catch(() => {});
  await Deno.mkdir(DIRECTORY, { recursive: true });
  const official = options.official ? ["--official"] : [];
  await script("compile.ts", ...targets.flatMap((target) => ["--target", target]), ...official);
  await Promise.all([script("remote.ts"), script("npm.ts")]);
  for (const target of targets) await addExecutable(target);
  await Deno.copyFile(join(ROOT, "dist/remote/pond.js"), join(DIRECTORY, "pond.js"));
  await run("npm", ["pack", "--silent", "--pack-destination", DIRECTORY, join(ROOT, "dist/npm")]);
  for (const file of ["LICENSE", "NOTICE"]) {
    await Deno.copyFile(join(ROOT, file), join(DIRECTORY, file));
  }
  const manual = [
    "run",
    "--quiet",
    "--allow-env",
    "--allow-read",
    join(ROOT, "cli.ts"),
    "help",
    "--man",
  ];
  await write("pond.1", await run(Deno.execPath(), manual, { cwd: ROOT }));
  const deno = options.official ? Deno.version.deno : BORROWED;
  await write(
    "pond.cdx.json",
    `${JSON.stringify(await sbom({ version, license, deno }), null, 2)}\n`,
  );
  await write("install.sh", withUrl(await Deno.readTextFile(join(ROOT, "install.sh")), url));
  if (url !== "") await write("pond.rb", await formula(version, url));
  await write("SHA256SUMS", await checksums());
  const changelog = await Deno.readTextFile(join(ROOT, "CHANGELOG.md"));
  // The text of the release, none of its files.
  await write("NOTES.md", releaseNotes(changelog, version));
  console.log(DIRECTORY);
}

/** What CHANGELOG says of `version`. */
export function releaseNotes(changelog: string, version: string): string {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => text.split(/\s/)[0] === version);
  if (!section) throw new Error(`CHANGELOG.md has nothing about ${version}`);
  return `${section.slice(section.indexOf("\n")).trim()}\n`;
}

/** The install script with the address that it downloads from. */
export function withUrl(text: string, url: string): string {
  const line = /^DEFAULT_URL=''$/m;
  if (!line.test(text)) throw new Error("install.sh has no line DEFAULT_URL=''");
  return text.replace(line, () => `DEFAULT_URL='${url}'`);
}

/** Compressed, but for Windows, where nothing that is always there expands it. */
async function addExecutable(target: Target): Promise<void> {
  const name = executableName(target);
  const from = join(ROOT, "dist", name);
  if (name.endsWith(".exe")) return await Deno.copyFile(from, join(DIRECTORY, name));
  using file = await Deno.open(from);
  const packed = file.readable.pipeThrough(new CompressionStream("gzip"));
  await Deno.writeFile(join(DIRECTORY, `${name}.gz`), packed);
}

/** The formula with the hashes of the files that it names, as far as they are here. */
async function formula(version: string, url: string): Promise<string> {
  let text = await Deno.readTextFile(join(ROOT, ".ci/homebrew/pond.rb"));
  text = text.replaceAll("{{version}}", version).replaceAll("{{url}}", url);
  for (const [, file] of text.matchAll(/\{\{sha256 (\S+)\}\}/g)) {
    const bytes = await Deno.readFile(join(DIRECTORY, file!)).catch(() => undefined);
    text = text.replace(`{{sha256 ${file}}}`, bytes ? sha256(bytes) : "not built");
  }
  return text;
}

async function checksums(): Promise<string> {
  const names = [...Deno.readDirSync(DIRECTORY)].map(({ name }) => name).sort();
  const lines = [];
  for (const name of names) {
    lines.push(`${sha256(await Deno.readFile(join(DIRECTORY, name)))}  ${basename(name)}\n`);
  }
  return lines.join("");
}

async function script(name: string, ...args: string[]): Promise<void> {
  const path = join(ROOT, ".ci", name);
  console.log((await run(Deno.execPath(), ["run", "-A", path, ...args], { cwd: ROOT })).trim());
}

async function write(name: string, text: string): Promise<void> {
  await Deno.writeTextFile(join(DIRECTORY, name), text);
}
