import { type Chart, type Line, MAX_LINES, PointCollector, type XAxis } from "../chart/mod.ts";
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
import { barsSql, byValuesSql, type Every, everySql, pointsSql } from "./plot_sql.ts";
import { numbersOf } from "./plot_numbers.ts";
import { querySource } from "./query_source.ts";
import { canonicalPath } from "./tree_facts.ts";

/** What to plot. */
export interface PlotOptions extends PlotWords {
  /** A pond path, glob or source URL. */
  readonly path: string;
  /** Default the path. */
  readonly title?: string | undefined;
  /** One point for each such time, made of the rows in it. */
  readonly every?: Every | undefined;
  /** What of it, as for `cat`. */
  readonly query: Omit<NodeQuery, "limit">;
  /** Whose local time the time axis shows; default UTC. */
  readonly zone?: TimeZone | undefined;
  /** Told what the chart doesn't show. */
  readonly onNote: (note: string) => void;
}

/** What the queries of one chart have in common. */
interface PlotRun {
  readonly options: PlotOptions;
  readonly columns: PlotColumns;
  /** One line each, times the columns; a single one where nothing is divided. */
  readonly values: readonly (string | null)[];
  /** Rows of numbers (NaN: NULL) and texts, batch by batch. */
  ask(sql: string): AsyncIterable<RecordBatch>;
  /** The SELECT whose rows are drawn. */
  readonly rows: string;
}

const MAX_NAMES = 40;

/** Beyond this the length of an axis would be infinite. */
const GREATEST = 1e300;

/** Some points for each pixel of a large picture. */
const REDUCTION = { capacity: 32_768, buckets: 4096 };

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
  const columns = chooseColumns(all, options, time?.name);
  const { leftOut } = columns;
  if (leftOut.length > 0) {
    options.onNote(`not drawn: ${leftOut.map(({ name }) => name).join(", ")} (--y names columns)`);
  }
  if (options.every && !isTime(columns.x)) {
    throw new PondError("invalid-query", `cannot plot by time: ${columns.x.name} holds no times`, {
      hint: "--x names a column of times",
    });
  }
  const drawn = options.every ? everySql(rows, columns, options.every) : rows;
  const asked = { options, columns, rows: drawn, ask };
  const job: PlotRun = { ...asked, values: await valuesOf(asked) };
  const isContinuous = isTime(columns.x) || isNumeric(columns.x);
  const { x, lines } = isContinuous ? await pointsOf(job) : await barsOf(job);
  const yLabel = columns.y.length === 1 ? columns.y[0]!.name : "";
  return { title: options.title ?? path, x, yLabel, lines };
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
  { options, columns, rows, ask }: Omit<PlotRun, "values">,
): Promise<(string | null)[]> {
  const { by, y } = columns;
  if (by === null) return [null];
  const most = Math.floor(MAX_LINES / y.length);
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
    options.onNote(`not drawn: ${more} of ${by.name}, with fewer rows`);
  }
  return isNumeric(by)
    ? values.sort((a, b) => Number(a ?? Infinity) - Number(b ?? Infinity))
    : values.sort((a, b) => a === null ? 1 : b === null ? -1 : a < b ? -1 : 1);
}

async function pointsOf(job: PlotRun): Promise<Pick<Chart, "x" | "lines">> {
  const { columns: { x, y }, values, options } = job;
  const collectors = values.map(() => y.map(() => new PointCollector(REDUCTION)));
  const leftOut = { rows: 0, values: 0 };
  for await (const batch of job.ask(pointsSql(job.rows, job.columns, values))) {
    const [xs, lines, ...ys] = batch.data.children.map((_, i) => numbersOf(batch, i));
    for (let row = 0; row < batch.numRows; row++) {
      const line = collectors[lines!(row)];
      if (!line) continue;
      const at = xs!(row);
      if (!(Math.abs(at) < GREATEST)) {
        leftOut.rows++;
        continue;
      }
      for (let i = 0; i < ys.length; i++) line[i]!.add(at, drawable(ys[i]!(row), leftOut));
    }
  }
  if (leftOut.rows > 0) {
    options.onNote(`not drawn: ${counted(leftOut.rows, "row")} without ${x.name}`);
  }
  noteInfinite(job, leftOut.values);
  const zone = options.zone === undefined ? {} : { zone: options.zone };
  const axis: XAxis = isTime(x)
    ? { is: "time", label: x.name, ...zone }
    : { is: "number", label: x.name };
  return { x: axis, lines: linesOf(job, (value, i) => collectors[value]![i]!) };
}

async function barsOf(job: PlotRun): Promise<Pick<Chart, "x" | "lines">> {
  const { columns: { x, y }, values, options } = job;
  const names: string[] = [];
  const collectors = values.map(() => y.map(() => new PointCollector(REDUCTION)));
  const leftOut = { values: 0 };
  let [total, most] = [0, 0];
  const sql = barsSql(job.rows, job.columns, { values, limit: MAX_NAMES });
  for await (const batch of job.ask(sql)) {
    const name = cellReaders(batch)[0]!;
    const [, totals, mosts, ...bars] = batch.data.children.map((_, i) => numbersOf(batch, i));
    for (let row = 0; row < batch.numRows; row++) {
      total = totals!(row);
      most = Math.max(most, mosts!(row));
      collectors.flat().forEach((bar, i) =>
        bar.add(names.length, drawable(bars[i]!(row), leftOut))
      );
      names.push(name.isNull(row) ? "NULL" : name.text(row));
    }
  }
  if (total > names.length) {
    options.onNote(`not drawn: ${counted(total - names.length, "more value")} of ${x.name}`);
  }
  if (most > 1) options.onNote(`several rows for a value of ${x.name}: bars show their mean`);
  noteInfinite(job, leftOut.values);
  return {
    x: { is: "names", label: x.name, names },
    lines: linesOf(job, (value, i) => collectors[value]![i]!),
  };
}

/** A line for each value of `--by` and each column, in that order. */
function linesOf(
  { columns: { y, by }, values }: PlotRun,
  collectorOf: (value: number, column: number) => PointCollector,
): Line[] {
  return values.flatMap((value, v) =>
    y.map((column, i) => {
      const divided = value ?? "NULL";
      const both = y.length === 1 ? divided : `${divided} ${column.name}`;
      return { name: by === null ? column.name : both, points: collectorOf(v, i).points() };
    })
  );
}

/** NaN is a gap; so is what no axis could hold, which is counted. */
function drawable(y: number, leftOut: { values: number }): number {
  if (Number.isNaN(y) || Math.abs(y) < GREATEST) return y;
  leftOut.values++;
  return NaN;
}

function noteInfinite({ options }: PlotRun, count: number): void {
  if (count > 0) options.onNote(`not drawn: ${counted(count, "infinite value")}`);
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}
