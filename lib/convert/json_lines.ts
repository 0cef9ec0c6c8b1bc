import { PondError } from "../base/mod.ts";
import type { ByteSource } from "../table/mod.ts";
import type { Problems } from "./passed_over.ts";
import { TextReader } from "./text_reader.ts";

const LF = 10;
const MAX_LINE_BYTES = 16 * 1024 * 1024;

/** One object of a file, and the line (from 1) it stands on. */
export interface JsonLine {
  readonly value: Readonly<Record<string, unknown>>;
  readonly line: number;
  /** Its text. */
  readonly json: string;
}

/** What V8 offers for numbers that a double does not hold; TypeScript does not know it yet. */
const ExactJson = JSON as unknown as {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
  rawJSON(text: string): unknown;
  isRawJSON(value: unknown): value is { readonly rawJSON: string };
};

/** How a text of JSON lines is read. */
export interface JsonLinesOptions {
  /** The name of the file in messages. */
  readonly label: string;
  readonly encoding: string;
  /** Whether somebody may still be writing the last line. */
  readonly isGrowing: boolean;
  readonly problems: Problems;
}

/**
 * The objects of a text with one JSON object a line; lines without text are passed over. Of a key
 * that an object has twice the last value counts, as in JavaScript. A number that a double does not
 * hold to the digit keeps its text (see {@linkcode jsonText}).
 * @throws {PondError} `invalid-input` with label and line
 */
export function* readJsonLines(
  source: ByteSource,
  { label, encoding, isGrowing, problems }: JsonLinesOptions,
): Generator<JsonLine> {
  const text = new TextReader(source, { label, encoding, maxRecordBytes: MAX_LINE_BYTES });
  const decoder = new TextDecoder();
  while (text.position < text.limit || !text.ended) {
    const end = text.bytes.indexOf(LF, text.position);
    if (end >= text.limit && !text.ended) {
      text.more();
      continue;
    }
    const { line } = text;
    const json = decoder.decode(text.bytes.subarray(text.position, end));
    text.position = Math.min(end + 1, text.limit);
    text.line++;
    if (json.trim() === "") continue;
    const value = parse(json, line);
    if (!(value instanceof LineFault)) yield { value, line, json };
    else if (isGrowing && end >= text.limit) {
      problems.unfinished = { line, bytes: json.length };
    } else if (problems.onError === "error") throw value.error(label);
    else problems.passOver({ line, column: null, value: json.slice(0, 1000), why: value.why });
  }
}

/**
 * The keys of an object in the order in which its text has them: JavaScript puts those that look
 * like indexes first.
 */
export function keysInOrder({ value, json }: JsonLine): readonly string[] {
  const keys = Object.keys(value);
  if (!keys.some((key) => /^\d/.test(key))) return keys;
  const inOrder = new Set<string>();
  let depth = 0;
  // Strings, whole, and what opens and closes; a string that a colon follows is a key.
  for (const [token, text, colon] of json.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?|[[\]{}]/g)) {
    if (text === undefined) depth += token === "{" || token === "[" ? 1 : -1;
    else if (depth === 1 && colon !== undefined) inOrder.add(JSON.parse(text) as string);
  }
  return [...inOrder];
}

/** A value as text: a string is itself, everything else its JSON. */
export function jsonText(value: unknown): string {
  if (typeof value === "string") return value;
  return ExactJson.isRawJSON(value) ? value.rawJSON : JSON.stringify(value);
}

/** Whether a value is a number. */
export function isJsonNumber(value: unknown): boolean {
  return typeof value === "number" || ExactJson.isRawJSON(value);
}

/** Digits that a double may not hold, or a number whose form says double. */
const NEEDS_TEXT = /\d{16}|\d\.\d{14}|\.0|\d[eE]|-0/;

/** An escape of half a character: text that holds one by itself is no Unicode. */
const SURROGATE = /\\u[dD][89a-fA-F]/;

/** Why a line is no object. */
class LineFault {
  constructor(readonly line: number, readonly why: string, readonly hint?: string) {}

  error(label: string): PondError {
    const { line, why, hint } = this;
    return new PondError("invalid-input", `cannot read ${label}: line ${line}: ${why}`, {
      data: { label, line },
      ...(hint === undefined ? {} : { hint }),
    });
  }
}

function parse(json: string, line: number): Readonly<Record<string, unknown>> | LineFault {
  let value: unknown;
  try {
    value = NEEDS_TEXT.test(json) ? ExactJson.parse(json, exact) : JSON.parse(json);
  } catch (error) {
    if (line === 1 && /^\s*\[/.test(json)) return new LineFault(line, ...AN_ARRAY);
    const isSpread = line === 1 && /^\s*\{\s*$/.test(json);
    const why = `it is not JSON: ${faultOf(error as Error)}`;
    return new LineFault(
      line,
      why,
      isSpread ? "write one object a line: jq -c . does it" : undefined,
    );
  }
  if (Array.isArray(value)) return new LineFault(line, ...AN_ARRAY);
  if (typeof value !== "object" || value === null) {
    return new LineFault(line, "it is no JSON object");
  }
  // A lone one is written as an escape again.
  if (SURROGATE.test(json) && SURROGATE.test(JSON.stringify(value).replaceAll("\\\\", ""))) {
    return new LineFault(line, "it has half of a surrogate pair, which is no Unicode text");
  }
  return value as Readonly<Record<string, unknown>>;
}

const AN_ARRAY = [
  "it is a JSON array, not an object",
  "write one object a line: jq -c '.[]' does it",
] as const;

/** V8's message with one place in it: its line is always the first. */
function faultOf({ message }: Error): string {
  return message.replace(/ (?:in JSON )?at position \d+ \(line \d+ column (\d+)\)/, " at column $1")
    .replace(/ in JSON at position (\d+)/, (_, position) => ` at column ${Number(position) + 1}`);
}

function exact(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  if (typeof value !== "number" || source === undefined || String(value) === source) return value;
  return ExactJson.rawJSON(source);
}
