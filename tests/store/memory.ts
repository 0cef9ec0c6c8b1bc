import { PondError } from "../../lib/base/mod.ts";
import { checkedName, parentName } from "../../lib/store/names.ts";
import type {
  ByteRange,
  EntryKind,
  LockOptions,
  Store,
  StoreEntry,
  StoreIdentity,
  StoreLock,
  StoreReader,
  StoreStat,
  StoreWriter,
} from "../../lib/store/mod.ts";

/** A store in memory, for tests and for what is never kept; `files` is what it starts with. */
export function memoryStore(files: Iterable<readonly [string, Uint8Array]> = []): MemoryStore {
  return new MemoryStore(files);
}

/** Tells one store from another. */
let made = 0;

/** See {@linkcode memoryStore}. */
export class MemoryStore implements Store {
  readonly root = "memory";
  private readonly number = ++made;
  private readonly files = new Map<string, MemoryFile>();
  private readonly directories = new Set<string>([""]);
  private readonly locks = new Map<string, Promise<void>>();

  constructor(files: Iterable<readonly [string, Uint8Array]>) {
    for (const [name, bytes] of files) {
      this.addDirectory(parentName(checkedName(name)));
      this.files.set(name, { bytes: new Uint8Array(bytes), modifiedUs: nowUs() });
    }
  }

  /** The content of every file, by name. */
  contents(): Map<string, Uint8Array<ArrayBuffer>> {
    return new Map([...this.files].map(([name, file]) => [name, file.bytes.slice()]));
  }

  async read(name: string, range?: ByteRange): Promise<Uint8Array<ArrayBuffer>> {
    const { bytes } = await this.file(name, "read");
    return range ? bytes.slice(range.start, range.end) : bytes.slice();
  }

  stat(name: string): Promise<StoreStat | undefined> {
    const file = this.files.get(checkedName(name));
    return Promise.resolve(
      file && { sizeBytes: file.bytes.length, modifiedUs: file.modifiedUs },
    );
  }

  kind(name: string): Promise<EntryKind | undefined> {
    if (this.files.has(checkedName(name))) return Promise.resolve("file");
    return Promise.resolve(this.directories.has(name) ? "directory" : undefined);
  }

  async identity(name: string): Promise<StoreIdentity | undefined> {
    if (await this.kind(name) === undefined) return undefined;
    return { key: `memory ${this.number}:${name}`, ownerId: null, mode: null };
  }

  list(directory: string): Promise<readonly StoreEntry[]> {
    const prefix = directory === "" ? "" : `${checkedName(directory)}/`;
    const entries = new Map<string, StoreEntry>();
    const add = (names: Iterable<string>, kind: EntryKind) => {
      for (const name of names) {
        if (!name.startsWith(prefix) || name === "") continue;
        const rest = name.slice(prefix.length);
        if (rest !== "" && !rest.includes("/")) entries.set(rest, { name: rest, kind });
      }
    };
    add(this.directories, "directory");
    add(this.files.keys(), "file");
    return Promise.resolve([...entries.values()].sort((a, b) => a.name < b.name ? -1 : 1));
  }

  async open(name: string): Promise<StoreReader> {
    const { bytes } = await this.file(name, "open");
    return {
      sizeBytes: bytes.length,
      readSync(offset, into) {
        const part = bytes.subarray(offset, offset + into.length);
        into.set(part);
        return part.length;
      },
      close() {},
    };
  }

  create(name: string): Promise<StoreWriter> {
    checkedName(name);
    if (this.files.has(name)) {
      return Promise.reject(
        new PondError("exists", `cannot create ${name}: something is there already`),
      );
    }
    this.addDirectory(parentName(name));
    const file: MemoryFile = { bytes: new Uint8Array(0), modifiedUs: nowUs() };
    this.files.set(name, file);
    return Promise.resolve(memoryWriter(file));
  }

  async publish(from: string, to: string): Promise<"published" | "exists"> {
    const file = await this.file(from, "publish");
    if (!this.directories.has(parentName(checkedName(to)))) throw absent(to, "publish");
    if (this.files.has(to)) return "exists";
    this.files.set(to, file);
    return "published";
  }

  async rename(from: string, to: string): Promise<void> {
    if (this.directories.has(from)) return this.renameDirectory(from, to);
    const file = await this.file(from, "rename");
    if (!this.directories.has(parentName(checkedName(to)))) throw absent(to, "rename");
    this.files.delete(from);
    this.files.set(to, file);
  }

  private renameDirectory(from: string, to: string): void {
    const moved = (name: string) => `${to}${name.slice(from.length)}`;
    for (const name of [...this.directories]) {
      if (name !== from && !name.startsWith(`${from}/`)) continue;
      this.directories.delete(name);
      this.directories.add(moved(name));
    }
    for (const [name, file] of [...this.files]) {
      if (!name.startsWith(`${from}/`)) continue;
      this.files.delete(name);
      this.files.set(moved(name), file);
    }
  }

  remove(name: string): Promise<void> {
    this.files.delete(checkedName(name));
    return Promise.resolve();
  }

  syncDirectory(directory: string): Promise<void> {
    return this.directories.has(directory)
      ? Promise.resolve()
      : Promise.reject(absent(directory, "sync directory"));
  }

  makeDirectory(directory: string): Promise<void> {
    this.addDirectory(checkedName(directory));
    return Promise.resolve();
  }

  async lock(name: string, options: LockOptions): Promise<StoreLock> {
    const end = performance.now() + options.deadlineMs;
    for (let held = this.locks.get(name); held; held = this.locks.get(name)) {
      const left = end - performance.now();
      if (left <= 0) {
        throw new PondError("locked", `cannot write: another writer, pid ${Deno.pid}, is at work`, {
          hint: "try again when it has finished",
        });
      }
      await withinMs(held, left);
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    this.locks.set(name, promise);
    return {
      release: () => {
        this.locks.delete(name);
        resolve();
        return Promise.resolve();
      },
    };
  }

  private file(name: string, doing: string): Promise<MemoryFile> {
    const file = this.files.get(checkedName(name));
    return file ? Promise.resolve(file) : Promise.reject(absent(name, doing));
  }

  private addDirectory(directory: string): void {
    for (let name = directory; !this.directories.has(name); name = parentName(name)) {
      this.directories.add(name);
    }
  }
}

interface MemoryFile {
  bytes: Uint8Array<ArrayBuffer>;
  modifiedUs: bigint;
}

function memoryWriter(file: MemoryFile): StoreWriter {
  const writeSync = (chunk: Uint8Array, offset: number) => {
    const grown = new Uint8Array(Math.max(file.bytes.length, offset + chunk.length));
    grown.set(file.bytes);
    grown.set(chunk, offset);
    file.bytes = grown;
    file.modifiedUs = nowUs();
  };
  return {
    write: (chunk) => Promise.resolve(writeSync(chunk, file.bytes.length)),
    writeSync,
    sync: () => Promise.resolve(),
    close() {},
  };
}

function absent(name: string, doing: string): PondError {
  return new PondError("not-found", `cannot ${doing} ${name}: nothing is there`);
}

function nowUs(): bigint {
  return BigInt(Date.now()) * 1000n;
}

async function withinMs(promise: Promise<void>, milliseconds: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<void>((resolve) => timer = setTimeout(resolve, milliseconds));
  await Promise.race([promise, timeout]);
  clearTimeout(timer);
}
