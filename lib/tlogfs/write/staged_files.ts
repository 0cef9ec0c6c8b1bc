import { type Environment, newHasher, newUuid } from "../../base/mod.ts";
import type { Store, StoreLock, StoreWriter } from "../../store/mod.ts";
import type { FileKind } from "../../tinyfs/mod.ts";
import { aliveName, BLOB_BYTES, blobName, BlockSummer, type BlockSums } from "../rows/mod.ts";

/** A content on its way into the pond. */
export interface StagedContent {
  readonly sha256: string;
  readonly sizeBytes: number;
  /** The bytes, when they go into the row; null: they are in a file. */
  readonly content: Uint8Array | null;
  /** Of a content in a file. */
  readonly sums: BlockSums | null;
}

/** The files of a transaction that are written and durable, and not yet part of the pond. */
export class StagedFiles {
  /** Unfinished names in `tmp` by the names that they are to have. */
  readonly names = new Map<string, string>();
  /**
   * Part of the names of the files, and of the lock that tells others that they have a living
   * writer.
   */
  readonly #id: string;
  #count = 0;
  #alive: StoreLock | undefined;

  readonly #store: Store;

  constructor(store: Store, environment: Environment) {
    this.#store = store;
    this.#id = newUuid(environment);
  }

  /**
   * Takes a content in: a small one is kept in memory, a larger one streams into `tmp`, hashed on
   * the way, durable when this returns.
   * @throws {PondError} `no-space`, `io`, or what `chunks` throws; nothing is left behind then
   */
  async stage(chunks: AsyncIterable<Uint8Array>, kind: FileKind): Promise<StagedContent> {
    const tmpName = `tmp/blob-${this.#id}-${this.#count++}`;
    const hasher = newHasher();
    const summer = new BlockSummer();
    const early: Uint8Array[] = [];
    let sizeBytes = 0;
    let writer: StoreWriter | undefined;
    try {
      for await (const chunk of chunks) {
        sizeBytes += chunk.length;
        // The source may use its buffer again.
        if (sizeBytes < BLOB_BYTES) early.push(chunk.slice());
        else writer ??= await this.#startFile(tmpName, early);
        // The store may write in another thread while this one hashes.
        const writing = writer?.write(chunk);
        hasher.update(chunk);
        summer.update(chunk);
        await writing;
      }
      await writer?.sync();
    } catch (error) {
      writer?.close();
      // The first error is the one to tell; what stays in tmp is swept by age.
      await this.#store.remove(tmpName).catch(() => {});
      throw error;
    }
    writer?.close();
    const sha256 = hasher.digest();
    if (!writer) return { sha256, sizeBytes, content: concat(early, sizeBytes), sums: null };
    await this.#keep(blobName({ sha256, kind }), tmpName);
    return { sha256, sizeBytes, content: null, sums: summer.digest() };
  }

  /**
   * Gives the files in `wanted` their names and removes the others. A name that is taken has the
   * same bytes; taking it again makes it young, so that nobody sweeping unreferenced blobs takes it
   * before the commit refers to it.
   */
  async publish(wanted: ReadonlySet<string>): Promise<void> {
    const directories = new Set<string>();
    for (const [name, tmpName] of this.names) {
      if (!wanted.has(name)) continue;
      const directory = name.slice(0, name.lastIndexOf("/"));
      if (!directories.has(directory)) await this.#store.makeDirectory(directory);
      directories.add(directory);
      await this.#store.rename(tmpName, name);
      this.names.delete(name);
    }
    for (const directory of directories) await this.#store.syncDirectory(directory);
    await this.discard();
  }

  /** Removes what was staged and not published. */
  async discard(): Promise<void> {
    for (const [name, tmpName] of this.names) {
      this.names.delete(name);
      await this.#store.remove(tmpName);
    }
    const alive = this.#alive;
    if (!alive) return;
    this.#alive = undefined;
    await this.#store.remove(aliveName(this.#id));
    await alive.release();
  }

  async #startFile(tmpName: string, early: readonly Uint8Array[]): Promise<StoreWriter> {
    // A source may be idle for days, and so may be what was staged before it.
    this.#alive ??= await this.#store.lock(aliveName(this.#id), { deadlineMs: 0 });
    const writer = await this.#store.create(tmpName);
    try {
      for (const chunk of early) await writer.write(chunk);
    } catch (error) {
      writer.close();
      throw error;
    }
    return writer;
  }

  /** The same content may come twice in one transaction. */
  async #keep(name: string, tmpName: string): Promise<void> {
    if (this.names.has(name)) await this.#store.remove(tmpName);
    else this.names.set(name, tmpName);
  }
}

function concat(chunks: readonly Uint8Array[], sizeBytes: number): Uint8Array {
  const bytes = new Uint8Array(sizeBytes);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
