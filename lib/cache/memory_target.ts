import type { CachedBytes, CacheTarget } from "./cache.ts";

/** A file in memory, for a result that the disk won't keep. */
export class MemoryTarget implements CacheTarget {
  #bytes = new Uint8Array(64 * 1024);
  #size = 0;

  get sizeBytes(): number {
    return this.#size;
  }

  writeSync(chunk: Uint8Array, offset: number): void {
    const end = offset + chunk.length;
    if (end > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(end, this.#bytes.length * 2));
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes.set(chunk, offset);
    this.#size = Math.max(this.#size, end);
  }

  open(): Promise<CachedBytes> {
    const bytes = this.#bytes.subarray(0, this.#size);
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
