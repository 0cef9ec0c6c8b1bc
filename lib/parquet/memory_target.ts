import type { ReadableBytes } from "../table/mod.ts";
import type { ParquetTarget } from "./target.ts";

/** A file in memory, which grows as it is written. */
export class MemoryTarget implements ParquetTarget {
  #bytes: Uint8Array<ArrayBuffer>;
  #size = 0;

  /** @param roomBytes for so much it need not grow */
  constructor(roomBytes = 64 * 1024) {
    this.#bytes = new Uint8Array(roomBytes);
  }

  get sizeBytes(): number {
    return this.#size;
  }

  /** Forgets what was written and keeps the room for it. */
  clear(): void {
    this.#size = 0;
  }

  writeSync(chunk: Uint8Array, offset: number): void {
    const end = offset + chunk.length;
    if (end > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(end, this.#bytes.length * 2));
      grown.set(this.#bytes.subarray(0, this.#size));
      this.#bytes = grown;
    }
    this.#bytes.set(chunk, offset);
    this.#size = Math.max(this.#size, end);
  }

  /** What was written, until it is written to again. */
  bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#size);
  }

  open(): Promise<ReadableBytes & { close(): void }> {
    const bytes = this.bytes();
    return Promise.resolve({
      sizeBytes: bytes.length,
      readSync(offset, into) {
        const part = bytes.subarray(offset, offset + into.length);
        into.set(part);
        return part.length;
      },
      close() {},
    });
  }
}
