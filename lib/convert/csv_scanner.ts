import { PondError } from "../base/mod.ts";
import type { ByteSource, CsvOptions } from "../table/mod.ts";
import type { CellBlock } from "./cells.ts";
import { TextReader } from "./text_reader.ts";

const LF = 10;
const CR = 13;
/** What no byte equals: the quote of a file without quotes. */
const NONE = 256;
const MAX_RECORD_BYTES = 16 * 1024 * 1024;
const MAX_COLUMNS = 16_384;
/** Cells in a block: their positions stay in the processor's cache. */
const BLOCK_CELLS = 1 << 16;

/**
 * Cuts CSV text into records and cells (RFC 4180, and what people write beyond it):
 * - a record ends at LF, CR LF or CR; the last one needs no end;
 * - a cell that begins with the quote goes to the closing one and may hold delimiters and line ends; the escape before a quote or an escape
 *   stands for that character; text after the closing quote is an error; a quote inside an unquoted cell is a character like any other;
 * - an empty line is a record (of one NULL) in a file of one column and no record in any other;
 * - a cell whose text is the NULL text is NULL, quoted or not, as for DuckDB.
 */
export class CsvScanner {
  readonly #text: TextReader;
  readonly #label: string;
  readonly #csv: CsvOptions;
  readonly #delimiter: number;
  readonly #quote: number;
  readonly #escape: number;
  readonly #nullText: Uint8Array;
  #columns = 0;
  #columnsOfFirst = 0;
  #rows = 0;
  #maxRows = 1;
  #starts = new Int32Array(0);
  #ends = new Int32Array(0);
  #lines = new Int32Array(0);
  /** Cells of the current block that hold escapes. */
  #escaped: number[] = [];
  /** Left by #closeQuote: whether the cell holds escapes, and how many lines end inside it. */
  #sawEscape = false;
  #sawLines = 0;

