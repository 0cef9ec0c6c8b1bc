import type { CellBlock, ColumnBuilder } from "./cells.ts";
import type { ColumnBatch, Store } from "../parquet/mod.ts";
import type { ValueFormat, ValueReader } from "./readers.ts";
import { TextBuilder } from "./text_builder.ts";
import { Validity } from "./validity.ts";

/** A builder for values of `format`; `onlyNull`: every text is a misfit. */
export function newColumnBuilder(
  format: ValueFormat,
  { onlyNull = false }: { onlyNull?: boolean } = {},
): ColumnBuilder {
  if (onlyNull) return new NullBuilder();
  if (format.fixed === null) return new TextBuilder();
  return new FixedBuilder(format.fixed.read, format.fixed.makeStore);
}

class FixedBuilder implements ColumnBuilder {
  readonly sizeBytes = 0;
  rows = 0;
  readonly #read: ValueReader;
  readonly #makeStore: (values: number) => Store;
  readonly #validity = new Validity();
  #store: Store;
  #capacity = 1024;
  #values = 0;

  constructor(read: ValueReader, makeStore: (values: number) => Store) {
    this.#read = read;
    this.#makeStore = makeStore;
    this.#store = makeStore(this.#capacity);
  }

  append(block: CellBlock, column: number): number {
    const { bytes, starts, ends, columns, rows } = block;
    this.#reserve(rows);
    const [read, store, validity] = [this.#read, this.#store as never, this.#validity];
    let value = this.#values;
    let misfit = -1;
    for (let row = 0, cell = column; row < rows; row++, cell += columns) {
      const start = starts[cell]!;
      if (start < 0) {
        validity.setNull(this.rows + row);
      } else if (read(bytes, start, ends[cell]!, store, value)) {
        value++;
      } else {
        misfit = row;
        break;
      }
    }
    this.#values = value;
    this.rows += misfit < 0 ? rows : misfit;
    return misfit;
  }

  take(): ColumnBatch {
    const stride = this.#store.length / this.#capacity;
    const batch: ColumnBatch = {
      rows: this.rows,
      ...this.#validity.take(this.rows),
      values: { as: "store", store: this.#store.subarray(0, this.#values * stride) },
    };
    this.rows = this.#values = 0;
    return batch;
  }

  #reserve(more: number): void {
    this.#validity.reserve(this.rows + more);
    const needed = this.#values + more;
    if (needed <= this.#capacity) return;
    this.#capacity = Math.max(needed, 2 * this.#capacity);
    const larger = this.#makeStore(this.#capacity);
    (larger as Float64Array).set(this.#store as Float64Array);
    this.#store = larger;
  }
}

/** A column in which nothing but NULL has been seen. */
class NullBuilder implements ColumnBuilder {
  readonly sizeBytes = 0;
  rows = 0;

  append({ starts, columns, rows }: CellBlock, column: number): number {
    let row = 0;
    while (row < rows && starts[row * columns + column]! < 0) row++;
    this.rows += row;
    return row < rows ? row : -1;
  }

  take(): ColumnBatch {
    const { rows } = this;
    this.rows = 0;
    const texts = { bytes: new Uint8Array(0), offsets: new Int32Array(1) };
    const validity = rows === 0 ? null : new Uint8Array((rows + 7) >> 3);
    return { rows, nulls: rows, validity, values: { as: "texts", texts } };
  }
}
