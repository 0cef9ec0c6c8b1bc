import type { Span } from "./scanner.ts";
import { type Json, JsonNumber, JsonObject, numberOf, unescaped } from "./tree.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const LOWER_N = 0x6e;
const LOWER_U = 0x75;

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};
// deno-lint-ignore no-control-regex
const SPECIAL = /["\\\u0000-\u001f]/g;

/** `text` as a string of JSON, as yyjson writes it. */
export function quoted(text: string): string {
  const escaped = text.replace(
    SPECIAL,
    (c) => SHORT[c] ?? `\\u00${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
  return `"${escaped}"`;
}

/** A value without blanks. */
export function jsonText(value: Json): string {
  if (value === null) return "null";
  if (typeof value === "string") return quoted(value);
  if (typeof value === "boolean") return String(value);
  if (value instanceof JsonNumber) return value.text;
  if (value instanceof JsonObject) {
    return `{${value.members.map(([key, each]) => `${quoted(key)}:${jsonText(each)}`).join(",")}}`;
  }
  return `[${value.map(jsonText).join(",")}]`;
}

/** A value with one member a line, indented by four. */
export function prettyText(value: Json, indent = ""): string {
  const inner = `${indent}    `;
  const block = (open: string, lines: readonly string[], close: string) =>
    `${open}\n${lines.map((line) => inner + line).join(",\n")}\n${indent}${close}`;
  if (Array.isArray(value) && value.length > 0) {
    return block("[", value.map((each: Json) => prettyText(each, inner)), "]");
  }
  if (value instanceof JsonObject && value.members.length > 0) {
    const lines = value.members.map(([key, each]) => `${quoted(key)}: ${prettyText(each, inner)}`);
    return block("{", lines, "}");
  }
  return jsonText(value);
}

/**
 * What stands in `span`, a value that has been checked, in its normal form: null if it is in it
 * already.
 */
export function normalText(bytes: Uint8Array, span: Span): string | null {
  return isNormal(bytes, span) ? null : rewritten(bytes, span);
}

function isNormal(bytes: Uint8Array, { from, to }: Span): boolean {
  for (let at = from; at < to; at++) {
    const c = bytes[at]!;
    if (c === QUOTE) {
      for (at++; bytes[at] !== QUOTE; at++) if (bytes[at] === BACKSLASH) return false;
    } else if (isDigit(c) || c === MINUS) {
      const end = endOfNormalNumber(bytes, { from: at, to });
      if (end < 0) return false;
      at = end - 1;
    } else if (c <= 0x20) return false;
    else if (c === COMMA && isClosing(bytes[at + 1])) return false;
    else if (c === LOWER_N && bytes[at + 1] !== LOWER_U) return false;
    else if (c === 0x69 || c === 0x49 || c === 0x4e) return false; // inf, NaN
  }
  return true;
}

/** So many digits a DOUBLE keeps, and an integer of 64 bits has at least. */
const SAFE_DIGITS = 15;
/** A fraction with more zeros in front is written with an exponent. */
const MAX_ZEROS = 5;

/** Where a number ends that is in its normal form for certain; -1: who knows. */
function endOfNormalNumber(bytes: Uint8Array, { from, to }: Span): number {
  let at = bytes[from] === MINUS ? from + 1 : from;
  const first = at;
  while (at < to && isDigit(bytes[at])) at++;
  const whole = at - first;
  const isZero = whole === 1 && bytes[first] === ZERO;
  if (whole === 0 || whole > SAFE_DIGITS) return -1;
  if (bytes[at] !== POINT || at >= to) {
    if (isExponent(bytes[at]) && at < to) return -1;
    return isZero && first > from ? -1 : at;
  }
  const point = at++;
  let zeros = 0;
  while (at < to && bytes[at] === ZERO) [at, zeros] = [at + 1, zeros + 1];
  while (at < to && isDigit(bytes[at])) at++;
  const isEven = at - point === 2 && bytes[at - 1] === ZERO;
  if (!isEven && bytes[at - 1] === ZERO) return -1;
  if (isZero && zeros > MAX_ZEROS) return -1;
  return whole + at - point - 1 > SAFE_DIGITS || (isExponent(bytes[at]) && at < to) ? -1 : at;
}

/** Token by token; nothing is kept but the text. */
function rewritten(bytes: Uint8Array, span: Span): string {
  let text = "";
  for (let at = span.from; at < span.to;) {
    const c = bytes[at]!;
    let to = at + 1;
    if (c === 0x22) {
      while (bytes[to] !== 0x22) to += bytes[to] === 0x5c ? 2 : 1;
      text += quoted(unescaped(bytes, { from: at + 1, to }));
      at = to + 1;
      continue;
    }
    if (c <= 0x20) {
      at++;
      continue;
    }
    if ("{}[],:".includes(String.fromCharCode(c))) {
      const closes = c === 0x7d || c === 0x5d;
      if (closes && text.endsWith(",")) text = text.slice(0, -1);
      text += String.fromCharCode(c);
      at++;
      continue;
    }
    while (to < span.to && !isBoundary(bytes[to]!)) to++;
    const word = String.fromCharCode(...bytes.subarray(at, to));
    text += /^(?:true|false|null)$/.test(word) ? word : numberOf(word).text;
    at = to;
  }
  return text;
}

function isBoundary(c: number): boolean {
  return c <= 0x20 || c === 0x2c || c === 0x5d || c === 0x7d || c === 0x3a;
}

function isClosing(c: number | undefined): boolean {
  return c === 0x5d || c === 0x7d;
}

function isExponent(c: number | undefined): boolean {
  return c === 0x65 || c === 0x45;
}

function isDigit(c: number | undefined): boolean {
  return c !== undefined && c >= 0x30 && c <= 0x39;
}
