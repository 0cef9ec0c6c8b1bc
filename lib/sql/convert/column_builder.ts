import type { CellBlock } from "./cells.ts";
import type { Store, ValueFormat, ValueReader } from "./readers.ts";

/** Arrow's buffers of one column's rows since the last {@linkcode ColumnBuilder.take}. */
export interface ColumnBuffers {
  readonly rows: number;
  readonly nulls: number;
  readonly validity: Uint8Array;
  /** Values; booleans as bits, text back to back. */
  readonly data: Store;
  /** Of text only. */
  readonly offsets: Int32Array | null;
}

/** Collects the values of one column. */
export interface ColumnBuilder {
  /** Rows collected so far. */
  readonly rows: number;
  /** Bytes of text kept. */
  readonly sizeBytes: number;
  /**
   * Adds column `column` of `block`.
   * @returns the row whose text is no value of this column (the rows from there on are not added), or -1
   */
  append(block: CellBlock, column: number): number;
  /** The rows collected so far; valid until the next {@linkcode append}, which begins anew. */
  take(): ColumnBuffers;
}

/** A builder for values of `format`; `onlyNull`: every text is a misfit. */
export function newColumnBuilder(
  format: ValueFormat,
  { onlyNull = false }: { onlyNull?: boolean } = {},
): ColumnBuilder {
  if (format.fixed === null) return new TextBuilder(onlyNull);
  return new FixedBuilder(format.fixed.read, format.fixed.makeStore, format.type === "boolean");
}

/** Which rows have a value. */
class Validity {
  bits = new Uint8Array(0);
  nulls = 0;

  /** Makes room for `rows` rows. */
  reserve(rows: number): void {
    const needed = (rows + 7) >> 3;
    if (needed <= this.bits.length) return;
    const larger = new Uint8Array(2 * needed);
    larger.set(this.bits);
    this.bits = larger;
  }

  set(row: number): void {
    this.bits[row >> 3]! |= 1 << (row & 7);
  }

  clear(): void {
    this.bits.fill(0);
    this.nulls = 0;
  }
}

class FixedBuilder implements ColumnBuilder {
  readonly sizeBytes = 0;
  readonly #read: ValueReader;
  readonly #makeStore: (values: number) => Store;
  readonly #asBits: boolean;
  readonly #validity = new Validity();
  #store: Store;
  #capacity = 1024;
  #rows = 0;

  constructor(read: ValueReader, makeStore: (values: number) => Store, asBits: boolean) {
    this.#read = read;
    this.#makeStore = makeStore;
    this.#asBits = asBits;
    this.#store = makeStore(this.#capacity);
  }

  get rows(): number {
    return this.#rows;
  }

  append(block: CellBlock, column: number): number {
    const { bytes, starts, ends, columns, rows } = block;
    this.#reserve(this.#rows + rows);
    const [read, store, validity] = [this.#read, this.#store as never, this.#validity];
    const first = this.#rows;
    for (let row = 0, cell = column; row < rows; row++, cell += columns) {
      const start = starts[cell]!;
      if (start < 0) {
        validity.nulls++;
      } else if (read(bytes, start, ends[cell]!, store, first + row)) {
        validity.set(first + row);
      } else {
        this.#rows = first + row;
        return row;
      }
    }
    this.#rows = first + rows;
    return -1;
  }

  take(): ColumnBuffers {
    const rows = this.#rows;
    const validity = this.#validity.bits.slice(0, (rows + 7) >> 3);
    const buffers = {
      rows,
      nulls: this.#validity.nulls,
      validity,
      data: this.#asBits
        ? packBits(this.#store, rows)
        : this.#store.subarray(0, rows * (this.#store.length / this.#capacity)),
      offsets: null,
    };
    this.#validity.clear();
    this.#rows = 0;
    return buffers;
  }

  #reserve(rows: number): void {
    this.#validity.reserve(rows);
    if (rows <= this.#capacity) return;
    this.#capacity = Math.max(rows, 2 * this.#capacity);
    const larger = this.#makeStore(this.#capacity);
    (larger as Float64Array).set(this.#store as Float64Array);
    this.#store = larger;
  }
}

class TextBuilder implements ColumnBuilder {
  readonly #onlyNull: boolean;
  readonly #validity = new Validity();
  #offsets = new Int32Array(1024);
  #text = new Uint8Array(4096);
  #rows = 0;

  constructor(onlyNull: boolean) {
    this.#onlyNull = onlyNull;
  }

  get sizeBytes(): number {
    return this.#offsets[this.#rows]!;
  }

  get rows(): number {
    return this.#rows;
  }

  append(block: CellBlock, column: number): number {
    const { bytes, starts, ends, columns, rows } = block;
    const first = this.#rows;
    this.#reserve(first + rows);
    const offsets = this.#offsets;
    let at = offsets[first]!;
    for (let row = 0, cell = column; row < rows; row++, cell += columns) {
      const start = starts[cell]!;
      if (start < 0) {
        this.#validity.nulls++;
      } else if (this.#onlyNull) {
        this.#rows = first + row;
        return row;
      } else {
        this.#validity.set(first + row);
        const end = ends[cell]!;
        if (at + end - start > this.#text.length) this.#growText(at, end - start);
        const text = this.#text;
        if (end - start > 48) {
          text.set(bytes.subarray(start, end), at);
          at += end - start;
        } else {
          for (let i = start; i < end; i++) text[at++] = bytes[i]!;
        }
      }
      offsets[first + row + 1] = at;
    }
    this.#rows = first + rows;
    return -1;
  }

  take(): ColumnBuffers {
    const rows = this.#rows;
    const buffers = {
      rows,
      nulls: this.#validity.nulls,
      validity: this.#validity.bits.slice(0, (rows + 7) >> 3),
      data: this.#text.subarray(0, this.#offsets[rows]!),
      offsets: this.#offsets.subarray(0, rows + 1),
    };
    this.#validity.clear();
    this.#rows = 0;
    return buffers;
  }

  #reserve(rows: number): void {
    this.#validity.reserve(rows);
    if (rows < this.#offsets.length) return;
    const larger = new Int32Array(2 * rows + 1);
    larger.set(this.#offsets.subarray(0, this.#rows + 1));
    this.#offsets = larger;
  }

  #growText(used: number, more: number): void {
    const larger = new Uint8Array(Math.max(2 * this.#text.length, used + more));
    larger.set(this.#text.subarray(0, used));
    this.#text = larger;
  }
}

function packBits(values: Store, rows: number): Uint8Array {
  const bits = new Uint8Array((rows + 7) >> 3);
  for (let row = 0; row < rows; row++) bits[row >> 3]! |= values[row]! << (row & 7);
  return bits;
}
