import type { CellBlock, ColumnBuilder } from "./cells.ts";
import type { ColumnBatch, Texts } from "../parquet/mod.ts";
import { TextDictionary } from "./text_dictionary.ts";
import { Validity } from "./validity.ts";

/** Longer texts are copied by the runtime, shorter ones byte by byte, which costs no call. */
const SHORT_BYTES = 48;

/**
 * Collects texts: as places in a dictionary while few of them differ, and once a dictionary has
 * been full one after the other, for the rest of the column.
 */
export class TextBuilder implements ColumnBuilder {
  rows = 0;
  readonly #validity = new Validity();
  #dictionary: TextDictionary | null = new TextDictionary();
  #indices = new Int32Array(1024);
  #offsets = new Int32Array(1);
  #bytes = new Uint8Array(0);
  #values = 0;

  get sizeBytes(): number {
    return this.#dictionary?.sizeBytes ?? this.#offsets[this.#values]!;
  }

  append(block: CellBlock, column: number): number {
    this.#validity.reserve(this.rows + block.rows);
    const indexed = this.#dictionary ? this.#appendIndices(block, column) : 0;
    if (indexed < block.rows) this.#appendTexts(block, column, indexed);
    this.rows += block.rows;
    return -1;
  }

  take(): ColumnBatch {
    const values = this.#dictionary
      ? {
        as: "indices" as const,
        indices: this.#indices.subarray(0, this.#values),
        dictionary: this.#dictionary.take(),
      }
      : { as: "texts" as const, texts: this.#texts() };
    const batch = { rows: this.rows, ...this.#validity.take(this.rows), values };
    this.rows = this.#values = 0;
    return batch;
  }

  /**
   * Returns the row at which the dictionary was full; what was collected until then has become
   * texts.
   */
  #appendIndices({ bytes, starts, ends, columns, rows }: CellBlock, column: number): number {
    const dictionary = this.#dictionary!;
    this.#reserveIndices(this.#values + rows);
    const indices = this.#indices;
    let value = this.#values;
    for (let row = 0, cell = column; row < rows; row++, cell += columns) {
      const start = starts[cell]!;
      if (start < 0) {
        this.#validity.setNull(this.rows + row);
        continue;
      }
      const index = dictionary.indexOf(bytes, start, ends[cell]!);
      if (index < 0) {
        this.#values = value;
        this.#leaveDictionary();
        return row;
      }
      indices[value++] = index;
    }
    this.#values = value;
    return rows;
  }

  #appendTexts(
    { bytes, starts, ends, columns, rows }: CellBlock,
    column: number,
    firstRow: number,
  ): void {
    this.#reserveOffsets(this.#values + rows - firstRow);
    let value = this.#values;
    for (let row = firstRow; row < rows; row++) {
      const cell = row * columns + column;
      const start = starts[cell]!;
      if (start < 0) this.#validity.setNull(this.rows + row);
      else this.#appendText(value++, bytes, start, ends[cell]!);
    }
    this.#values = value;
  }

  #appendText(value: number, bytes: Uint8Array, start: number, end: number): void {
    let at = this.#offsets[value]!;
    if (at + end - start > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(2 * this.#bytes.length, at + end - start, 4096));
      larger.set(this.#bytes.subarray(0, at));
      this.#bytes = larger;
    }
    const to = this.#bytes;
    if (end - start > SHORT_BYTES) {
      to.set(bytes.subarray(start, end), at);
      at += end - start;
    } else {
      for (let from = start; from < end; from++) to[at++] = bytes[from]!;
    }
    this.#offsets[value + 1] = at;
  }

  #leaveDictionary(): void {
    const { bytes, offsets } = this.#dictionary!.take();
    this.#dictionary = null;
    this.#reserveOffsets(this.#values);
    for (let value = 0; value < this.#values; value++) {
      const index = this.#indices[value]!;
      this.#appendText(value, bytes, offsets[index]!, offsets[index + 1]!);
    }
    this.#indices = new Int32Array(0);
  }

  #texts(): Texts {
    const offsets = this.#offsets.subarray(0, this.#values + 1);
    return { bytes: this.#bytes.subarray(0, offsets[this.#values]!), offsets };
  }

  #reserveIndices(values: number): void {
    if (values <= this.#indices.length) return;
    const larger = new Int32Array(2 * values);
    larger.set(this.#indices);
    this.#indices = larger;
  }

  #reserveOffsets(values: number): void {
    if (values < this.#offsets.length) return;
    const larger = new Int32Array(2 * values + 1);
    larger.set(this.#offsets);
    this.#offsets = larger;
  }
}
