import { PondError } from "../base/mod.ts";
import { dateDigits, findTimeColumn, guessTimeUnit, type SeriesOptions } from "../table/mod.ts";
import type { CellBlock } from "./cells.ts";
import { placeOf } from "./declared.ts";
import type { Kind } from "./kinds.ts";

/** Kinds that a time column may have before anybody looks closer. */
const CAN_BE_TIME: ReadonlySet<Kind> = new Set(["null", "int64", "date", "timestamp", "string"]);

/**
 * The index of the time column of a series among `names`: the one asked for, or the first that has
 * the name of one and whose kind can be a time.
 * @throws {PondError} `invalid-input` when there is none
 */
export function timePlaceOf(
  names: readonly string[],
  series: SeriesOptions,
  { label, kinds }: { readonly label: string; readonly kinds: readonly Kind[] },
): number {
  if (series.timeColumn !== null) return placeOf(series.timeColumn, names, label);
  const columns = names.map((name) => ({ name, type: { is: "string" }, nullable: true }));
  const likely = columns.filter((_, i) => CAN_BE_TIME.has(kinds[i]!));
  const found = findTimeColumn(likely) ?? findTimeColumn(columns);
  if (found) return names.indexOf(found.name);
  throw new PondError(
    "invalid-input",
    `cannot read ${label} as a series: none of its columns is known as a time column`,
    { hint: `name it (time_column); there are ${names.join(", ").slice(0, 200)}`, data: { label } },
  );
}

/** Integers of a time column, from which the form of all of them follows. */
export class NumberTimes {
  readonly #label: string;
  readonly #column: string;
  #min: bigint | null = null;
  #max: bigint | null = null;
  /** The form of dates that all numbers so far have; null: they have none. */
  #form: string | null | undefined = undefined;
  readonly #decoder = new TextDecoder();

  constructor(label: string, column: string) {
    this.#label = label;
    this.#column = column;
  }

  /** Looks at the integers of a block; what is none is left to whoever reads it. */
  add({ bytes, starts, ends, columns, rows }: CellBlock, place: number): void {
    for (let row = 0; row < rows; row++) {
      const cell = row * columns + place;
      if (starts[cell]! < 0 || ends[cell]! - starts[cell]! > 32) continue;
      const text = this.#decoder.decode(bytes.subarray(starts[cell]!, ends[cell]!)).trim();
      if (!/^-?\d+$/.test(text)) continue;
      const value = BigInt(text);
      if (this.#min === null || value < this.#min) this.#min = value;
      if (this.#max === null || value > this.#max) this.#max = value;
      if (this.#form === null) continue;
      const form = dateDigits(text.startsWith("0") ? -1 : value);
      this.#form = this.#form === undefined || this.#form === form ? form : null;
    }
  }

  /**
   * The form of all integers: digits of a date where all of them are some, else a unit since 1970.
   * @throws {PondError} `invalid-input` when both are possible, or one unit doesn't fit all
   */
  form(): string {
    const [min, max] = [this.#min ?? 0n, this.#max ?? 0n];
    if (this.#form) {
      const unit = guessTimeUnit(min, max);
      // Of ten digits both are times of this century, of six both are counted by somebody.
      const isClear = this.#form !== "%Y%m%d%H" && this.#form !== "%Y%m";
      if (isClear) return this.#form;
      throw this.#unclear(`${min} may be a date or a count since 1970`, [
        this.#form,
        `epoch_${unit ?? "s"}`,
      ]);
    }
    const unit = guessTimeUnit(min, max);
    if (unit !== null) return `epoch_${unit}`;
    const units = [guessTimeUnit(min, min), guessTimeUnit(max, max)].map((each) => `epoch_${each}`);
    throw this.#unclear(`${min} and ${max} are times in different units`, units);
  }

  #unclear(why: string, forms: readonly string[]): PondError {
    const column = JSON.stringify(this.#column);
    return new PondError(
      "invalid-input",
      `cannot read ${this.#label} as a series: its time column ${column} is not clear: ${why}`,
      {
        hint: `say which: ${forms.map((form) => `\`time_format: "${form}"\``).join(" or ")}`,
        data: { label: this.#label, column: this.#column },
      },
    );
  }
}
