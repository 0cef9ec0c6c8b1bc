import { printable, type TimeZone } from "../base/mod.ts";
import type { RecordBatch } from "../deps/arrow.ts";
import { cellReaders } from "./arrow_cells.ts";
import type { CellReader } from "./arrow_reader.ts";
import { jsonString } from "./cell_text.ts";
import { type Column, isNumeric } from "../table/mod.ts";

/** Rows on their way out: batches come one by one and are let go one by one. */
export interface EncoderInput {
  readonly columns: readonly Column[];
  readonly batches: AsyncIterable<RecordBatch>;
  /** Whose local time moments are written in, with its offset; default UTC. For text only. */
  readonly zone?: TimeZone;
}

/** How text is written. */
export interface EncodeOptions {
  /**
   * The reader is a terminal: control characters in CSV are made visible. Other text formats always
   * do so.
   */
  readonly terminal?: boolean;
  /** CSV: a text that a spreadsheet takes for a formula gets an apostrophe in front. */
  readonly csvSafe?: boolean;
  /** Grid: cells of the terminal; absent: as wide as the rows need. */
  readonly width?: number;
  /** Grid: stop after so many rows, with a note. */
  readonly maxRows?: number;
  /** Grid: of more rows than that the middle is left out, with a note. */
  readonly mostRows?: number;
  /** Grid: the columns' types stand under their names. */
  readonly types?: boolean;
}

/** Text is handed on in pieces of about this size. */
const CHUNK_CHARACTERS = 64 * 1024;

/**
 * CSV by RFC 4180 with line feeds: a header, NULL as an empty field, an empty text as `""`, nested
 * values as JSON.
 */
export async function* encodeCsv(
  input: EncoderInput,
  options: EncodeOptions = {},
): AsyncGenerator<Uint8Array> {
  const shown = options.terminal
    ? (text: string) => printable(text, { keepLines: true })
    : (text: string) => text;
  const textOf = options.csvSafe ? (text: string) => shown(harmless(text)) : shown;
  // What a number, time or truth value says can't be a formula, though it may begin as one.
  const textsOf = input.columns.map(({ type }) => type.is === "string" ? textOf : shown);
  const cell = (reader: CellReader, row: number, column: number) =>
    reader.isNull(row) ? "" : csvField(textsOf[column]!(reader.text(row)));
  const header = input.columns.map(({ name }) => csvField(textOf(name))).join(",");
  yield* chunked(input, {
    before: `${header}\n`,
    row: (readers, row) => `${readers.map((reader, i) => cell(reader, row, i)).join(",")}\n`,
  });
}

/** What begins a formula (OWASP, "CSV Injection"): `=`, `+`, `-`, `@`, a tab, a carriage return. */
function harmless(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** One JSON array of objects, one object a line. Infinities and NaN are strings. */
export async function* encodeJson(input: EncoderInput): AsyncGenerator<Uint8Array> {
  const object = jsonObject(input.columns);
  let first = true;
  yield* chunked(input, {
    before: "[",
    row: (readers, row) => {
      const separator = first ? "\n" : ",\n";
      first = false;
      return separator + object(readers, row);
    },
    after: () => first ? "]\n" : "\n]\n",
  });
}

/** One JSON object a line. */
export async function* encodeJsonLines(input: EncoderInput): AsyncGenerator<Uint8Array> {
  const object = jsonObject(input.columns);
  yield* chunked(input, { row: (readers, row) => `${object(readers, row)}\n` });
}

/** A GitHub-flavoured Markdown table. */
export async function* encodeMarkdown(input: EncoderInput): AsyncGenerator<Uint8Array> {
  const escape = (text: string) => printable(text).replace(/[\\|]/g, "\\$&");
  const rule = input.columns.map(({ type }) => isNumeric(type) ? "---:" : "---");
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  yield* chunked(input, {
    before: line(input.columns.map(({ name }) => escape(name))) + line(rule),
    row: (readers, row) =>
      line(readers.map((reader) => reader.isNull(row) ? "NULL" : escape(reader.text(row)))),
  });
}

function jsonObject(
  columns: readonly Column[],
): (readers: readonly CellReader[], row: number) => string {
  const keys = uniqueNames(columns).map((name) => `${jsonString(name)}:`);
  return (readers, row) => {
    let text = "{";
    readers.forEach((reader, i) => {
      text += `${i > 0 ? "," : ""}${keys[i]}${reader.isNull(row) ? "null" : reader.json(row)}`;
    });
    return `${text}}`;
  };
}

/** An object with the same key twice would lose a value when read: the second `a` becomes `a_2`. */
export function uniqueNames(columns: readonly Column[]): string[] {
  const taken = new Set(columns.map(({ name }) => name));
  const seen = new Set<string>();
  return columns.map(({ name }) => {
    let unique = name;
    for (let n = 2; seen.has(unique) || (unique !== name && taken.has(unique)); n++) {
      unique = `${name}_${n}`;
    }
    seen.add(unique);
    return unique;
  });
}

function csvField(text: string): string {
  return text === "" || /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

async function* chunked(
  input: EncoderInput,
  parts: {
    readonly before?: string;
    readonly row: (readers: readonly CellReader[], row: number) => string;
    readonly after?: () => string;
  },
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let text = parts.before ?? "";
  for await (const batch of input.batches) {
    const readers = cellReaders(batch, input.zone);
    for (let row = 0; row < batch.numRows; row++) {
      text += parts.row(readers, row);
      if (text.length < CHUNK_CHARACTERS) continue;
      yield encoder.encode(text);
      text = "";
    }
  }
  text += parts.after?.() ?? "";
  if (text !== "") yield encoder.encode(text);
}
