import { PondError } from "../base/mod.ts";
import type { ByteSource, CsvOptions } from "../table/mod.ts";
import type { CellBlock } from "./cells.ts";
import { type CsvDialect, csvDialect, delimiterHint } from "./csv_dialect.ts";
import type { PassedOver } from "./passed_over.ts";
import { TextReader } from "./text_reader.ts";

const LF = 10;
const CR = 13;
const BACKSLASH = 92;
/** Places that there aren't: the window ends before one is known; the file ends inside quotes. */
const CUT_OFF = -1;
const UNCLOSED = -2;
/** Of a record that is passed over so much is kept. */
const MAX_SHOWN_BYTES = 1000;
const MAX_RECORD_BYTES = 16 * 1024 * 1024;
const MAX_COLUMNS = 16_384;
/** Cells in a block: their positions stay in the processor's cache. */
const BLOCK_CELLS = 1 << 16;

/** How a text is cut, beside what its options say. */
export interface ScanOptions {
  /** The name of the file in messages. */
  readonly label: string;
  /**
   * Whether somebody may still be writing the last line: what is no record without its end is none
   * yet.
   */
  readonly isGrowing?: boolean;
  /** Told of every record that is passed over, or filled or cut although that isn't asked for. */
  readonly onPassedOver?: (problem: PassedOver) => void;
}

/** A last line that is not whole yet. */
export interface UnfinishedLine {
  readonly line: number;
  readonly bytes: number;
}

/**
 * Cuts CSV text into records and cells (RFC 4180, and what people write beyond it):
 * - a record ends at LF, CR LF or CR; the last one needs no end;
 * - a cell that begins with the quote goes to the closing one and may hold delimiters and line
 *   ends; the escape before a quote or an escape stands for that character; text after the closing
 *   quote is an error; a quote inside an unquoted cell is a character like any other;
 * - an empty line is a record (of one NULL) in a file of one column and no record in any other, and
 *   so is a comment;
 * - a cell whose text is a NULL text is NULL, quoted or not, as for DuckDB; an empty one without
 *   quotes always is;
 * - a last line without its end that is no whole record is an error, unless the file is growing.
 */
export class CsvScanner {
  readonly #text: TextReader;
  readonly #source: ByteSource;
  readonly #csv: CsvOptions;
  readonly #options: ScanOptions;
  readonly #dialect: CsvDialect;
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
  /** Set when the file has ended in a line that is not whole yet. */
  unfinished: UnfinishedLine | null = null;
  /**
   * Whether the last row of the block that {@linkcode next} gave stands on a line without its end.
   */
  endsOpen = false;

