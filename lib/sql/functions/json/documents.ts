import type { Input } from "../../calls/mod.ts";
import { Finder } from "./find.ts";
import { indexPath, InvalidPath, parsePath, type Path } from "./path.ts";
import { MalformedJson, Scanner } from "./scanner.ts";
import { type Json, parseTree } from "./tree.ts";

/** Of a text that is no JSON so much is shown. */
const SHOWN_BYTES = 50;
const decoder = new TextDecoder();

/** The texts of a column, one after the other, as JSON. */
export class Documents {
  readonly scanner = new Scanner();
  readonly finder = new Finder(this.scanner);

  constructor(readonly input: Input) {}

  /** Whether the text of `row` has something at `path`; then the finder holds where. */
  find(row: number, path: Path): boolean {
    return this.#checked(row, () => this.finder.find(path));
  }

  tree(row: number): Json {
    return this.#checked(row, () => parseTree(this.scanner));
  }

  /** @throws {Error} if the text of `row` isn't JSON */
  check(row: number): void {
    this.#checked(row, () => this.scanner.last(this.scanner.skip(this.scanner.first())));
  }

  /** What the finder found last. */
  found(): Json {
    return parseTree(new Scanner().over(this.input.bytes, this.finder));
  }

  isValid(row: number): boolean {
    const { scanner } = this.#over(row);
    try {
      scanner.last(scanner.skip(scanner.first()));
      return true;
    } catch (error) {
      if (error instanceof MalformedJson) return false;
      throw error;
    }
  }

  #over(row: number): this {
    this.scanner.over(this.input.bytes, this.input.span(row));
    return this;
  }

  #checked<T>(row: number, work: () => T): T {
    this.#over(row);
    try {
      return work();
    } catch (error) {
      if (error instanceof MalformedJson) throw this.#malformed(row, error);
      throw error;
    }
  }

  /** In DuckDB's words. */
  #malformed(row: number, { message, at }: MalformedJson): Error {
    const { from, to } = this.input.span(row);
    const isLong = to - from > SHOWN_BYTES;
    const shown = this.input.bytes.slice(from, isLong ? from + SHOWN_BYTES - 3 : to);
    const text = decoder.decode(shown) + (isLong ? "..." : "");
    return new Error(`Malformed JSON at byte ${at} of input: ${message}.  Input: "${text}"`);
  }
}

/** The paths of a column; those of a constant are read once. */
export class Paths {
  #last = -1;
  #path: Path | null = null;

  constructor(readonly input: Input) {}

  /** @throws {Error} if the path of `row` is none, or leads to more than one place */
  at(row: number): Path {
    if (this.#path && this.input.isSame(row, this.#last)) return this.#path;
    const path = readPath(this.input.text(row));
    if (path.isWild) {
      throw new Error("a JSON path with wildcards has to be a literal, or one in a list");
    }
    this.#last = row;
    return this.#path = path;
  }
}

/** Places in arrays, where an integer stands for a path. */
export class Indexes {
  constructor(readonly input: Input) {}

  at(row: number): Path {
    return indexPath(this.input.number(row));
  }
}

/** @throws {Error} */
export function readPath(text: string): Path {
  try {
    return parsePath(text);
  } catch (error) {
    if (error instanceof InvalidPath) throw new Error(error.message);
    throw error;
  }
}
