/** Bytes of a text that stand for one value. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What is wrong with a text that is no JSON. */
export class MalformedJson extends Error {
  constructor(why: string, readonly at: number) {
    super(why);
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const MINUS = 0x2d;
const POINT = 0x2e;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/**
 * Walks through JSON (RFC 8259) in UTF-8, byte by byte, without making anything of it. As in DuckDB
 * a comma may stand before a closing bracket, and `nan`, `inf` and `infinity` in any case are
 * numbers.
 */
export class Scanner {
  bytes: Uint8Array = new Uint8Array();
  end = 0;
  #start = 0;
  /** Closing brackets that are due. */
  #due = new Uint8Array(64);

  /** Takes the text that stands in `bytes` from `from` to `to`. */
  over(bytes: Uint8Array, { from, to }: Span): this {
    this.bytes = bytes;
    this.#start = from;
    this.end = to;
    return this;
  }

  /**
   * Where the one value of the text begins.
   * @throws {MalformedJson} for a text without any
   */
  first(): number {
    if (this.end === this.#start) throw this.fault("input length is 0", this.#start);
    const at = this.blank(this.#start);
    if (at === this.end) throw this.fault("input data is empty", this.#start);
    return at;
  }

  /** @throws {MalformedJson} if anything follows the value that ends before `at` */
  last(at: number): void {
    const next = this.blank(at);
    if (next < this.end) throw this.fault("unexpected content after document", next);
  }

  /** The character at `at`, -1 behind the end. */
  peek(at: number): number {
    return at < this.end ? this.bytes[at]! : -1;
  }

  /** The first place from `at` on that isn't blank. */
  blank(at: number): number {
    const { bytes, end } = this;
    while (at < end) {
      const c = bytes[at]!;
      if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) break;
      at++;
    }
    return at;
  }

  /**
   * The end of the value that begins at `at`.
   * @throws {MalformedJson}
   */
  skip(at: number): number {
    let depth = 0;
    for (;;) {
      const c = this.peek(at);
      if (c === OPEN_OBJECT || c === OPEN_ARRAY) {
        const close = c + 2;
        at = this.blank(at + 1);
        if (this.peek(at) !== close) {
          if (depth === this.#due.length) this.#due = grown(this.#due);
          this.#due[depth++] = close;
          if (close === CLOSE_OBJECT) at = this.#member(at);
          continue;
        }
        at++;
      } else at = c === QUOTE ? this.string(at) : this.#scalar(at, c);
      for (;;) {
        if (depth === 0) return at;
        const close = this.#due[depth - 1]!;
        const next = this.next(at, close);
        if (next >= 0) {
          at = close === CLOSE_OBJECT ? this.#member(next) : next;
          break;
        }
        at = -next;
        depth--;
      }
    }
  }

  /**
   * From the end of an element on: where the next one begins, or the negated end of the list that
   * `close` ends.
   * @throws {MalformedJson}
   */
  next(at: number, close: number): number {
    at = this.blank(at);
    let c = this.peek(at);
    if (c === COMMA) {
      at = this.blank(at + 1);
      c = this.peek(at);
      if (c !== close) return at;
    }
    if (c === close) return -(at + 1);
    throw this.#unexpected(at);
  }

  /** How many elements the array has that begins at `at`; 0 if none does. */
  elements(at: number): number {
    if (this.peek(at) !== OPEN_ARRAY) return 0;
    at = this.blank(at + 1);
    if (this.peek(at) === CLOSE_ARRAY) return 0;
    let count = 0;
    for (; at > 0; count++) at = this.next(this.skip(at), CLOSE_ARRAY);
    return count;
  }

  /** From the beginning of a key to that of its value. */
  #member(at: number): number {
    if (this.peek(at) !== QUOTE) throw this.#unexpected(at);
    return this.afterKey(this.string(at));
  }

  /** From the end of a key to the beginning of its value. @throws {MalformedJson} */
  afterKey(at: number): number {
    at = this.blank(at);
    if (this.peek(at) !== COLON) throw this.#unexpected(at);
    return this.blank(at + 1);
  }

  /** The end of the string that begins at `at`. @throws {MalformedJson} */
  string(at: number): number {
    const { bytes, end } = this;
    for (at++; at < end; at++) {
      const c = bytes[at]!;
      if (c === QUOTE) return at + 1;
      if (c === BACKSLASH) at = this.#escape(at);
      else if (c < 0x20) throw this.fault("unexpected control character in string", at);
    }
    throw this.#ended();
  }

  /** The last character of the escape that begins at `at`. */
  #escape(at: number): number {
    const c = this.peek(at + 1);
    if (c === -1) throw this.#ended();
    if (c !== 0x75) {
      if ('"\\/bfnrt'.includes(String.fromCharCode(c))) return at + 1;
      throw this.fault("invalid escaped character in string", at + 1);
    }
    const unit = this.#hex(at + 2);
    if (unit >= 0xdc00 && unit <= 0xdfff) {
      throw this.fault("invalid high surrogate in string", at);
    }
    if (unit < 0xd800 || unit > 0xdbff) return at + 5;
    if (this.peek(at + 6) !== BACKSLASH || this.peek(at + 7) !== 0x75) {
      throw this.fault("no low surrogate in string", at + 6);
    }
    const low = this.#hex(at + 8);
    if (low < 0xdc00 || low > 0xdfff) throw this.fault("invalid low surrogate in string", at + 6);
    return at + 11;
  }

  #hex(at: number): number {
    if (at + 4 > this.end) throw this.#ended();
    const digits = String.fromCharCode(...this.bytes.subarray(at, at + 4));
    if (!/^[0-9a-f]{4}$/i.test(digits)) {
      throw this.fault("invalid escaped sequence in string", at - 2);
    }
    return parseInt(digits, 16);
  }

  #scalar(at: number, c: number): number {
    if (c === MINUS || isDigit(c)) return this.#number(at);
    const word = c === 0x74
      ? "true"
      : c === 0x66
      ? "false"
      : c === 0x6e && this.peek(at + 1) === 0x75
      ? "null"
      : null;
    if (word === null) return this.#notFinite(at, at);
    for (let i = 1; i < word.length; i++) {
      if (this.peek(at + i) !== word.charCodeAt(i)) throw this.#invalidLiteral(at);
    }
    return at + word.length;
  }

  #number(start: number): number {
    let at = this.peek(start) === MINUS ? start + 1 : start;
    const first = this.peek(at);
    if (!isDigit(first)) return this.#notFinite(at, start);
    at++;
    if (first !== 0x30) at = this.#digits(at);
    else if (isDigit(this.peek(at))) {
      throw this.fault("number with leading zero is not allowed", start);
    }
    if (this.peek(at) === POINT) {
      if (!isDigit(this.peek(++at))) throw this.fault("no digit after decimal point", at);
      at = this.#digits(at);
    }
    const c = this.peek(at);
    if (c !== 0x65 && c !== 0x45) return at;
    const sign = this.peek(++at);
    if (sign === MINUS || sign === 0x2b) at++;
    if (!isDigit(this.peek(at))) throw this.fault("no digit after exponent sign", at);
    return this.#digits(at);
  }

