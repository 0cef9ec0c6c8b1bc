import { PondError } from "../base/mod.ts";
import type { ReadableBytes, TimeBounds, TimeUnit } from "../table/mod.ts";
import { longBounds } from "./bounds.ts";
import { type CheckedPage, checkPages } from "./check.ts";
import type { ParquetFooter } from "./footer.ts";
import type { IntegerArray } from "./hybrid_decoding.ts";
import { isUnsigned, type SchemaLeaf } from "./schema.ts";
import { unitToUs } from "./time_column.ts";
import { parseTimeText } from "./time_text.ts";
import { type PlainValues, withoutDictionary } from "./value_decoding.ts";

/** The day 1970-01-01 as INT96 counts days. */
const JULIAN_EPOCH = 2_440_588n;
const DAY_US = 86_400_000_000n;

/** What all values of a time column tell. */
export interface TimeValues {
  /** As they are stored: integers, days; of text and INT96 microseconds. Null without values. */
  readonly min: bigint | null;
  readonly max: bigint | null;
  readonly nullCount: number;
  /** The bounds of a column whose times are in `unit`; null without values. */
  bounds(unit: TimeUnit): TimeBounds | null;
}

/** What {@linkcode readTimeValues} reads. */
export interface TimeValuesOptions {
  /** Names the file in errors. */
  readonly label: string;
  /** A column that isn't nested. */
  readonly column: string;
  /** Whether other columns are left unread. */
  readonly isOnly: boolean;
}

/**
 * Reads the values of a time column, and checks every page on the way as {@linkcode checkPages}
 * does.
 * @throws {PondError} `invalid-input` for a text that is no time, naming its row; `corrupt` and
 *   `unsupported`
 */
export async function readTimeValues(
  source: ReadableBytes,
  footer: ParquetFooter,
  { label, column, isOnly }: TimeValuesOptions,
): Promise<TimeValues> {
  const leaf = footer.leaves.findIndex(({ path }) => path.length === 1 && path[0] === column);
  const values = new ValueCollector(footer.leaves[leaf]!, { label });
  const onPage = (page: CheckedPage) => values.add(page);
  await checkPages(source, footer, { label, leaf, onPage, onlyLeaf: isOnly });
  return values;
}

/** Collects what the values of a time column tell, a page at a time. */
class ValueCollector implements TimeValues {
  min: bigint | null = null;
  max: bigint | null = null;
  nullCount = 0;
  readonly #leaf: SchemaLeaf;
  readonly #label: string;

  constructor(leaf: SchemaLeaf, options: { readonly label: string }) {
    this.#leaf = leaf;
    this.#label = options.label;
  }

  add({ page, firstRow }: CheckedPage): void {
    this.nullCount += page.header.valueCount - page.presentCount;
    if (page.presentCount === 0) return;
    const values = withoutDictionary(page.values());
    if (values.as === "texts") this.#addTexts(values.texts, { page, firstRow });
    else if (values.as === "fixed") this.#addNumbers(values);
  }

  bounds(unit: TimeUnit): TimeBounds | null {
    if (this.min === null || this.max === null) return null;
    const isUs = this.#leaf.node.physical === "int96" || unit === "text";
    const toUs = (value: bigint) => isUs ? value : unitToUs(value, unit);
    return { minUs: toUs(this.min), maxUs: toUs(this.max) };
  }

  #addTexts(
    { bytes, offsets }: Extract<PlainValues, { as: "texts" }>["texts"],
    { page, firstRow }: CheckedPage,
  ): void {
    const decoder = new TextDecoder();
    let [last, lastUs] = ["", 0n as bigint | null];
    for (let i = 0; i < offsets.length - 1; i++) {
      const text = decoder.decode(bytes.subarray(offsets[i]!, offsets[i + 1]!));
      if (text !== last) [last, lastUs] = [text, parseTimeText(text)];
      if (lastUs === null || last === "") {
        throw this.#noTime(text, rowOf(page.definitions, this.#leaf, i) + firstRow);
      }
      this.#widen(lastUs, lastUs);
    }
  }

  #noTime(text: string, row: number): PondError {
    const column = JSON.stringify(this.#leaf.path.join("."));
    return new PondError(
      "invalid-input",
      `cannot read ${this.#label} as a series: row ${row + 1} has ${
        JSON.stringify(text.slice(0, 60))
      } in its time column ` +
        `${column}, which is not a time`,
      {
        hint: "times are written as 2024-01-31T12:00:00Z",
        data: { row: row + 1, column: this.#leaf.path.join(".") },
      },
    );
  }

  #addNumbers({ width, bytes }: Extract<PlainValues, { as: "fixed" }>): void {
    const isSigned = !isUnsigned(this.#leaf.node);
    // A view of words wants them aligned.
    const words = new Int32Array(bytes.slice().buffer);
    if (width === 12) return this.#addInt96(words);
    if (width === 8) {
      const { min, max } = longBounds(words, isSigned);
      this.#widen(min as bigint, max as bigint);
    } else if (width === 4) {
      const numbers = isSigned ? words : new Uint32Array(words.buffer);
      let [min, max] = [numbers[0]!, numbers[0]!];
      for (let i = 0; i < numbers.length; i++) {
        const value = numbers[i]!;
        if (value < min) min = value;
        if (value > max) max = value;
      }
      this.#widen(BigInt(min), BigInt(max));
    }
  }

  #addInt96(words: Int32Array): void {
    for (let at = 0; at < words.length; at += 3) {
      const nanoseconds = BigInt(words[at + 1]!) << 32n | BigInt(words[at]! >>> 0);
      const timeUs = (BigInt(words[at + 2]!) - JULIAN_EPOCH) * DAY_US + nanoseconds / 1000n;
      this.#widen(timeUs, timeUs);
    }
  }

  #widen(low: bigint, high: bigint): void {
    if (this.min === null || low < this.min) this.min = low;
    if (this.max === null || high > this.max) this.max = high;
  }
}

/** The row in its page of the value with that index, NULLs not counted. */
function rowOf(definitions: IntegerArray | null, leaf: SchemaLeaf, value: number): number {
  if (!definitions) return value;
  let seen = -1;
  for (let row = 0; row < definitions.length; row++) {
    if (definitions[row] === leaf.maxDefinition && ++seen === value) return row;
  }
  return value;
}
