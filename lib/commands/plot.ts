import { type Chart, type Mark, MAX_LINES, MAX_PANELS } from "../chart/mod.ts";
import { PondError, type TimeZone } from "../base/mod.ts";
import type { RecordBatch } from "../deps/arrow.ts";
import type { NodeQuery, Pond, PondReader } from "../pond/mod.ts";
import { cellReaders } from "../encode/mod.ts";
import type { Column } from "../table/mod.ts";
import {
  chooseColumns,
  isNumeric,
  isTime,
  type PlotColumns,
  type PlotWords,
} from "./plot_columns.ts";
import { heatOf } from "./plot_heat.ts";
import { histogramsOf } from "./plot_histogram.ts";
import { barsOf, pointsOf } from "./plot_lines.ts";
import { numbersOf } from "./plot_numbers.ts";
import { counted, type PlotRun } from "./plot_run.ts";
import { byValuesSql, type Every, everySql } from "./plot_sql.ts";
import { querySource } from "./query_source.ts";
import { canonicalPath } from "./tree_facts.ts";

/** What to plot. */
export interface PlotOptions extends PlotWords {
  /** A pond path, glob or source URL. */
  readonly path: string;
  /** Default the path. */
  readonly title?: string | undefined;
  /** Default lines over times and numbers, bars over names. */
  readonly type?: PlotType | undefined;
  /** The vertical axis is logarithmic. */
  readonly isLog?: boolean | undefined;
  /** One point for each such time, made of the rows in it. */
  readonly every?: Every | undefined;
  /** What of it, as for `cat`. */
  readonly query: Omit<NodeQuery, "limit">;
  /** Whose local time the time axis shows; default UTC. */
  readonly zone?: TimeZone | undefined;
  /** Told what the chart doesn't show. */
  readonly onNote: (note: string) => void;
}

/** How values are shown: as marks, as counts of values, or as colours. */
export type PlotType = Mark | "hist" | "heat";

/**
 * A chart of a table or series, or of the answer to a query on it; rows are reduced while they are read.
 * @throws {PondError} `invalid-query` for columns that aren't there or have no numbers, `usage` for too many; as
 * {@linkcode catCommand}
 */
export async function plotCommand(pond: Pond, options: PlotOptions): Promise<Chart> {
  const reader = await pond.read();
  const source = await querySource(reader, options.path);
  const path = typeof source === "string" ? source : canonicalPath(options.path);
  const time = typeof source === "string" ? undefined : (await source.table?.describe())?.time;
  // A semicolon at the end is fine in a query, but not in a part of one.
  const rows = (options.query.sql ?? "SELECT * FROM source").replace(/[;\s]+$/, "");
  const ask = (sql: string) => batchesOf(reader, path, { ...options.query, sql });
  const all = await columnsOf(reader, path, { ...options.query, sql: rows });
  const columns = chooseColumns(all, options, {
    timeColumn: time?.name,
    isCounted: options.type === "hist",
  });
  const { leftOut } = columns;
  if (leftOut.length > 0) {
    options.onNote(`not drawn: ${leftOut.map(({ name }) => name).join(", ")} (--y names columns)`);
  }
  checkType(columns, options);
  const drawn = options.every ? everySql(rows, columns, options.every) : rows;
  const asked = {
    columns,
    rows: drawn,
    ask,
    zone: options.zone,
    isLog: options.isLog ?? false,
    onNote: options.onNote,
  };
  const run: PlotRun = { ...asked, values: await valuesOf(asked, mostLines(columns, options)) };
  const yLabel = columns.y.length === 1 ? columns.y[0]!.name : "";
  const isLog = options.isLog ? { isLog: true } : {};
  return { title: options.title ?? path, yLabel, ...isLog, ...await drawnOf(run, options.type) };
}

/** The part of a chart that its type makes. */
function drawnOf(
  run: PlotRun,
  type: PlotType | undefined,
): Promise<Pick<Chart, "x" | "lines"> & Partial<Chart>> {
  if (type === "hist") return histogramsOf(run);
  if (type === "heat") return heatOf(run);
  if (isContinuous(run.columns.x)) return pointsOf(run, type ?? "line");
  return barsOf(run);
}

/** @throws {PondError} `invalid-query` for a type, or a step in time, that the columns don't have */
function checkType({ x }: PlotColumns, { type, every, isLog }: PlotOptions): void {
  if (every && !isTime(x)) {
    throw new PondError("invalid-query", `cannot plot by time: ${x.name} holds no times`, {
      hint: "--x names a column of times",
    });
  }
  if ((type === "line" || type === "point") && !isContinuous(x)) {
    throw new PondError("invalid-query", `cannot plot a ${type} over ${x.name}: it holds names`, {
      hint: "--type bar, or --x with a column of times or numbers",
    });
  }
  if (type === "heat" && isLog) {
    throw new PondError("usage", "cannot plot heat with --log: colours stand for the values");
  }
}

function isContinuous(x: Column): boolean {
  return isTime(x) || isNumeric(x);
}

/** Lines over times and numbers have small charts when they are many; so have rows of colours room. */
function mostLines({ x }: PlotColumns, { type }: PlotOptions): number {
  return type !== "hist" && (isContinuous(x) || type === "heat") ? MAX_PANELS : MAX_LINES;
}

async function columnsOf(
  reader: PondReader,
  path: string,
  query: NodeQuery,
): Promise<readonly Column[]> {
  await using result = await reader.query(path, { ...query, limit: 0 });
  return result.columns;
}

async function* batchesOf(
  reader: PondReader,
  path: string,
  query: NodeQuery,
): AsyncGenerator<RecordBatch> {
  await using result = await reader.query(path, query);
  yield* result.batches;
}

/** The values of `--by` that have a line, in their own order. */
async function valuesOf(
  { columns, rows, ask, onNote }: Omit<PlotRun, "values">,
  lines: number,
): Promise<(string | null)[]> {
  const { by, y } = columns;
  if (by === null) return [null];
  const most = Math.floor(lines / y.length);
  const values: (string | null)[] = [];
  let total = 0;
  for await (const batch of ask(byValuesSql(rows, by, most))) {
    const name = cellReaders(batch)[0]!;
    const totals = numbersOf(batch, 1);
    for (let row = 0; row < batch.numRows; row++) {
      values.push(name.isNull(row) ? null : name.text(row));
      total = totals(row);
    }
  }
  if (total > values.length) {
    const more = counted(total - values.length, "more value");
    onNote(`not drawn: ${more} of ${by.name}, with fewer rows`);
  }
  return isNumeric(by)
    ? values.sort((a, b) => Number(a ?? Infinity) - Number(b ?? Infinity))
    : values.sort((a, b) => a === null ? 1 : b === null ? -1 : a < b ? -1 : 1);
}