  #digits(at: number): number {
    const { bytes, end } = this;
    while (at < end && isDigit(bytes[at]!)) at++;
    return at;
  }

  /** `nan`, `inf`, `infinity`. */
  #notFinite(at: number, start: number): number {
    const word = String.fromCharCode(...this.bytes.subarray(at, Math.min(this.end, at + 8)));
    const found = /^(?:nan|inf(?:inity)?)/i.exec(word)?.[0];
    if (found !== undefined) return at + found.length;
    if (at >= this.end) throw this.#ended();
    if (at > start) throw this.fault("no digit after minus sign", at);
    throw this.#unexpected(at);
  }

  /** An error at a place in the text. */
  fault(why: string, at: number): MalformedJson {
    return new MalformedJson(why, at - this.#start);
  }

  #unexpected(at: number): MalformedJson {
    return at >= this.end ? this.#ended() : this.fault("unexpected character", at);
  }

  #invalidLiteral(at: number): MalformedJson {
    return this.fault("invalid literal", at);
  }

  #ended(): MalformedJson {
    return this.fault("unexpected end of data", this.end);
  }
}

function isDigit(c: number): boolean {
  return c >= 0x30 && c <= 0x39;
}

function grown(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(2 * bytes.length);
  larger.set(bytes);
  return larger;
}
