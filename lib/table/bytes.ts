import { pace } from "../base/mod.ts";
import type { TimeBounds } from "./schema.ts";

/** What of a byte source a footer needs; every `ByteSource` and store reader is one. */
export interface ReadableBytes {
  readonly sizeBytes: number;
  readSync(offset: number, into: Uint8Array): number;
}

/**
 * Content that can be read at any offset. Reading is synchronous because the SQL engine asks from
 * inside WebAssembly; every source is local, so it costs a system call at most.
 */
export interface ByteSource {
  /** Fixed when the source was opened; a file that grows later doesn't grow here. */
  readonly sizeBytes: number;
  /**
   * Everything the bytes depend on: a hash, or a host file's path, device, inode, size and times.
   */
  readonly key: string;
  /**
   * Fills `into` from `offset`; returns the bytes read, fewer only at the end.
   * @throws {PondError} `io`, `corrupt` when the file shrank or changed underneath
   */
  readSync(offset: number, into: Uint8Array): number;
  /**
   * What has become of the file since it was opened: null where nothing did, `grown` where it has
   * more bytes (the old ones may be others too), else `other`. Absent for what never changes.
   */
  whatChanged?(): "grown" | "other" | null;
  /** Lets go of what is open. */
  close(): void;
}

/** A Parquet file that a relation reads; opened only when it is needed. */
export interface ParquetFile {
  /** For messages: pond path, `host:` path. */
  readonly label: string;
  /** Content key, as {@linkcode ByteSource.key}. */
  readonly key: string;
  /** Of the content, in bytes. */
  readonly sizeBytes: number;
  /** Opens the bytes; the caller closes them. */
  open(): Promise<ByteSource>;
  /** Of the time column; null when unknown. */
  readonly bounds: TimeBounds | null;
  /** How many rows; null where that is not known. */
  readonly rows: number | null;
  /** Equal for files whose Parquet schemas are equal; null when unknown. */
  readonly schemaKey: string | null;
  /** Stored version, where it is one. */
  readonly version: number | null;
}

/** Bytes in memory as a source. */
export function memorySource(bytes: Uint8Array, key: string): ByteSource {
  return {
    sizeBytes: bytes.length,
    key,
    readSync(offset, into) {
      const part = bytes.subarray(offset, offset + into.length);
      into.set(part);
      return part.length;
    },
    close() {},
  };
}

/** Which bytes to read, and how. */
export interface ReadChunksOptions {
  /** Default 0. */
  readonly start?: number;
  /** The first byte that isn't read; default the size. */
  readonly end?: number;
  /** Default 256 KiB; 1 MiB with `reuse`. */
  readonly chunkBytes?: number;
  /**
   * Reads all chunks into one buffer, so each is good only until the next is asked for: large
   * contents take half the time.
   */
  readonly reuse?: boolean;
}

/** The bytes of `source`, or a part of them, in chunks; closes nothing. */
export async function* readChunks(
  source: ByteSource,
  options: ReadChunksOptions = {},
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { start = 0, end = source.sizeBytes, reuse = false } = options;
  const { chunkBytes = reuse ? 1024 * 1024 : 256 * 1024 } = options;
  const buffer = reuse ? new Uint8Array(Math.max(0, Math.min(chunkBytes, end - start))) : null;
  for (let offset = start; offset < end;) {
    await pace();
    const size = Math.min(chunkBytes, end - offset);
    const chunk = buffer?.subarray(0, size) ?? new Uint8Array(size);
    const count = source.readSync(offset, chunk);
    if (count === 0) return;
    yield count === chunk.length ? chunk : chunk.subarray(0, count);
    offset += count;
  }
}

/** All bytes of `source`; only for content known to be small. */
export function readAll(source: ByteSource): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(source.sizeBytes);
  let offset = 0;
  while (offset < bytes.length) {
    const count = source.readSync(offset, bytes.subarray(offset));
    if (count === 0) break;
    offset += count;
  }
  return bytes.subarray(0, offset);
}
