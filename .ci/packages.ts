/**
 * The packages that the program runs with: those that the doors in `lib/deps/` name, and all that
 * `deno.lock` says these depend on. Packages of types alone are left out: nothing of them runs.
 */
import { fromFileUrl, join } from "../lib/deps/std_path.ts";

const ROOT = fromFileUrl(new URL("..", import.meta.url)).replace(/\/$/, "");

const DOORS = join(ROOT, "lib/deps");
const TYPES_ALONE = /^(@types\/|undici-types@)/;

/** A package of npm's as the lock file has it. */
export interface Package {
  readonly name: string;
  readonly version: string;
  /** `sha512-` and the hash in base64. */
  readonly integrity: string;
  /** Names with versions. */
  readonly dependencies: readonly string[];
}

interface Lock {
  readonly version: string;
  readonly specifiers: Readonly<Record<string, string>>;
  readonly npm: Readonly<Record<string, { integrity: string; dependencies?: string[] }>>;
}

/** Every package that may run, by name and version. */
export async function runTimePackages(): Promise<Package[]> {
  const lock = await readLock();
  const ids = dependenciesOf(await namedIn(DOORS), lock).filter((id) => !TYPES_ALONE.test(id));
  return ids.map((id) => ({
    ...split(id),
    integrity: lock.npm[id]!.integrity,
    dependencies: (lock.npm[id]!.dependencies ?? []).map((name) => lockedId(name, lock))
      .filter((name) => !TYPES_ALONE.test(name)),
  }));
}

/** The lock file's text for those packages alone that JavaScript in `directory` imports. */
export async function lockOfImports(directory: string): Promise<string> {
  const lock = await readLock();
  const named = await namedIn(directory);
  const specifiers = named.map((id) => [`npm:${id}`, split(id).version]);
  const npm = dependenciesOf(named, lock).map((id) => [id, lock.npm[id]]);
  return JSON.stringify({
    version: lock.version,
    specifiers: Object.fromEntries(specifiers),
    npm: Object.fromEntries(npm),
  });
}

async function readLock(): Promise<Lock> {
  return JSON.parse(await Deno.readTextFile(join(ROOT, "deno.lock"))) as Lock;
}

/** `named` and all that they depend on, in order. */
function dependenciesOf(named: readonly string[], lock: Lock): string[] {
  const found = new Set<string>();
  const visit = (id: string) => {
    if (found.has(id)) return;
    found.add(id);
    const entry = lock.npm[id];
    if (!entry) throw new Error(`deno.lock has no ${id}`);
    for (const name of entry.dependencies ?? []) visit(lockedId(name, lock));
  };
  named.forEach(visit);
  return [...found].sort();
}

/** A package's name and version as one word. */
export function idOf({ name, version }: Pick<Package, "name" | "version">): string {
  return `${name}@${version}`;
}

/** `name@version` of what the files of `directory` import. */
async function namedIn(directory: string): Promise<string[]> {
  const named = new Set<string>();
  for await (const { name } of Deno.readDir(directory)) {
    if (!/\.[jt]s$/.test(name)) continue;
    const text = await Deno.readTextFile(join(directory, name));
    for (const [, id] of text.matchAll(/"npm:((?:@[^/"]+\/)?[^@"]+@[^/"]+)/g)) named.add(id!);
  }
  return [...named].sort();
}

/** The lock file leaves out the version of a package that it has once. */
function lockedId(dependency: string, { npm }: Lock): string {
  if (Object.hasOwn(npm, dependency)) return dependency;
  const id = Object.keys(npm).find((id) => split(id).name === dependency);
  if (!id) throw new Error(`deno.lock has no ${dependency}`);
  return id;
}

function split(id: string): Pick<Package, "name" | "version"> {
  const at = id.lastIndexOf("@");
  return { name: id.slice(0, at), version: id.slice(at + 1) };
}
