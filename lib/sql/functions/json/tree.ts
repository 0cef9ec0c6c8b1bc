import type { MalformedJson, Scanner, Span } from "./scanner.ts";

/** A value of JSON. Keys keep their order and may repeat; numbers keep their text. */
export type Json =
  | null
  | boolean
  | string
  | JsonNumber
  | readonly Json[]
  | JsonObject;

/** Members in their order. */
export class JsonObject {
  constructor(readonly members: readonly (readonly [key: string, value: Json])[]) {}

  /** The first member called `key`. */
  get(key: string): Json | undefined {
    return this.members.find(([name]) => name === key)?.[1];
  }
}

/** A number, in its normal form. */
export class JsonNumber {
  constructor(readonly text: string, readonly type: "UBIGINT" | "BIGINT" | "DOUBLE") {}
}

/** Deeper values are refused: they would take more stack than there may be. */
const MAX_DEPTH = 2000;
const MAX_UBIGINT = 2n ** 64n;
const MIN_BIGINT = -(2n ** 63n);
/** Integers of fewer digits fit into 64 bits. */
const SAFE_DIGITS = 18;
const decoder = new TextDecoder();

/**
 * The value that the text under `scanner` holds.
 * @throws {MalformedJson}
 */
export function parseTree(scanner: Scanner): Json {
  const reader = new TreeReader(scanner);
  const first = scanner.first();
  const tree = reader.read(first, 0);
  scanner.last(reader.at);
  return tree;
}

/** The text of a string between its quotes. */
export function unescaped(bytes: Uint8Array, { from, to }: Span): string {
  const text = decoder.decode(bytes.subarray(from, to));
  return text.includes("\\") ? JSON.parse(`"${text}"`) : text;
}

/**
 * A number in the form that DuckDB writes. What fits neither 64 bits nor a DOUBLE stays as it is.
 */
export function numberOf(text: string): JsonNumber {
  if (/^-?\d+$/.test(text)) {
    const isNegative = text.startsWith("-");
    if (text.length > SAFE_DIGITS) {
      const value = BigInt(text);
      if (value >= MAX_UBIGINT || value < MIN_BIGINT) return new JsonNumber(text, "DOUBLE");
    }
    if (isNegative) return new JsonNumber(text === "-0" ? "0" : text, "BIGINT");
    return new JsonNumber(text, "UBIGINT");
  }
  const value = Number(text);
  return new JsonNumber(Number.isFinite(value) ? doubleText(value) : text, "DOUBLE");
}

/** A finite DOUBLE as yyjson writes it. */
export function doubleText(value: number): string {
  if (Object.is(value, -0)) return "-0.0";
  const text = String(value).replace("e+", "e");
  return /[.e]/.test(text) ? text : `${text}.0`;
}

class TreeReader {
  /** The end of what has been read. */
  at = 0;

  constructor(readonly scanner: Scanner) {}

  read(at: number, depth: number): Json {
    const { scanner } = this;
    if (depth > MAX_DEPTH) throw scanner.fault("it is nested too deep", at);
    const c = scanner.peek(at);
    if (c === 0x7b) return this.#object(at, depth);
    if (c === 0x5b) return this.#array(at, depth);
    this.at = scanner.skip(at);
    if (c === 0x22) return unescaped(scanner.bytes, { from: at + 1, to: this.at - 1 });
    const text = String.fromCharCode(...scanner.bytes.subarray(at, this.at));
    if (text === "null") return null;
    if (text === "true" || text === "false") return text === "true";
    return numberOf(text);
  }

  #object(at: number, depth: number): Json {
    const { scanner } = this;
    const members: [string, Json][] = [];
    at = scanner.blank(at + 1);
    while (at > 0 && !(members.length === 0 && scanner.peek(at) === 0x7d)) {
      if (scanner.peek(at) !== 0x22) throw this.#fail(at);
      const end = scanner.string(at);
      const key = unescaped(scanner.bytes, { from: at + 1, to: end - 1 });
      members.push([key, this.read(scanner.afterKey(end), depth + 1)]);
      at = scanner.next(this.at, 0x7d);
    }
    this.at = at > 0 ? at + 1 : -at;
    return new JsonObject(members);
  }

  #array(at: number, depth: number): Json {
    const { scanner } = this;
    const elements: Json[] = [];
    at = scanner.blank(at + 1);
    while (at > 0 && !(elements.length === 0 && scanner.peek(at) === 0x5d)) {
      elements.push(this.read(at, depth + 1));
      at = scanner.next(this.at, 0x5d);
    }
    this.at = at > 0 ? at + 1 : -at;
    return elements;
  }

  #fail(at: number): MalformedJson {
    const { scanner } = this;
    return at >= scanner.end
      ? scanner.fault("unexpected end of data", scanner.end)
      : scanner.fault("unexpected character", at);
  }
}
