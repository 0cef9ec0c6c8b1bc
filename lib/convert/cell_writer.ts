import type { CellBlock } from "./cells.ts";

const BLOCK_CELLS = 1 << 16;
const BLOCK_BYTES = 4 * 1024 * 1024;

/** Collects texts, row after row, into a block of cells. */
export class CellWriter {
  readonly #columns: number;
  readonly #maxRows: number;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  readonly #lines: Int32Array;
  readonly #encoder = new TextEncoder();
  #bytes = new Uint8Array(64 * 1024);
  #used = 0;
  #cells = 0;

  constructor(columns: number) {
    this.#columns = columns;
    this.#maxRows = Math.max(1, Math.floor(BLOCK_CELLS / Math.max(1, columns)));
    this.#starts = new Int32Array(columns * this.#maxRows);
    this.#ends = new Int32Array(columns * this.#maxRows);
    this.#lines = new Int32Array(this.#maxRows);
  }

  /** Whether the block has to be taken before the next row. */
  get isFull(): boolean {
    return this.#cells === this.#starts.length || this.#used >= BLOCK_BYTES;
  }

  /** A row that stands on `line`; as many cells as there are columns follow. */
  beginRow(line: number): void {
    this.#lines[this.#cells / this.#columns] = line;
  }

  /** The next cell; null is NULL. */
  add(text: string | null): void {
    const cell = this.#cells++;
    if (text === null) {
      this.#starts[cell] = -1;
      return;
    }
    if (this.#bytes.length - this.#used < 3 * text.length) {
      const larger = new Uint8Array(2 * (this.#bytes.length + 3 * text.length));
      larger.set(this.#bytes.subarray(0, this.#used));
      this.#bytes = larger;
    }
    this.#starts[cell] = this.#used;
    this.#used += this.#encoder.encodeInto(text, this.#bytes.subarray(this.#used)).written;
    this.#ends[cell] = this.#used;
  }

  /** The rows so far; valid until the next {@linkcode beginRow}, which begins anew. */
  take(): CellBlock {
    const rows = this.#cells / this.#columns;
    this.#cells = 0;
    this.#used = 0;
    return {
      bytes: this.#bytes,
      starts: this.#starts,
      ends: this.#ends,
      columns: this.#columns,
      rows,
      lines: this.#lines,
    };
  }
}