  /**
   * @throws {PondError} `invalid-config` for options that are no single ASCII characters; as
   *   {@linkcode TextReader.more}
   */
  constructor(source: ByteSource, csv: CsvOptions, options: ScanOptions) {
    this.#source = source;
    this.#csv = csv;
    this.#options = options;
    const { label } = options;
    this.#dialect = csvDialect(source, csv, label);
    this.#text = new TextReader(this.#dialect.source, {
      label,
      encoding: csv.encoding,
      maxRecordBytes: MAX_RECORD_BYTES,
    });
    for (let i = 0; i < csv.skip; i++) this.#skipLine();
  }

  /**
   * The cells of the first record that is no empty line; null where there is none. Fixes the number
   * of columns, to `columns` if that is known. Unless `consume`, all lines stay unread.
   * @throws {PondError} `invalid-input`
   */
  first(consume: boolean, columns?: number): readonly string[] | null {
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
    const width = columns ?? cells.length;
    this.#resize(width, Math.max(1, Math.floor(BLOCK_CELLS / width)));
    return cells;
  }

  /**
   * The next rows, or null at the end; valid until the next call.
   * @throws {PondError} `invalid-input` with label and line
   */
  next(): CellBlock | null {
    this.#rows = 0;
    this.endsOpen = false;
    for (;;) {
      this.#cut(false);
      if (this.#rows > 0) break;
      if (this.#text.ended && this.#text.position >= this.#text.limit) return null;
      if (!this.#text.ended) this.#text.more();
    }
    const { bytes } = this.#text;
    this.#unescape(bytes);
    if (this.#dialect.nullTexts.length > 0) this.#findNulls(bytes);
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
   * Cuts whole records into the block until it is full or the window holds no whole one; the
   * reader's position moves past them. `first`: a record of any width.
   */
  #cut(first: boolean): void {
    const text = this.#text;
    const { bytes, limit, ended } = text;
    const { delimiter, quote, comment, emptyQuotedIsNull } = this.#dialect;
    const [columns, starts, ends] = [this.#columns, this.#starts, this.#ends];
    const commentByte = comment.length > 0 ? comment[0] : -1;
    // Most bytes are larger than every byte that ends a cell.
    const last = Math.max(delimiter, CR);
    let at = text.position;
    this.#escaped.length = 0;
    record:
    while (this.#rows < this.#maxRows && at < limit) {
      const recordStart = at;
      const base = this.#rows * columns;
      let [count, innerLines, isEmpty] = [0, 0, false];
      if (bytes[at] === commentByte && this.#isComment(at)) {
        at = this.#passLine(at);
        if (at < 0) return;
        continue;
      }
      for (;;) {
        let start = at;
        let end: number;
        let isNull = false;
        if (bytes[at] === quote) {
          at = this.#closeQuote(at + 1);
          if (at === CUT_OFF) return;
          innerLines += this.#sawLines;
          start++;
          end = at - 1;
          const next = at < 0 ? LF : bytes[at]!;
          if (next !== delimiter && next !== LF && next !== CR || at < 0) {
            at = this.#badQuote({ recordStart, at, start, line: text.line + innerLines });
            if (at < 0) return;
            continue record;
          }
          if (this.#sawEscape && count < columns) this.#escaped.push(base + count);
          isNull = emptyQuotedIsNull && end === start;
        } else {
          let byte = bytes[at]!;
          while (byte > last || (byte !== delimiter && byte !== LF && byte !== CR)) {
            byte = bytes[++at]!;
          }
          end = at;
          isNull = isEmpty = at === start;
        }
        if (count < columns) {
          starts[base + count] = isNull ? -1 : start;
          ends[base + count] = end;
        }
        count++;
        if (bytes[at] !== delimiter) break;
        at++;
      }
      if (!ended && (at === limit || (bytes[at] === CR && at + 1 === limit))) return;
      const isOpen = at >= limit;
      if (bytes[at] === CR && bytes[at + 1] === LF) at++;
      at = Math.min(at + 1, limit);
      if (count === 1 && isEmpty && columns > 1) {
        text.line++;
      } else {
        if (first) this.#columnsOfFirst = count;
        // Behind a delimiter more may come.
        const isHalf = isOpen && isEmpty && this.#options.isGrowing === true;
        const isRow = count === columns && !first && !isHalf ||
          this.#fill(base, count, { first, isOpen, recordStart, end: at });
        if (isRow) {
          this.endsOpen = isOpen;
          this.#lines[this.#rows++] = text.line;
        }
        text.line += 1 + innerLines;
      }
      text.position = at;
    }
  }

  #isComment(at: number): boolean {
    const { comment } = this.#dialect;
    if (at + comment.length > this.#text.limit) return false;
    return comment.every((byte, i) => this.#text.bytes[at + i] === byte);
  }

  /**
   * Moves past the line that `at` stands in; where the next one begins, or CUT_OFF where the window
   * doesn't tell.
   */
  #passLine(at: number): number {
    const text = this.#text;
    const { bytes, limit, ended } = text;
    while (bytes[at] !== LF && bytes[at] !== CR) at++;
    if (!ended && (at === limit || (bytes[at] === CR && at + 1 === limit))) return CUT_OFF;
    if (bytes[at] === CR && bytes[at + 1] === LF) at++;
    text.line++;
    return text.position = Math.min(at + 1, limit);
  }

  /**
   * What to do with a record whose quotes don't fit: an error, the place to go on at, or CUT_OFF.
   * Quotes that are never closed may have swallowed other records, so that only the first line is
   * passed over.
   * @throws {PondError} `invalid-input`
   */
  #badQuote(
    { recordStart, at, start, line }: {
      readonly recordStart: number;
      readonly at: number;
      readonly start: number;
      readonly line: number;
    },
  ): number {
    const text = this.#text;
    const isUnclosed = at === UNCLOSED;
    if (isUnclosed && this.#options.isGrowing) {
      this.unfinished = { line: text.line, bytes: text.limit - recordStart };
      return text.position = text.limit;
    }
    const why = isUnclosed ? "a quote is opened and never closed" : "text after a closing quote";
    // At a backslash before the quote somebody else's escapes show.
    const from = isUnclosed ? start : at - 2;
    const to = isUnclosed ? Math.min(text.limit, start + 4096) : at;
    const hint = hasBackslashQuote(text.bytes.subarray(from, to), this.#dialect.quote)
      ? 'if a backslash stands before quotes in this file, say `escape: "\\\\"`'
      : isUnclosed
      ? 'if quotes are ordinary characters in this file, say `quote: ""`'
      : undefined;
    if (this.#csv.on_error === "error") {
      throw this.#error(isUnclosed ? text.line : line, why, hint);
    }
    const first = text.line;
    const next = this.#passLine(isUnclosed ? recordStart : at);
    if (next < 0) return next;
    const value = this.#textOf(recordStart, next);
    this.#passedOver({ line: first, why, value });
    if (!isUnclosed) text.line = line + 1;
    return next;
  }

  /**
   * The position after the quote that closes a cell whose text begins at `at`; CUT_OFF where the
   * window ends before that is known, UNCLOSED where the file does.
   */
  #closeQuote(at: number): number {
    const { bytes, limit, ended } = this.#text;
    const { quote, escape } = this.#dialect;
    this.#sawEscape = false;
    this.#sawLines = 0;
    for (;;) {
      let byte = bytes[at]!;
      while (byte !== quote && byte !== escape && byte !== LF) byte = bytes[++at]!;
      if (byte === LF) {
        if (at >= limit) {
          return ended ? UNCLOSED : CUT_OFF;
        }
        this.#sawLines++;
        at++;
        continue;
      }
      if (at + 1 >= limit && !ended) return CUT_OFF;
      const next = at + 1 < limit ? bytes[at + 1]! : -1;
      if (byte === escape && (next === quote || next === escape)) {
        this.#sawEscape = true;
        at += 2;
      } else if (byte === quote) return at + 1;
      else at++;
    }
  }

  /**
   * Whether a record of another width than the file's is a row: the cells that it lacks are NULL,
   * and those it has too many are dropped, where that is asked for.
   * @throws {PondError} `invalid-input`
   */
  #fill(
    base: number,
    count: number,
    { first, isOpen, recordStart, end }: {
      readonly first: boolean;
      readonly isOpen: boolean;
      readonly recordStart: number;
      readonly end: number;
    },
  ): boolean {
    const { line } = this.#text;
    if (first) {
      if (count <= MAX_COLUMNS) return true;
      throw this.#error(line, `${count} columns, at most ${MAX_COLUMNS} are read`);
    }
    const expected = this.#columns;
    if (isOpen && count <= expected && this.#options.isGrowing) {
      this.unfinished = { line, bytes: end - recordStart };
      return false;
    }
    const { ragged, on_error } = this.#csv;
    if (ragged === "error" || (ragged === "fill" && count > expected)) {
      const why = `${count} ${count === 1 ? "value" : "values"} where ${expected} are expected`;
      if (on_error === "error") throw this.#error(line, why, this.#raggedHint(count));
      this.#passedOver({ line, why, value: this.#textOf(recordStart, end) });
      if (on_error === "skip") return false;
    }
    if (count < expected) {
      this.#starts.fill(-1, base + count, base + expected);
      this.#ends.fill(0, base + count, base + expected);
    }
    return true;
  }

  #raggedHint(count: number): string {
    const looks = delimiterHint(this.#dialect.source, this.#csv);
    if (looks) return looks;
    return count < this.#columns
      ? "`ragged: fill` reads missing values as NULL"
      : "are values that hold the delimiter quoted? `ragged: truncate` drops what is too many";
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
    const { quote, escape } = this.#dialect;
    let to = start;
    for (let from = start; from < end; from++) {
      const next = from + 1 < end ? bytes[from + 1] : -1;
      if (bytes[from] === escape && (next === quote || next === escape)) from++;
      bytes[to++] = bytes[from]!;
    }
    return to;
  }

  #findNulls(bytes: Uint8Array): void {
    const { nullTexts } = this.#dialect;
    const cells = this.#rows * this.#columns;
    for (let i = 0; i < cells; i++) {
      const start = this.#starts[i]!;
      const length = this.#ends[i]! - start;
      for (const text of nullTexts) {
        if (length !== text.length) continue;
        let same = 0;
        while (same < length && bytes[start + same] === text[same]) same++;
        if (same === length) this.#starts[i] = -1;
      }
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

  #textOf(start: number, end: number): string {
    const bytes = this.#text.bytes.subarray(start, Math.min(end, start + MAX_SHOWN_BYTES));
    return new TextDecoder().decode(bytes).replace(/[\r\n]+$/, "");
  }

  #passedOver({ line, why, value }: { line: number; why: string; value: string }): void {
    this.#options.onPassedOver?.({ line, column: null, value, why });
  }

  #error(line: number, why: string, hint?: string): PondError {
    const { label } = this.#options;
    return new PondError("invalid-input", `cannot read ${label}: line ${line}: ${why}`, {
      ...(hint === undefined ? {} : { hint }),
      data: { label, line },
    });
  }
}

/** Whether a backslash stands before a quote. */
function hasBackslashQuote(bytes: Uint8Array, quote: number): boolean {
  return bytes.some((byte, i) => byte === BACKSLASH && bytes[i + 1] === quote);
}
