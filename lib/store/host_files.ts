import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { countRead, isPondError, PondError, toPondError } from "../base/mod.ts";
import type { ByteSource } from "../table/mod.ts";
import { compareNames, isName } from "../paths/mod.ts";
import type { HostEntry, HostFiles, HostListing, HostStat, SkippedEntries } from "../tinyfs/mod.ts";
import { changedError, guarded, isSame, lookAt } from "./host_guard.ts";

/** Places where reading has effects, or no end. */
const REFUSED_ROOTS = ["/proc", "/sys", "/dev"];
/** Files like any, below one of them. */
const MEMORY_FILES = "/dev/shm";
/** Never follow a link; never wait for the other end of a FIFO. Windows knows neither. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** How the host is read. */
export interface HostFilesOptions {
  /** The pond's own directory: it is left out of listings, so that no walk enters it. */
  readonly exclude?: string;
}

/**
 * Host files below mounted directories, no link followed at any component. Deno's own bound is
 * coarse: a granted directory reads through a link in it to anywhere, so the containment is here.
 */
export function createHostFiles(options: HostFilesOptions = {}): HostFiles {
  return new HostReader(options.exclude);
}

class HostReader implements HostFiles {
  #excluded: string | null | undefined;

  readonly #exclude: string | undefined;

  constructor(exclude: string | undefined) {
    this.#exclude = exclude;
  }

  // deno-lint-ignore require-await -- what is thrown becomes a rejection
  async mountRoot(hostPath: string): Promise<string> {
    const real = attempt(hostPath, () => Deno.realPathSync(hostPath));
    if (!lookAt(real).isDirectory()) {
      throw new PondError("not-a-directory", `cannot mount host:${hostPath}: it is no directory`);
    }
    if (isRefused(real)) throw refusedError(real, "invalid-config");
    const own = this.#ownDirectory();
    if (own !== null && isWithin(real, own)) {
      throw new PondError("invalid-config", `cannot mount host:${real}: it is the pond itself`);
    }
    return real;
  }

  // deno-lint-ignore require-await -- what is thrown becomes a rejection
  async list(root: string, components: readonly string[]): Promise<HostListing> {
    const directories = checked(components);
    const hostPath = this.#pathOf(root, directories);
    const look = () => attempt(hostPath, () => [...Deno.readDirSync(hostPath)]);
    const found = guarded({ root, directories }, {
      look,
      // A name that comes or goes in a busy directory is seen next time.
      again: (before) => {
        const names = new Set(look().map((entry) => entry.name));
        return before.filter((entry) => names.has(entry.name));
      },
    });
    return this.#listing(hostPath, found);
  }

  // deno-lint-ignore require-await -- what is thrown becomes a rejection
  async stat(root: string, components: readonly string[]): Promise<HostStat | undefined> {
    const names = checked(components);
    try {
      const hostPath = this.#pathOf(root, names);
      const look = guarded({ root, directories: names.slice(0, -1) }, {
        look: () => lookAt(hostPath),
        again: (before) => sameLook(hostPath, before),
      });
      return statOf(hostPath, look);
    } catch (error) {
      // Below a root that is there, what isn't there and what isn't shown are the same.
      if (isHidden(error, root)) return undefined;
      throw error;
    }
  }

  // deno-lint-ignore require-await -- what is thrown becomes a rejection
  async open(root: string, components: readonly string[]): Promise<ByteSource> {
    const names = checked(components);
    const hostPath = this.#pathOf(root, names);
    const file = guarded({ root, directories: names.slice(0, -1) }, {
      look: () => openRegular(hostPath),
      again: (before) => {
        sameLook(hostPath, before.look);
        return before;
      },
      release: ({ descriptor }) => closeSync(descriptor),
    });
    return sourceOf(hostPath, file);
  }

  #pathOf(root: string, components: readonly string[]): string {
    const hostPath = components.reduce(childOf, root);
    // A config may have come from elsewhere, or name another place than when it was checked.
    if (isRefused(hostPath)) throw refusedError(hostPath, "permission");
    const own = this.#ownDirectory();
    if (own === null || !isWithin(hostPath, own)) return hostPath;
    throw new PondError("not-found", `cannot read host:${hostPath}: it is the pond itself`);
  }

  #listing(hostPath: string, found: readonly Deno.DirEntry[]): HostListing {
    const entries: HostEntry[] = [];
    const own = this.#ownDirectory();
    const skipped: { -readonly [What in keyof SkippedEntries]: SkippedEntries[What] } = {};
    const skip = (what: keyof SkippedEntries) => skipped[what] = (skipped[what] ?? 0) + 1;
    for (const entry of found) {
      const { name, isFile, isDirectory } = entry;
      if (childOf(hostPath, name) === own || isRefused(childOf(hostPath, name))) continue;
      if (!isName(name) || !isDecodable(hostPath, name)) skip("name");
      else if (isFile || isDirectory) entries.push({ name, kind: isFile ? "file" : "directory" });
      else {
        const special = specialKind(childOf(hostPath, name), entry);
        if (special) skip(special);
      }
    }
    entries.sort((a, b) => compareNames(a.name, b.name));
    const unique = entries.filter((entry, i) => entry.name !== entries[i - 1]?.name);
    for (let i = unique.length; i < entries.length; i++) skip("name");
    return { entries: unique, skipped };
  }

  /** Resolved on first use; null while there is none, or no permission to look at it. */
  #ownDirectory(): string | null {
    if (this.#excluded) return this.#excluded;
    try {
      this.#excluded = this.#exclude === undefined ? null : Deno.realPathSync(this.#exclude);
    } catch {
      // A pond that isn't there yet can't be walked into.
      this.#excluded = null;
    }
    return this.#excluded;
  }
}

