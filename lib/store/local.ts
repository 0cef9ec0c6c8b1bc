import { beginUnfinished, continueUnfinished, endUnfinished, toPondError } from "../base/mod.ts";
import { HandlePool } from "./handle_pool.ts";
import { lookAt, openOwn, ownDirectory, ownPath } from "./local_guard.ts";
import { lockFile } from "./local_lock.ts";
import { checkedName, parentName } from "./names.ts";
import type {
  ByteRange,
  EntryKind,
  Store,
  StoreEntry,
  StoreIdentity,
  StoreLock,
  StoreReader,
  StoreWriter,
} from "./store.ts";

/** How a local store behaves. */
export interface LocalStoreOptions {
  /**
   * Whether the file system knows hard links; default true, and found out when the first one fails.
   */
  readonly hardLinks?: boolean;
}

/**
 * A store in a directory of the local disk. System calls are made synchronously: on the small files
 * of a log they cost less than a trip through the event loop. Links below the root are never
 * followed: what leads through one is `corrupt`.
 * @param hostPath the root; it is made when something is written
 */
export function localStore(hostPath: string, options: LocalStoreOptions = {}): Store {
  return new LocalStore(hostPath, options.hardLinks ?? true);
}

/** Of all local stores: the limit is the process's. */
const handles = new HandlePool();

/** Writing so much takes longer than a trip through the event loop, which the caller can use. */
const BACKGROUND_BYTES = 64 * 1024;

class LocalStore implements Store {
  #hardLinks: boolean;

  constructor(readonly root: string, hardLinks: boolean) {
    this.#hardLinks = hardLinks;
  }

  read(name: string, range?: ByteRange): Promise<Uint8Array<ArrayBuffer>> {
    return this.#attempt(`read ${name}`, () => {
      using file = openOwn(this.#at(name), { read: true });
      const { start, end } = range ?? { start: 0, end: file.statSync().size };
      const bytes = new Uint8Array(Math.max(0, end - start));
      return bytes.subarray(0, readFully(file, start, bytes));
    });
  }

  stat(name: string) {
    return this.#attempt(`look at ${name}`, () => {
      const info = lookAt(this.#at(name));
      if (!info?.isFile) return undefined;
      return { sizeBytes: info.size, modifiedUs: BigInt(info.mtime?.getTime() ?? 0) * 1000n };
    });
  }

  kind(name: string): Promise<EntryKind | undefined> {
    return this.#attempt(`look at ${name}`, () => {
      const info = lookAt(this.#at(name));
      return info && kindOf(info);
    });
  }

  identity(name: string): Promise<StoreIdentity | undefined> {
    return this.#attempt(`look at ${name}`, () => {
      const info = lookAt(this.#at(name));
      if (!info) return undefined;
      const { dev, ino, birthtime, uid, mode } = info;
      const key = `${dev}:${ino}:${birthtime?.getTime() ?? ""}`;
      return { key, ownerId: uid, mode: mode === null ? null : mode & 0o7777 };
    });
  }

  list(directory: string): Promise<readonly StoreEntry[]> {
    return this.#attempt(`list ${directory}`, () => {
      const hostPath = this.#directoryAt(directory);
      const entries = absentAsUndefined(() => [...Deno.readDirSync(hostPath)]) ?? [];
      return entries
        .map((entry): StoreEntry => ({ name: entry.name, kind: kindOf(entry) }))
        .sort((a, b) => a.name < b.name ? -1 : 1);
    });
  }

  open(name: string): Promise<StoreReader> {
    return this.#attempt(`open ${name}`, () => {
      const file = handles.open(this.#at(name));
      return {
        sizeBytes: file.sizeBytes,
        readSync: (offset, into) =>
          translate(`read ${name}`, () => readFully(file.handle(), offset, into)),
        close: () => file.close(),
      };
    });
  }

  async create(name: string): Promise<StoreWriter> {
    await this.makeDirectory(parentName(name));
    // Before the file is there: whoever stops the program then leaves nothing behind.
    if (isUnfinished(name)) await beginUnfinished(this.#at(name));
    return await this.#attempt(`create ${name}`, () => {
      const file = Deno.openSync(this.#at(name), { write: true, createNew: true });
      return localWriter(name, file);
    });
  }

  publish(from: string, to: string): Promise<"published" | "exists"> {
    return this.#attempt(`publish ${to}`, () => {
      if (this.#hardLinks) {
        try {
          Deno.linkSync(this.#at(from), this.#at(to));
          return "published";
        } catch (error) {
          if (error instanceof Deno.errors.AlreadyExists) return "exists";
          if (!linksUnsupported(error)) throw error;
          this.#hardLinks = false;
        }
      }
      return this.#publishByCopy(from, to);
    });
  }

  /**
   * For file systems without hard links: exclusive create; what it leaves after a crash is a torn
   * file.
   */
  #publishByCopy(from: string, to: string): "published" | "exists" {
    using source = openOwn(this.#at(from), { read: true });
    const bytes = new Uint8Array(source.statSync().size);
    readFully(source, 0, bytes);
    let file: Deno.FsFile;
    try {
      file = Deno.openSync(this.#at(to), { write: true, createNew: true });
    } catch (error) {
      if (error instanceof Deno.errors.AlreadyExists) return "exists";
      throw error;
    }
    try {
      writeFully(file, bytes);
      file.syncSync();
    } catch (error) {
      // Nothing may take the half-written name for a commit.
      Deno.removeSync(this.#at(to));
      throw error;
    } finally {
      file.close();
    }
    return "published";
  }

  rename(from: string, to: string): Promise<void> {
    return this.#attempt(
      `rename ${from} to ${to}`,
      () => {
        Deno.renameSync(this.#at(from), this.#at(to));
        if (isUnfinished(from)) endUnfinished(this.#at(from));
      },
    );
  }

  remove(name: string): Promise<void> {
    return this.#attempt(
      `remove ${name}`,
      () => {
        absentAsUndefined(() => Deno.removeSync(this.#at(name)));
        if (isUnfinished(name)) endUnfinished(this.#at(name));
      },
    );
  }

  syncDirectory(directory: string): Promise<void> {
    return this.#attempt(`sync directory ${directory}`, () => {
      using handle = Deno.openSync(this.#directoryAt(directory), { read: true });
      handle.syncSync();
    });
  }

  async makeDirectory(directory: string, options: { mode?: number } = {}): Promise<void> {
    const missing: string[] = [];
    for (let name = directory; !this.#isDirectory(name); name = parentName(name)) {
      missing.unshift(name);
      if (name === "") break;
    }
    for (const name of missing) {
      await this.#attempt(`make directory ${name || this.root}`, () => {
        if (name === "") return Deno.mkdirSync(this.root, { recursive: true });
        absentlyMade(() => Deno.mkdirSync(this.#at(name), options));
      });
      if (name !== "") await this.syncDirectory(parentName(name));
    }
  }

  async lock(name: string, options: { deadlineMs: number }): Promise<StoreLock> {
    // The writer lock's file stays; any other is removed by whoever made it.
    if (isUnfinished(name) && name !== WRITER_LOCK) await beginUnfinished(this.#at(name));
    return await lockFile(() => this.#at(name), {
      deadlineMs: options.deadlineMs,
      prepare: () => this.makeDirectory(parentName(name)),
    });
  }

  #isDirectory(name: string): boolean {
    return translate(`look at ${name}`, () => {
      const hostPath = this.#directoryAt(name);
      return absentAsUndefined(() => Deno.statSync(hostPath))?.isDirectory ?? false;
    });
  }

  #at(name: string): string {
    return ownPath({ root: this.root, name: checkedName(name) });
  }

  #directoryAt(name: string): string {
    return ownDirectory({ root: this.root, name: checkedName(name) });
  }

  #attempt<T>(doing: string, work: () => T): Promise<T> {
    try {
      return Promise.resolve(translate(doing, work));
    } catch (error) {
      return Promise.reject(error);
    }
  }
}

