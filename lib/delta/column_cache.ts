import type { Value } from "../parquet/mod.ts";

/** Decoded columns of row groups together take about this much at most. */
const MAX_BYTES = 64 * 1024 * 1024;
/** What a value takes beside its bytes. */
const VALUE_BYTES = 16;

/**
 * Columns of row groups that were decoded for a lookup, oldest use first. Data files never change,
 * so nothing here can be out of date; thousands of lookups in one directory decode each row group
 * once.
 */
export class ColumnCache {
  readonly #columns = new Map<string, { values: readonly Value[]; sizeBytes: number }>();
  #sizeBytes = 0;

  get(key: string): readonly Value[] | undefined {
    const found = this.#columns.get(key);
    if (!found) return undefined;
    this.#columns.delete(key);
    this.#columns.set(key, found);
    return found.values;
  }

  /** @param encodedBytes what the values take in the file, without compression */
  set(key: string, values: readonly Value[], encodedBytes: number): void {
    const sizeBytes = encodedBytes + values.length * VALUE_BYTES;
    if (sizeBytes > MAX_BYTES / 2 || this.#columns.has(key)) return;
    this.#columns.set(key, { values, sizeBytes });
    this.#sizeBytes += sizeBytes;
    for (const [oldest, { sizeBytes }] of this.#columns) {
      if (this.#sizeBytes <= MAX_BYTES) break;
      this.#columns.delete(oldest);
      this.#sizeBytes -= sizeBytes;
    }
  }
}