  /** @throws {PondError} `invalid-config` for options that are no single ASCII characters; as {@linkcode TextReader.more} */
  constructor(source: ByteSource, csv: CsvOptions, label: string) {
    this.#label = label;
    this.#csv = csv;
    this.#delimiter = asciiByte(csv.delimiter, "delimiter");
    this.#quote = csv.quote === "" ? NONE : asciiByte(csv.quote, "quote");
    this.#escape = csv.escape === "" ? this.#quote : asciiByte(csv.escape, "escape");
    if (this.#delimiter === this.#quote) {
      throw new PondError("invalid-config", "cannot read CSV: delimiter and quote are the same");
    }
    this.#nullText = new TextEncoder().encode(csv.null);
    this.#text = new TextReader(source, {
      label,
      encoding: csv.encoding,
      maxRecordBytes: MAX_RECORD_BYTES,
    });
    for (let i = 0; i < csv.skip; i++) this.#skipLine();
  }

  /**
   * The cells of the first record that is no empty line; null where there is none. Fixes the number of columns.
   * Unless `consume`, all lines stay unread.
   * @throws {PondError} `invalid-input`
   */
  first(consume: boolean): readonly string[] | null {
    const text = this.#text;
    let [position, line] = [text.position, text.line];
    this.#resize(MAX_COLUMNS, 1);
    for (;;) {
      this.#rows = 0;
      this.#cut(true);
      if (this.#rows > 0 || text.ended) break;
      [text.position, text.line] = [position, line];
      text.more();
      position = 0;
    }
    if (this.#rows === 0) return null;
    const cells = this.#firstCells();
    if (!consume) [text.position, text.line] = [position, line];
    this.#resize(cells.length, Math.max(1, Math.floor(BLOCK_CELLS / cells.length)));
    return cells;
  }

  /**
   * The next rows, or null at the end; valid until the next call.
   * @throws {PondError} `invalid-input` with label and line
   */
  next(): CellBlock | null {
    this.#rows = 0;
    for (;;) {
      this.#cut(false);
      if (this.#rows > 0) break;
      if (this.#text.ended) return null;
      this.#text.more();
    }
    const { bytes } = this.#text;
    this.#unescape(bytes);
    if (this.#nullText.length > 0) this.#findNulls(bytes);
    return {
      bytes,
      starts: this.#starts,
      ends: this.#ends,
      columns: this.#columns,
      rows: this.#rows,
      lines: this.#lines,
    };
  }

  #resize(columns: number, maxRows: number): void {
    this.#columns = columns;
    this.#maxRows = maxRows;
    this.#starts = new Int32Array(columns * maxRows);
    this.#ends = new Int32Array(columns * maxRows);
    this.#lines = new Int32Array(maxRows);
  }

  /**
   * Cuts whole records into the block until it is full or the window holds no whole one; the reader's position moves
   * past them. `first`: a record of any width.
   */
  #cut(first: boolean): void {
    const text = this.#text;
    const { bytes, limit, ended } = text;
    const [delimiter, quote, columns] = [this.#delimiter, this.#quote, this.#columns];
    const [starts, ends] = [this.#starts, this.#ends];
    const emptyIsNull = this.#nullText.length === 0;
    // Most bytes are larger than every byte that ends a cell.
    const last = Math.max(delimiter, CR);
    let at = text.position;
    this.#escaped.length = 0;
    while (this.#rows < this.#maxRows && at < limit) {
      const base = this.#rows * columns;
      let [count, innerLines, isEmpty] = [0, 0, false];
      for (;;) {
        let start = at;
        let end: number;
        if (bytes[at] === quote) {
          at = this.#closeQuote(at + 1, text.line + innerLines);
          if (at < 0) return;
          innerLines += this.#sawLines;
          start++;
          end = at - 1;
          if (this.#sawEscape && count < columns) this.#escaped.push(base + count);
          const next = bytes[at]!;
          if (next !== delimiter && next !== LF && next !== CR) {
            throw this.#error(text.line + innerLines, "text after a closing quote");
          }
        } else {
          let byte = bytes[at]!;
          while (byte > last || (byte !== delimiter && byte !== LF && byte !== CR)) {
            byte = bytes[++at]!;
          }
          end = at;
          isEmpty = at === start;
        }
        if (count < columns) {
          starts[base + count] = emptyIsNull && end === start ? -1 : start;
          ends[base + count] = end;
        }
        count++;
        if (bytes[at] !== delimiter) break;
        at++;
      }
      if (!ended && (at === limit || (bytes[at] === CR && at + 1 === limit))) return;
      if (bytes[at] === CR && bytes[at + 1] === LF) at++;
      at = Math.min(at + 1, limit);
      if (count === 1 && isEmpty && columns > 1) {
        text.line++;
      } else {
        if (first) this.#columnsOfFirst = count;
        if (count !== columns || first) this.#fill(base, count, { first });
        this.#lines[this.#rows++] = text.line;
        text.line += 1 + innerLines;
      }
      text.position = at;
    }
  }

  /**
   * The position after the quote that closes a cell whose text begins at `at`, or -1 where the window ends before that is known.
   * @throws {PondError} `invalid-input` when the file ends inside the quotes
   */
  #closeQuote(at: number, line: number): number {
    const { bytes, limit, ended } = this.#text;
    const [quote, escape] = [this.#quote, this.#escape];
    this.#sawEscape = false;
    this.#sawLines = 0;
    for (;;) {
      let byte = bytes[at]!;
      while (byte !== quote && byte !== escape && byte !== LF) byte = bytes[++at]!;
      if (byte === LF) {
        if (at >= limit) {
          if (ended) throw this.#error(line, "a quote is opened and never closed");
          return -1;
        }
        this.#sawLines++;
        at++;
        continue;
      }
      if (at + 1 >= limit && !ended) return -1;
      const next = at + 1 < limit ? bytes[at + 1]! : -1;
      if (byte === escape && (next === quote || next === escape)) {
        this.#sawEscape = true;
        at += 2;
      } else if (byte === quote) return at + 1;
      else at++;
    }
  }

  /** Checks the width of a record; the cells that it lacks become NULL where that is asked for. */
  #fill(base: number, count: number, { first }: { first: boolean }): void {
    const line = this.#text.line;
    if (first) {
      if (count <= MAX_COLUMNS) return;
      throw this.#error(line, `${count} columns, at most ${MAX_COLUMNS} are read`);
    }
    const expected = this.#columns;
    if (count > expected || this.#csv.ragged === "error") {
      const values = `${count} ${count === 1 ? "value" : "values"} where ${expected} are expected`;
      const hint = count < expected
        ? "`ragged: fill` reads missing values as NULL"
        : "is the delimiter right, and are values that hold it quoted?";
      throw this.#error(line, values, hint);
    }
    this.#starts.fill(-1, base + count, base + expected);
    this.#ends.fill(0, base + count, base + expected);
  }

  #firstCells(): string[] {
    const { bytes } = this.#text;
    const decoder = new TextDecoder();
    const escaped = new Set(this.#escaped);
    return Array.from({ length: this.#columnsOfFirst }, (_, i) => {
      const start = this.#starts[i]!;
      if (start < 0) return "";
      const cell = bytes.slice(start, this.#ends[i]!);
      return decoder.decode(
        escaped.has(i) ? cell.subarray(0, this.#removeEscapes(cell, 0, cell.length)) : cell,
      );
    });
  }

  /** Takes the escapes out of the block's cells, in place: what is cut is not read again. */
  #unescape(bytes: Uint8Array): void {
    for (const cell of this.#escaped) {
      // The record that the window cuts off is cut again later.
      if (cell >= this.#rows * this.#columns) break;
      const start = this.#starts[cell]!;
      this.#ends[cell] = this.#removeEscapes(bytes, start, this.#ends[cell]!);
    }
  }

  /** The end of the text that began at `start` and has lost its escapes. */
  #removeEscapes(bytes: Uint8Array, start: number, end: number): number {
    let to = start;
    for (let from = start; from < end; from++) {
      const next = from + 1 < end ? bytes[from + 1] : -1;
      if (bytes[from] === this.#escape && (next === this.#quote || next === this.#escape)) from++;
      bytes[to++] = bytes[from]!;
    }
    return to;
  }

  #findNulls(bytes: Uint8Array): void {
    const text = this.#nullText;
    const cells = this.#rows * this.#columns;
    for (let i = 0; i < cells; i++) {
      const start = this.#starts[i]!;
      if (this.#ends[i]! - start !== text.length) continue;
      let same = 0;
      while (same < text.length && bytes[start + same] === text[same]) same++;
      if (same === text.length) this.#starts[i] = -1;
    }
  }

  #skipLine(): void {
    const text = this.#text;
    let at = text.position;
    for (;;) {
      while (text.bytes[at] !== LF && text.bytes[at] !== CR) at++;
      const isEnd = at >= text.limit || (text.bytes[at] === CR && at + 1 === text.limit);
      if (!isEnd || text.ended) break;
      at -= text.position;
      text.more();
    }
    if (at >= text.limit) text.position = text.limit;
    else text.position = text.bytes[at] === CR && text.bytes[at + 1] === LF ? at + 2 : at + 1;
    text.line++;
    text.position = Math.min(text.position, text.limit);
  }

  #error(line: number, why: string, hint?: string): PondError {
    return new PondError("invalid-input", `cannot read ${this.#label}: line ${line}: ${why}`, {
      ...(hint === undefined ? {} : { hint }),
      data: { label: this.#label, line },
    });
  }
}

/** @throws {PondError} `invalid-config` */
function asciiByte(text: string, option: string): number {
  const code = text.charCodeAt(0);
  if (text.length === 1 && code > 0 && code < 0x80 && code !== LF && code !== CR) return code;
  throw new PondError(
    "invalid-config",
    `cannot read CSV: ${option} ${JSON.stringify(text)} is not one ASCII character`,
  );
}