function localWriter(name: string, file: Deno.FsFile): StoreWriter {
  let end = 0;
  const writeAt = (chunk: Uint8Array, offset: number) => {
    continueUnfinished();
    translate(`write ${name}`, () => {
      file.seekSync(offset, Deno.SeekMode.Start);
      writeFully(file, chunk);
    });
    end = Math.max(end, offset + chunk.length);
  };
  const writeInBackground = async (chunk: Uint8Array) => {
    try {
      file.seekSync(end, Deno.SeekMode.Start);
      for (let done = 0; done < chunk.length;) done += await file.write(chunk.subarray(done));
    } catch (error) {
      throw toPondError(error, `cannot write ${name}`);
    }
    end += chunk.length;
  };
  return {
    write: (chunk) => {
      if (chunk.length >= BACKGROUND_BYTES) return writeInBackground(chunk);
      try {
        return Promise.resolve(writeAt(chunk, end));
      } catch (error) {
        return Promise.reject(error);
      }
    },
    writeSync: writeAt,
    sync: () => {
      try {
        return Promise.resolve(translate(`sync ${name}`, () => file.syncSync()));
      } catch (error) {
        return Promise.reject(error);
      }
    },
    close: () => file.close(),
  };
}

function kindOf(
  { isFile, isDirectory, isSymlink }: Pick<
    Deno.FileInfo,
    "isFile" | "isDirectory" | "isSymlink"
  >,
): EntryKind {
  if (isSymlink) return "link";
  return isFile ? "file" : isDirectory ? "directory" : "other";
}

function translate<T>(doing: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toPondError(error, `cannot ${doing}`);
  }
}

function absentAsUndefined<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/**
 * Another process may make the same directory at the same time; that it is there is all that
 * counts.
 */
function absentlyMade(make: () => void): void {
  try {
    make();
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  }
}

function readFully(file: Deno.FsFile, offset: number, into: Uint8Array): number {
  file.seekSync(offset, Deno.SeekMode.Start);
  let filled = 0;
  while (filled < into.length) {
    const count = file.readSync(into.subarray(filled));
    if (count === null || count === 0) break;
    filled += count;
  }
  return filled;
}

function writeFully(file: Deno.FsFile, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += file.writeSync(bytes.subarray(done));
}

function linksUnsupported(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return error instanceof Deno.errors.NotSupported ||
    ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"].includes(String(code));
}

const WRITER_LOCK = "tmp/writer.lock";

/** Whether `name` is one that a file has only while it is written. */
function isUnfinished(name: string): boolean {
  return name.startsWith("tmp/");
}
