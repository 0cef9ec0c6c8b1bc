import { isPondError } from "../../base/mod.ts";
import {
  type DataFile,
  type DeltaSnapshot,
  type DeltaTable,
  deltaTableAt,
} from "../../delta/mod.ts";
import type { Store } from "../../store/mod.ts";
import { blobsOf } from "../maintain/mod.ts";
import { blobHash, decodeRow } from "../rows/mod.ts";
import type { Copy } from "./api.ts";
import { damagedFile, type FileToCopy } from "./copy_file.ts";

/** What commits stand on. */
export interface Contents {
  /** Data files and blobs, by name. */
  readonly files: ReadonlyMap<string, FileToCopy>;
  /** Data files that are gone, or stand on contents that are: older states alone need them. */
  readonly lacking: ReadonlySet<string>;
}

/** Which data files, and the state whose own files must all be whole. */
export interface ContentsQuery {
  readonly files: Iterable<DataFile>;
  readonly snapshot: DeltaSnapshot;
  /** The directory of the data files in the target. */
  readonly root: string;
}

/**
 * The data files and the blobs that their rows refer to. Each data file is read whole, so that its
 * checksums are looked at before it is copied.
 * @throws {PondError} `corrupt` when one is damaged or gone that the state needs, `expired` when
 *   that is a state that newer ones have left behind
 */
export async function contentsOf(source: Copy, query: ContentsQuery): Promise<Contents> {
  const gathering = new Gathering(source, query);
  for (const file of query.files) await gathering.add(file);
  return gathering;
}

class Gathering implements Contents {
  readonly files = new Map<string, FileToCopy>();
  readonly lacking = new Set<string>();
  readonly #live: ReadonlySet<string>;
  readonly #table: DeltaTable;
  readonly #source: Copy;
  readonly #query: ContentsQuery;

  constructor(source: Copy, query: ContentsQuery) {
    this.#source = source;
    this.#query = query;
    this.#table = deltaTableAt(source.store, source);
    this.#live = new Set(query.snapshot.files.map(({ path }) => path));
  }

  async add(file: DataFile): Promise<void> {
    const name = this.#source.log.nameOf(file);
    if (this.files.has(name) || this.lacking.has(name)) return;
    try {
      await this.#requireSize(name, file.sizeBytes);
      for (const blob of await this.#blobsIn(file)) await this.#addBlob(blob);
      const target = `${this.#query.root}/${name.slice(name.indexOf("/") + 1)}`;
      this.files.set(name, { name, target, sizeBytes: file.sizeBytes, sha256: null });
    } catch (error) {
      if (!isPondError(error, "corrupt", "expired", "not-found")) throw error;
      if (this.#live.has(file.path)) throw error;
      this.lacking.add(name);
    }
  }

  async #requireSize(name: string, sizeBytes: number): Promise<void> {
    const stat = await this.#source.store.stat(name);
    if (!stat) throw damagedFile(name, "it is gone");
    if (stat.sizeBytes === sizeBytes) return;
    throw damagedFile(name, `it has ${stat.sizeBytes} bytes, the log says ${sizeBytes}`);
  }

  async #blobsIn(file: DataFile): Promise<ReadonlySet<string>> {
    const names = new Set<string>();
    for await (const batch of this.#table.read(this.#query.snapshot, { files: [file] })) {
      for (const row of batch) for (const name of blobsOf(decodeRow(row))) names.add(name);
    }
    return names;
  }

  async #addBlob(name: string): Promise<void> {
    if (this.files.has(name)) return;
    const stat = await this.#source.store.stat(name);
    if (!stat) throw damagedFile(name, "it is gone");
    const sha256 = blobHash(name) ?? null;
    this.files.set(name, { name, target: name, sizeBytes: stat.sizeBytes, sha256 });
  }
}

/** What is in a store's directories, each of which is listed once. */
export class Present {
  readonly #names = new Map<string, ReadonlySet<string>>();

  constructor(readonly store: Store) {}

  async has(name: string): Promise<boolean> {
    const slash = name.lastIndexOf("/");
    const directory = name.slice(0, Math.max(0, slash));
    let names = this.#names.get(directory);
    if (!names) {
      const entries = await this.store.list(directory);
      names = new Set(entries.filter(({ kind }) => kind === "file").map(({ name }) => name));
      this.#names.set(directory, names);
    }
    return names.has(name.slice(slash + 1));
  }
}
