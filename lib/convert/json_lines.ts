import { PondError } from "../base/mod.ts";
import type { ByteSource } from "../table/mod.ts";
import { TextReader } from "./text_reader.ts";

const LF = 10;
const MAX_LINE_BYTES = 16 * 1024 * 1024;

/** One object of a file, and the line (from 1) it stands on. */
export interface JsonLine {
  readonly value: Readonly<Record<string, unknown>>;
  readonly line: number;
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

/**
 * The objects of a text with one JSON object a line; lines without text are passed over. Of a key that an object has twice the
 * last value counts, as in JavaScript. A number that a double does not hold to the digit keeps its text (see {@linkcode jsonText}).
 * @throws {PondError} `invalid-input` with label and line
 */
export function* readJsonLines(source: ByteSource, label: string): Generator<JsonLine> {
  const text = new TextReader(source, { label, encoding: "utf8", maxRecordBytes: MAX_LINE_BYTES });
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
    if (json.trim() !== "") yield { value: parse(json, { label, line }), line };
  }
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

function parse(
  json: string,
  where: { readonly label: string; readonly line: number },
): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = NEEDS_TEXT.test(json) ? ExactJson.parse(json, exact) : JSON.parse(json);
  } catch (error) {
    throw wrong(where, `it is not JSON: ${(error as Error).message}`, error);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw wrong(where, "it is no JSON object");
  }
  return value as Readonly<Record<string, unknown>>;
}

function exact(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  if (typeof value !== "number" || source === undefined || String(value) === source) return value;
  return ExactJson.rawJSON(source);
}

function wrong(
  { label, line }: { readonly label: string; readonly line: number },
  why: string,
  cause?: unknown,
): PondError {
  return new PondError("invalid-input", `cannot read ${label}: line ${line}: ${why}`, {
    data: { label, line },
    cause,
  });
}
