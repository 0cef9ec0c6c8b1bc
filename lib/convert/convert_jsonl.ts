import { pace, PondError } from "../base/mod.ts";
import type { ByteSource, Column } from "../table/mod.ts";
import { type ColumnBatch, type ParquetTarget, writeParquetFile } from "../parquet/mod.ts";
import { CellWriter } from "./cell_writer.ts";
import type { CellBlock } from "./cells.ts";
import { checkBlock, type PlannedColumn, withoutMisfits } from "./check_rows.ts";
import { newColumnBuilder } from "./column_builder.ts";
import { headerNames } from "./csv_header.ts";
import { placeDeclared } from "./declared.ts";
import { isJsonNumber, jsonText, keysInOrder, readJsonLines } from "./json_lines.ts";
import { isBlank, joinKinds, type Kind, kindOf } from "./kinds.ts";
import type { Conversion, TextSummary } from "./options.ts";
import { Problems } from "./passed_over.ts";
import { takeAll, takeWhenFull } from "./row_groups.ts";
import { type ValueSyntax, valueSyntax } from "./value_syntax.ts";

const MAX_COLUMNS = 16_384;
/** How much text is read without a turn of the event loop: some milliseconds' work at most. */
const PACED_LENGTH = 1 << 16;

/**
 * Writes JSON text, one object a line, as Parquet: a column for each key in the order in which the
 * keys first appear, NULL where an object lacks it. A first pass finds keys and types in the whole
 * file, a second one writes. Numbers get the narrowest type that holds all of them, strings that
 * are all dates or times year first become dates or timestamps; nested values, and values that have
 * no type in common, are strings of JSON.
 * @throws {PondError} `invalid-input` with label and line, and column and value where a value is
 *   wrong; `invalid-config` for a declared type that text isn't read as
 */
export async function convertJsonLines(
  source: ByteSource,
  target: ParquetTarget,
  options: Conversion,
): Promise<TextSummary> {
  const { label, schema } = options;
  const syntax = valueSyntax(options.csv, { numericTimes: true });
  const text: JsonText = { source, options, problems: new Problems(label, options.csv) };
  const found = await findColumns(text, syntax);
  const keys = [...found.keys()];
  if (schema) {
    const known = new Set(keys);
    const missing = schema.map(({ name }) => name).filter((name) => !known.has(name));
    placeDeclared([...keys, ...missing], { schema, label });
    const planned = schema.map((column, place) => planColumn(column, place, syntax));
    return await write(text, target, { keys: schema.map(({ name }) => name), planned });
  }
  if (keys.length === 0) {
    throw new PondError(
      "invalid-input",
      `cannot read ${label}: it has no keys, and so no columns`,
      { data: { label, empty: true } },
    );
  }
  const names = headerNames(keys);
  const planned = [...found.values()].map((kind, place) => {
    const format = syntax.formatOfKind(kind);
    // As of CSV, a column without values is of any type beside others.
    const type = kind === "null" ? { is: "null" } as const : format.type;
    const column: Column = { name: names[place]!, type, nullable: true };
    return { column, place, format, isTime: false };
  });
  return await write(text, target, { keys, planned });
}

/** A text, and what is wrong with it. */
interface JsonText {
  readonly source: ByteSource;
  readonly options: Conversion;
  readonly problems: Problems;
}

function planColumn(column: Column, place: number, syntax: ValueSyntax): PlannedColumn {
  return { column, place, format: syntax.formatOfColumn(column), isTime: false };
}

function linesOf({ source, options, problems }: JsonText) {
  const { label, csv, isGrowing = false } = options;
  return readJsonLines(source, { label, encoding: csv.encoding, isGrowing, problems });
}

