import { isPondError, PondError } from "../base/mod.ts";
import {
  type Bounds,
  compareValues,
  type FooterCache,
  openParquet,
  type ParquetHandle,
  type Value,
} from "../parquet/mod.ts";
import type { ColumnRange, DataFile, DeltaSnapshot, Field, Row, RowQuery } from "./api.ts";
import type { ColumnCache } from "./column_cache.ts";
import { tableFile, type TableLocation } from "./layout.ts";
import { storedPath } from "./state.ts";

/** Where rows are read from. */
export interface ReadContext extends TableLocation {
  readonly footers: FooterCache;
  readonly columns: ColumnCache;
  /** Whether a data file is part of the newest state, by its path in the log. */
  readonly isLive: (path: string) => Promise<boolean>;
}

/**
 * The rows that satisfy every range, a batch a row group. Files and row groups whose bounds allow
 * no match are not read, and of the others the columns of the ranges first.
 * @throws {PondError} `corrupt`, `expired` for a data file that only older states need and that was
 *   dropped
 */
export async function* readRows(
  context: ReadContext,
  snapshot: DeltaSnapshot,
  query: RowQuery,
): AsyncGenerator<readonly Row[]> {
  for (const file of query.files ?? snapshot.files) {
    if (!mayMatch(query.where ?? [], (column) => file.bounds.get(column), file.rows)) continue;
    yield* readFile(context, { snapshot, file, query });
  }
}

/** Whether values within `bounds` can satisfy every range; unknown bounds can. */
export function mayMatch(
  where: readonly ColumnRange[],
  boundsOf: (column: string) => Bounds | undefined,
  rows: number | null,
): boolean {
  return where.every(({ column, min = null, max = null }) => {
    if (min === null && max === null) return true;
    const bounds = boundsOf(column);
    if (!bounds) return true;
    if (rows !== null && bounds.nulls === rows) return false;
    if (min !== null && bounds.max !== null && compareValues(bounds.max, min) < 0) return false;
    return max === null || bounds.min === null || compareValues(bounds.min, max) <= 0;
  });
}

interface FileRead {
  readonly snapshot: DeltaSnapshot;
  readonly file: DataFile;
  readonly query: RowQuery;
}

async function* readFile(context: ReadContext, read: FileRead): AsyncGenerator<readonly Row[]> {
  const { file, query } = read;
  const parquet = await openDataFile(context, file);
  try {
    const where = query.where ?? [];
    for (let index = 0; index < parquet.metadata.row_groups.length; index++) {
      const rows = Number(parquet.metadata.row_groups[index]!.num_rows);
      if (!mayMatch(where, (column) => parquet.groupBounds(index, column), rows)) continue;
      // A pass over everything decodes each column once anyway.
      const cache = where.length > 0 ? context.columns : null;
      const batch = await readGroup({ ...read, parquet, index, rows, cache });
      if (batch.length > 0) yield batch;
    }
  } finally {
    parquet.close();
  }
}

async function openDataFile(context: ReadContext, file: DataFile): Promise<ParquetHandle> {
  try {
    return await openParquet(context.store, tableFile(context, storedPath(file.path)), context);
  } catch (error) {
    if (!isPondError(error, "not-found")) throw error;
    if (await context.isLive(file.path)) {
      throw new PondError("corrupt", `cannot read data file ${file.path}: it is missing`, {
        hint: "pond fsck reports what else is damaged; the file has to come from a copy",
        data: { path: file.path },
        cause: error,
      });
    }
    throw new PondError("expired", `cannot read data file ${file.path}: it was dropped`, {
      data: { path: file.path },
      cause: error,
    });
  }
}

interface GroupRead extends FileRead {
  readonly parquet: ParquetHandle;
  readonly index: number;
  readonly rows: number;
  readonly cache: ColumnCache | null;
}

async function readGroup(read: GroupRead): Promise<readonly Row[]> {
  const { snapshot, query, rows } = read;
  const { schema } = snapshot.metadata;
  const columns = new Map<string, readonly Value[]>();
  const column = async (name: string) => {
    const known = columns.get(name);
    if (known) return known;
    const values = await readColumn(read, fieldOf(schema, name));
    columns.set(name, values);
    return values;
  };
  let matches: readonly number[] | undefined;
  for (const range of query.where ?? []) {
    const values = await column(range.column);
    const inRange = (row: number) => satisfies(values[row] ?? null, range);
    matches = matches ? matches.filter(inRange) : indices(rows).filter(inRange);
    if (matches.length === 0) return [];
  }
  const wanted = query.columns ?? schema.map((field) => field.name);
  const values = [];
  for (const name of wanted) values.push(await column(name));
  return toRows(wanted, values, matches ?? indices(rows));
}

/**
 * Rows inherit nothing, so that a column may have any name. An object of a class without members is
 * as bare as `Object.create(null)`, and unlike that one the engine keeps it compact.
 */
const BareRow = function () {} as unknown as new () => object;
BareRow.prototype = Object.create(null);

function toRows(
  names: readonly string[],
  columns: readonly (readonly Value[])[],
  picks: readonly number[],
): Row[] {
  return picks.map((pick) => {
    const row = new BareRow() as Record<string, Value>;
    for (let i = 0; i < names.length; i++) row[names[i]!] = columns[i]![pick] ?? null;
    return row;
  });
}

function satisfies(value: Value, { min = null, max = null }: ColumnRange): boolean {
  if (min === null && max === null) return true;
  if (value === null) return false;
  return (min === null || compareValues(value, min) >= 0) &&
    (max === null || compareValues(value, max) <= 0);
}

async function readColumn(read: GroupRead, field: Field): Promise<readonly Value[]> {
  const { parquet, file, snapshot } = read;
  if (snapshot.metadata.partitionColumns.includes(field.name)) {
    const value = partitionValue(field, file.partitionValues[field.name] ?? null);
    return new Array<Value>(read.rows).fill(value);
  }
  // A file written before the column was added has NULL in it.
  if (!parquet.columns.has(field.name)) return new Array<Value>(read.rows).fill(null);
  const key = `${file.path} ${read.index} ${field.name}`;
  const known = read.cache?.get(key);
  if (known) return known;
  const values = await parquet.readColumn(read.index, field.name);
  read.cache?.set(key, values, parquet.encodedBytes(read.index, field.name));
  return values;
}

function partitionValue(field: Field, text: string | null): Value {
  if (text === null || text === "") return null;
  if (field.type === "long") return BigInt(text);
  if (field.type === "integer" || field.type === "double") return Number(text);
  return text;
}

function fieldOf(schema: readonly Field[], name: string): Field {
  const field = schema.find((field) => field.name === name);
  if (!field) throw new PondError("internal", `cannot read column ${name}: the table has none`);
  return field;
}

function indices(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