interface OpenFile {
  readonly descriptor: number;
  readonly look: BigIntStats;
}

/** Opens what `lstat` saw: the same device and inode, and a regular file. */
function openRegular(hostPath: string): OpenFile {
  const before = lookAt(hostPath);
  if (!before.isFile()) {
    throw new PondError(
      before.isDirectory() ? "is-a-directory" : "permission",
      `cannot open host:${hostPath}: it is no regular file`,
    );
  }
  const descriptor = attempt(hostPath, () => openSync(hostPath, OPEN_FLAGS));
  try {
    const look = attempt(hostPath, () => fstatSync(descriptor, { bigint: true }));
    if (!look.isFile() || !isSame(look, before)) throw changedError(hostPath);
    return { descriptor, look };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

function sourceOf(hostPath: string, { descriptor, look }: OpenFile): ByteSource {
  const sizeBytes = Number(look.size);
  const key = keyOf(hostPath, look);
  let isOpen = true;
  return {
    sizeBytes,
    key,
    readSync(offset, into) {
      const wanted = Math.max(0, Math.min(into.length, sizeBytes - offset));
      let filled = 0;
      while (filled < wanted) {
        const count = attempt(
          hostPath,
          () => readSync(descriptor, into, filled, wanted - filled, offset + filled),
        );
        if (count === 0) {
          throw new PondError("io", `cannot read host:${hostPath}: it shrank while it was read`, {
            data: { changed: true },
          });
        }
        filled += count;
      }
      countRead(filled);
      return filled;
    },
    whatChanged() {
      const now = attempt(hostPath, () => fstatSync(descriptor, { bigint: true }));
      if (keyOf(hostPath, now) === key) return null;
      return now.size > look.size ? "grown" : "other";
    },
    close() {
      if (isOpen) closeSync(descriptor);
      isOpen = false;
    },
  };
}

function statOf(hostPath: string, look: BigIntStats): HostStat | undefined {
  if (!look.isFile() && !look.isDirectory()) return undefined;
  return {
    kind: look.isFile() ? "file" : "directory",
    sizeBytes: Number(look.size),
    modifiedUs: look.mtimeNs / 1000n,
    changedUs: look.ctimeNs / 1000n,
    key: keyOf(hostPath, look),
  };
}

function keyOf(hostPath: string, look: BigIntStats): string {
  const { dev, ino, size, mtimeNs, ctimeNs } = look;
  return `host:${hostPath}:${dev}:${ino}:${size}:${mtimeNs}:${ctimeNs}`;
}

function sameLook(hostPath: string, before: BigIntStats): BigIntStats {
  const look = lookAt(hostPath);
  if (!isSame(look, before)) throw changedError(hostPath);
  return look;
}

/** The choke point: every component is a name, so the path starts with the root. */
function checked(components: readonly string[]): readonly string[] {
  const bad = components.find((name) => !isName(name));
  if (bad === undefined) return components;
  throw new PondError("invalid-path", `cannot use ${JSON.stringify(bad)} as a host name`);
}

/** What is neither a regular file nor a directory; undefined for what is gone. */
function specialKind(
  hostPath: string,
  { isSymlink }: Deno.DirEntry,
): Exclude<keyof SkippedEntries, "name"> | undefined {
  if (isSymlink) return "symbolic link";
  try {
    const look = lookAt(hostPath);
    return look.isFIFO() ? "FIFO" : look.isSocket() ? "socket" : "device";
  } catch {
    return undefined;
  }
}

/** Bytes that are no UTF-8 come decoded with replacement characters, and nothing has that name. */
function isDecodable(hostPath: string, name: string): boolean {
  if (!name.includes("\ufffd")) return true;
  try {
    lookAt(childOf(hostPath, name));
    return true;
  } catch {
    return false;
  }
}

function isHidden(error: unknown, root: string): boolean {
  if (!isPondError(error, "not-found", "not-a-directory", "permission")) return false;
  if (error.code === "permission") {
    return error.data.link !== undefined && error.data.link !== root;
  }
  return lookAt(root).isDirectory();
}

function childOf(directory: string, name: string): string {
  return directory === "/" ? `/${name}` : `${directory}/${name}`;
}

function isRefused(hostPath: string): boolean {
  return REFUSED_ROOTS.some((refused) => isWithin(hostPath, refused)) &&
    !isWithin(hostPath, MEMORY_FILES);
}

function refusedError(hostPath: string, code: "permission" | "invalid-config"): PondError {
  return new PondError(code, `cannot mount host:${hostPath}: it is no place for files`);
}

function isWithin(hostPath: string, directory: string): boolean {
  return hostPath === directory || hostPath.startsWith(`${directory}/`);
}

function attempt<T>(hostPath: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toPondError(error, `cannot read host:${hostPath}`);
  }
}
