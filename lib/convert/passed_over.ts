import { PondError } from "../base/mod.ts";
import type { CsvOptions } from "../table/mod.ts";

/** A row or value that was not taken, and why. */
export interface PassedOver {
  readonly line: number;
  /** Null where the row as a whole is wrong. */
  readonly column: string | null;
  /** The text of the value, or of the row. */
  readonly value: string | null;
  readonly why: string;
}

/** A last line that is not whole yet. */
export interface UnfinishedLine {
  readonly line: number;
  readonly bytes: number;
}

/** So many are kept; a file with more is no file of this form. */
const MAX_PASSED_OVER = 1_000_000;

/** What is wrong with a text: thrown, or kept where `on_error` passes over it. */
export class Problems {
  readonly #items: PassedOver[] = [];
  unfinished: UnfinishedLine | null = null;
  readonly onError: CsvOptions["on_error"];
  readonly #label: string;

  constructor(label: string, { on_error }: Pick<CsvOptions, "on_error">) {
    this.#label = label;
    this.onError = on_error;
  }

  /** What has been passed over, by line. */
  inOrder(): readonly PassedOver[] {
    return this.#items.toSorted((a, b) => a.line - b.line);
  }

  /** @throws {PondError} `invalid-input` for more than anybody would want passed over */
  passOver(problem: PassedOver): void {
    if (this.#items.length < MAX_PASSED_OVER) {
      this.#items.push(problem);
      return;
    }
    throw new PondError(
      "invalid-input",
      `cannot read ${this.#label}: more than ${MAX_PASSED_OVER} rows and values are to be passed over`,
      { data: { label: this.#label } },
    );
  }
}
