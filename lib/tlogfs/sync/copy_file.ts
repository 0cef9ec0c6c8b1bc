import { type Environment, newHasher, newUuid, PondError } from "../../base/mod.ts";
import type { Store, StoreLock, StoreReader } from "../../store/mod.ts";
import { readChunks } from "../../table/mod.ts";
import { aliveName } from "../rows/mod.ts";

/** A file to copy. */
export interface FileToCopy {
  /** Its name in the source. */
  readonly name: string;
  /** Its name in the target. */
  readonly target: string;
  readonly sizeBytes: number;
  /** What its bytes must hash to; null where its own checksums were looked at. */
  readonly sha256: string | null;
}

/** Copies files under unfinished names, and tells others by a lock that somebody is at it. */
export class FileCopier {
  /** How many were written. */
  files = 0;
  /** Bytes in them. */
  bytes = 0;
  readonly #id: string;
  readonly #directories = new Set<string>();
  readonly #from: Store;
  readonly #to: Store;
  #count = 0;
  #alive: StoreLock | undefined;

  constructor(stores: { readonly from: Store; readonly to: Store }, environment: Environment) {
    this.#from = stores.from;
    this.#to = stores.to;
    this.#id = newUuid(environment);
  }

  /** A name for an unfinished file, that nobody sweeps as long as this goes on. */
  unfinished(): string {
    return `tmp/blob-${this.#id}-${this.#count++}`;
  }

  /** Counts a file that was written without {@linkcode copy}. */
  count(sizeBytes: number): void {
    this.files++;
    this.bytes += sizeBytes;
  }

  /** Begins: what is written from now on has a living writer. @throws {PondError} `io` */
  async begin(): Promise<void> {
    this.#alive ??= await this.#to.lock(aliveName(this.#id), { deadlineMs: 0 });
  }

  /** Lets go of the lock. */
  async end(): Promise<void> {
    const alive = this.#alive;
    this.#alive = undefined;
    if (!alive) return;
    await this.#to.remove(aliveName(this.#id));
    await alive.release();
  }

  /**
   * Copies one file; it has its name when all of its bytes are there, proven and durable.
   * @throws {PondError} `corrupt` when the bytes are not what they must be; `not-found` when the
   *   source is gone; `no-space`, `io`
   */
  async copy(file: FileToCopy, onBytes: (count: number) => void): Promise<void> {
    const tmpName = this.unfinished();
    await this.#makeParent(file.target);
    const reader = await this.#from.open(file.name);
    try {
      requireWhole(file, await this.#write(tmpName, reader, onBytes));
      await this.#to.rename(tmpName, file.target);
    } catch (error) {
      // The first error is the one to tell; what stays in tmp is swept by age.
      await this.#to.remove(tmpName).catch(() => {});
      throw error;
    } finally {
      reader.close();
    }
    this.count(file.sizeBytes);
  }

  /** Makes the names of all copied files durable. */
  async syncDirectories(): Promise<void> {
    for (const directory of this.#directories) await this.#to.syncDirectory(directory);
  }

  async #makeParent(name: string): Promise<void> {
    const directory = name.slice(0, Math.max(0, name.lastIndexOf("/")));
    if (!this.#directories.has(directory)) await this.#to.makeDirectory(directory);
    this.#directories.add(directory);
  }

  async #write(tmpName: string, reader: StoreReader, onBytes: (count: number) => void) {
    const writer = await this.#to.create(tmpName);
    const hasher = newHasher();
    let sizeBytes = 0;
    try {
      const source = {
        key: tmpName,
        sizeBytes: reader.sizeBytes,
        readSync: (offset: number, into: Uint8Array) => reader.readSync(offset, into),
        close: () => {},
      };
      for await (const chunk of readChunks(source, { reuse: true })) {
        // The store may write in another thread while this one hashes.
        const writing = writer.write(chunk);
        hasher.update(chunk);
        await writing;
        sizeBytes += chunk.length;
        onBytes(chunk.length);
      }
      await writer.sync();
    } finally {
      writer.close();
    }
    return { sizeBytes, sha256: hasher.digest() };
  }
}

function requireWhole(
  { name, ...wanted }: FileToCopy,
  read: { readonly sizeBytes: number; readonly sha256: string },
): void {
  if (read.sizeBytes !== wanted.sizeBytes) {
    throw damagedFile(name, `it has ${read.sizeBytes} bytes instead of ${wanted.sizeBytes}`);
  }
  if (wanted.sha256 === null || read.sha256 === wanted.sha256) return;
  throw damagedFile(name, "its bytes don't match the hash in its name");
}

/** The error for a file that must not be copied. */
export function damagedFile(name: string, why: string): PondError {
  return new PondError("corrupt", `cannot copy ${name}: ${why}`, {
    hint: "pond fsck reports what else is damaged",
    data: { name },
  });
}
