import { PondError } from "../base/mod.ts";
import type { ByteSource, Column } from "../table/mod.ts";
import type { Conversion } from "./options.ts";
import {
  type ColumnBatch,
  type ParquetTarget,
  writeParquetFile,
  type WriteSummary,
} from "../parquet/mod.ts";
import { CellWriter } from "./cell_writer.ts";
import { newColumnBuilder } from "./column_builder.ts";
import { headerNames } from "./csv_header.ts";
import { checkBlock, placeDeclared } from "./declared.ts";
import { isJsonNumber, jsonText, readJsonLines } from "./json_lines.ts";
import { isBlank, joinKinds, type Kind, kindOf } from "./kinds.ts";
import { formatOfColumn, formatOfKind, type ValueFormat } from "./readers.ts";
import { takeAll, takeWhenFull } from "./row_groups.ts";

const MAX_COLUMNS = 16_384;

/**
 * Writes JSON text, one object a line, as Parquet: a column for each key in the order in which the keys first appear, NULL where an object lacks
 * it. A first pass finds keys and types in the whole file, a second one writes. Numbers get the narrowest type that holds all of them,
 * strings that are all dates or times year first become dates or timestamps; nested values, and values that
 * have no type in common, are strings of JSON.
 * @throws {PondError} `invalid-input` with label and line, and column and value where a value is wrong; `invalid-config` for a declared type that
 *   text isn't read as
 */
export async function convertJsonLines(
  source: ByteSource,
  target: ParquetTarget,
  { label, schema }: Conversion,
): Promise<WriteSummary> {
  const formats = schema?.map(formatOfColumn);
  const found = findColumns(source, label);
  const keys = [...found.keys()];
  if (schema) {
    const known = new Set(keys);
    const missing = schema.map(({ name }) => name).filter((name) => !known.has(name));
    placeDeclared([...keys, ...missing], { schema, label });
    return await write(source, target, {
      label,
      keys: schema.map(({ name }) => name),
      columns: schema,
      formats: formats!,
    });
  }
  if (keys.length === 0) {
    throw new PondError(
      "invalid-input",
      `cannot read ${label}: it has no keys, and so no columns`,
      {
        data: { label },
      },
    );
  }
  const kinds = [...found.values()].map(formatOfKind);
  const columns = headerNames(keys).map((name, i) => {
    return { name, type: kinds[i]!.type, nullable: true };
  });
  return await write(source, target, { label, keys, columns, formats: kinds });
}

/** The kinds of all keys, in the order of their first appearance. */
function findColumns(source: ByteSource, label: string): ReadonlyMap<string, Kind> {
  const kinds = new Map<string, Kind>();
  for (const { value, line } of readJsonLines(source, label)) {
    for (const [key, item] of Object.entries(value)) {
      const kind = kinds.get(key) ?? "null";
      if (kind === "string" || (item === null && kinds.has(key))) continue;
      kinds.set(key, joinKinds(kind, kindOfJson(item)));
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

function kindOfJson(value: unknown): Kind {
  if (value === null) return "null";
  if (typeof value === "boolean") return "boolean";
  const isNumber = isJsonNumber(value);
  if (!isNumber && (typeof value !== "string" || value.length > LONGEST_TIME)) return "string";
  const text = jsonText(value);
  if (text.length > LONGEST_TIME) return /^-?\d+$/.test(text) ? "string" : "double";
  const { written } = encoder.encodeInto(text, scratch);
  if (written === 0 || isBlank(scratch[0]!) || isBlank(scratch[written - 1]!)) return "string";
  const kind = kindOf(scratch, 0, written);
  return isNumber || kind === "date" || kind === "timestamp" ? kind : "string";
}

interface Plan {
  readonly label: string;
  readonly keys: readonly string[];
  readonly columns: readonly Column[];
  readonly formats: readonly ValueFormat[];
}

async function write(
  source: ByteSource,
  target: ParquetTarget,
  { label, keys, columns, formats }: Plan,
): Promise<WriteSummary> {
  const builders = formats.map((format) => newColumnBuilder(format));
  function* batches(): Generator<readonly ColumnBatch[], null> {
    for (const block of cellBlocks(source, { label, keys })) {
      columns.forEach((column, i) => {
        checkBlock(block, { column, label, place: i, misfit: builders[i]!.append(block, i) });
      });
      yield* takeWhenFull(builders);
    }
    yield takeAll(builders);
    return null;
  }
  const end = await writeParquetFile(batches(), { columns, target });
  return end.summary;
}

function* cellBlocks(
  source: ByteSource,
  { label, keys }: { readonly label: string; readonly keys: readonly string[] },
) {
  const cells = new CellWriter(keys.length);
  for (const { value, line } of readJsonLines(source, label)) {
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