/** The kinds of all keys, in the order of their first appearance. */
async function findColumns(
  text: JsonText,
  syntax: ValueSyntax,
): Promise<ReadonlyMap<string, Kind>> {
  const kinds = new Map<string, Kind>();
  const { label, csv } = text.options;
  // What is wrong is told by the pass that writes.
  const looking = { ...text, problems: new Problems(label, csv) };
  let unpaced = 0;
  for (const each of linesOf(looking)) {
    const { value, line, json } = each;
    if ((unpaced += json.length) > PACED_LENGTH) {
      unpaced = 0;
      await pace();
    }
    const names = Object.keys(value);
    for (const key of names.every((name) => kinds.has(name)) ? names : keysInOrder(each)) {
      const item = value[key];
      const kind = kinds.get(key) ?? "null";
      if (kind === "string" || (item === null && kinds.has(key))) continue;
      kinds.set(key, joinKinds(kind, kindOfJson(item, syntax)));
    }
    if (kinds.size > MAX_COLUMNS) {
      const why = `more than ${MAX_COLUMNS} different keys by line ${line}`;
      throw new PondError("invalid-input", `cannot read ${label}: ${why}`, {
        data: { label, line },
      });
    }
  }
  return kinds;
}

/** Longer strings are no dates. */
const LONGEST_TIME = 40;
const scratch = new Uint8Array(3 * LONGEST_TIME);
const encoder = new TextEncoder();

function kindOfJson(value: unknown, syntax: ValueSyntax): Kind {
  if (value === null) return "null";
  if (typeof value === "boolean") return "boolean";
  const isNumber = isJsonNumber(value);
  if (!isNumber && (typeof value !== "string" || value.length > LONGEST_TIME)) return "string";
  const text = jsonText(value);
  if (text.length > LONGEST_TIME) return /^-?\d+$/.test(text) ? "string" : "double";
  const { written } = encoder.encodeInto(text, scratch);
  if (isNumber) return kindOf(scratch, 0, written);
  if (written === 0 || isBlank(scratch[0]!) || isBlank(scratch[written - 1]!)) return "string";
  const kind = syntax.kindOf(scratch, 0, written);
  return kind === "date" || kind === "timestamp" ? kind : "string";
}

interface Plan {
  readonly keys: readonly string[];
  readonly planned: readonly PlannedColumn[];
}

async function write(
  text: JsonText,
  target: ParquetTarget,
  { keys, planned }: Plan,
): Promise<TextSummary> {
  const { problems, options } = text;
  const builders = planned.map(({ format }) => newColumnBuilder(format));
  // Inferred columns hold whatever there is.
  const mayPass = options.schema !== undefined && problems.onError !== "error";
  async function* batches(): AsyncGenerator<readonly ColumnBatch[], null> {
    for await (const read of cellBlocks(text, keys)) {
      const block = mayPass ? withoutMisfits(read, planned, { problems, lastIsOpen: false }) : read;
      planned.forEach((column, i) => {
        const misfit = builders[i]!.append(block, column.place);
        checkBlock(block, column, { label: options.label, misfit });
      });
      yield* takeWhenFull(builders);
      await pace();
    }
    yield takeAll(builders);
    return null;
  }
  const columns = planned.map(({ column }) => column);
  const { summary } = await writeParquetFile(batches(), { columns, target });
  const passedOver = problems.inOrder();
  return { ...summary, timeColumn: null, passedOver, unfinished: problems.unfinished };
}

async function* cellBlocks(
  text: JsonText,
  keys: readonly string[],
): AsyncGenerator<CellBlock> {
  const cells = new CellWriter(keys.length);
  let unpaced = 0;
  for (const { value, line, json } of linesOf(text)) {
    if ((unpaced += json.length) > PACED_LENGTH) {
      unpaced = 0;
      await pace();
    }
    cells.beginRow(line);
    for (const key of keys) {
      const item = Object.hasOwn(value, key) ? value[key] : null;
      cells.add(item === null ? null : jsonText(item));
    }
    if (cells.isFull) yield cells.take();
  }
  const rest = cells.take();
  if (rest.rows > 0) yield rest;
}
