import { PondError } from "../../base/mod.ts";
import { checkedName } from "../names.ts";
import type {
  ByteRange,
  EntryKind,
  Store,
  StoreEntry,
  StoreIdentity,
  StoreLock,
  StoreReader,
  StoreStat,
  StoreWriter,
} from "../store.ts";
import { PackFile } from "./pack_file.ts";

/**
 * The files of a pack, read where they lie; nothing can be written.
 * @throws {PondError} `corrupt`, `invalid-input`, `unsupported`; `not-found`, `permission`, `io`
 */
export function packStore(hostPath: string): Store {
  return new PackStore(new PackFile(hostPath));
}

class PackStore implements Store {
  readonly root: string;
  readonly #pack: PackFile;
  readonly #entries = new Map<string, Map<string, EntryKind>>();
  readonly #modifiedUs: bigint;

  constructor(pack: PackFile) {
    this.#pack = pack;
    this.root = pack.hostPath;
    this.#modifiedUs = BigInt(Deno.statSync(pack.hostPath).mtime?.getTime() ?? 0) * 1000n;
    this.#entries.set("", new Map());
    for (const name of pack.members.keys()) this.#add(name, "file");
  }

  async read(name: string, range?: ByteRange): Promise<Uint8Array<ArrayBuffer>> {
    const reader = await this.open(name);
    try {
      const { start, end } = range ?? { start: 0, end: reader.sizeBytes };
      const bytes = new Uint8Array(Math.max(0, Math.min(end, reader.sizeBytes) - start));
      return bytes.subarray(0, reader.readSync(start, bytes));
    } finally {
      reader.close();
    }
  }

  stat(name: string): Promise<StoreStat | undefined> {
    const member = this.#pack.members.get(checkedName(name));
    return Promise.resolve(
      member && { sizeBytes: member.sizeBytes, modifiedUs: this.#modifiedUs },
    );
  }

  kind(name: string): Promise<EntryKind | undefined> {
    if (this.#entries.has(checkedName(name))) return Promise.resolve("directory");
    return Promise.resolve(this.#pack.members.has(name) ? "file" : undefined);
  }

  async identity(name: string): Promise<StoreIdentity | undefined> {
    if (await this.kind(name) === undefined) return undefined;
    return { key: `${this.root}:${name}`, ownerId: null, mode: null };
  }

  list(directory: string): Promise<readonly StoreEntry[]> {
    const entries = this.#entries.get(checkedName(directory)) ?? new Map<string, EntryKind>();
    const listed = [...entries].map(([name, kind]) => ({ name, kind }));
    return Promise.resolve(listed.sort((a, b) => a.name < b.name ? -1 : 1));
  }

  open(name: string): Promise<StoreReader> {
    const member = this.#pack.members.get(checkedName(name));
    if (!member) {
      const message = `cannot open ${name}: nothing is there`;
      return Promise.reject(new PondError("not-found", message));
    }
    const file = this.#pack.open();
    try {
      this.#pack.requireHeader(file, member);
    } catch (error) {
      file.close();
      return Promise.reject(error);
    }
    const { contentAt, sizeBytes } = member;
    return Promise.resolve({
      sizeBytes,
      readSync(offset, into) {
        const wanted = into.subarray(0, Math.max(0, sizeBytes - offset));
        file.seekSync(contentAt + offset, Deno.SeekMode.Start);
        let filled = 0;
        while (filled < wanted.length) {
          const count = file.readSync(wanted.subarray(filled));
          if (count === null) break;
          filled += count;
        }
        return filled;
      },
      close: () => file.close(),
    });
  }

  create(): Promise<StoreWriter> {
    return this.#refuse();
  }

  publish(): Promise<"published" | "exists"> {
    return this.#refuse();
  }

  rename(): Promise<void> {
    return this.#refuse();
  }

  remove(): Promise<void> {
    return this.#refuse();
  }

  syncDirectory(): Promise<void> {
    return this.#refuse();
  }

  makeDirectory(): Promise<void> {
    return this.#refuse();
  }

  lock(): Promise<StoreLock> {
    return this.#refuse();
  }

  #refuse<T>(): Promise<T> {
    return Promise.reject(
      new PondError("read-only", `cannot write to ${this.root}: it is a pack, which only reads`, {
        hint: `pond clone ${this.root} NEW makes a pond of it`,
      }),
    );
  }

  #add(name: string, kind: EntryKind): void {
    const slash = name.lastIndexOf("/");
    const directory = name.slice(0, Math.max(0, slash));
    let entries = this.#entries.get(directory);
    if (!entries) {
      this.#entries.set(directory, entries = new Map());
      this.#add(directory, "directory");
    }
    entries.set(name.slice(slash + 1), kind);
  }
}
