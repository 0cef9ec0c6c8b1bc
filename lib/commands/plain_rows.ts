import { type DataType, loadArrow, type RecordBatch } from "../deps/arrow.ts";
import { loadParquetWasm } from "../deps/parquet_wasm.ts";
import { encodeRows, type EncodeRowsOptions } from "./encode.ts";

/** A row of plain values by column name. */
export type PlainRow = Readonly<Record<string, unknown>>;

/** A column of plain rows. */
export interface PlainColumn {
  readonly name: string;
  readonly type: "string" | "int64" | "boolean";
  readonly nullable: boolean;
}

const BATCH_ROWS = 4096;

/** Plain rows in the formats that queries have, through the same encoders. */
export async function* encodePlainRows(
  columns: readonly PlainColumn[],
  rows: AsyncIterable<PlainRow> | Iterable<PlainRow>,
  options: EncodeRowsOptions,
): AsyncGenerator<Uint8Array> {
  const batches = batchesOf(columns, rows);
  if (options.format === "parquet") yield await parquetOf(batches);
  else {
    const typed = columns.map((column) => ({ ...column, type: { is: column.type } }));
    yield* encodeRows({ columns: typed, batches }, options);
  }
}

/** At least one batch, so that a result without rows has its columns. */
async function* batchesOf(
  columns: readonly PlainColumn[],
  rows: AsyncIterable<PlainRow> | Iterable<PlainRow>,
): AsyncGenerator<RecordBatch> {
  let waiting: PlainRow[] = [];
  let batches = 0;
  for await (const row of rows) {
    waiting.push(row);
    if (waiting.length < BATCH_ROWS) continue;
    yield await batchOf(columns, waiting);
    batches++;
    waiting = [];
  }
  if (waiting.length > 0 || batches === 0) yield await batchOf(columns, waiting);
}

async function batchOf(
  columns: readonly PlainColumn[],
  rows: readonly PlainRow[],
): Promise<RecordBatch> {
  const arrow = await loadArrow();
  const typeOf = ({ type }: PlainColumn): DataType =>
    type === "int64" ? new arrow.Int64() : type === "boolean" ? new arrow.Bool() : new arrow.Utf8();
  const fields = columns.map((column) =>
    new arrow.Field(column.name, typeOf(column), column.nullable)
  );
  const children = columns.map((column, i) => {
    const values = rows.map((row) => valueOf(row[column.name], column));
    const empty = arrow.makeData({ type: fields[i]!.type });
    return values.length === 0 ? empty : arrow.vectorFromArray(values, fields[i]!.type).data[0]!;
  });
  const type = new arrow.Struct(fields);
  const data = arrow.makeData({ type, length: rows.length, nullCount: 0, children });
  return new arrow.RecordBatch(new arrow.Schema(fields), data);
}

function valueOf(value: unknown, column: PlainColumn): unknown {
  if (value === null || value === undefined) return null;
  return column.type === "int64" ? BigInt(value as number | bigint) : value;
}

async function parquetOf(batches: AsyncIterable<RecordBatch>): Promise<Uint8Array> {
  const [arrow, wasm] = await Promise.all([loadArrow(), loadParquetWasm()]);
  const all: RecordBatch[] = [];
  for await (const batch of batches) all.push(batch);
  const ipc = arrow.tableToIPC(new arrow.Table(all), "stream");
  return wasm.writeParquet(wasm.Table.fromIPCStream(ipc));
}
