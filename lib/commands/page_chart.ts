import { parseIsoTimeUs } from "../base/mod.ts";
import { MAX_LINES, PointCollector } from "../chart/mod.ts";
import { type PageChart, pageLines } from "../page/mod.ts";
import { type Column, isMoment, isNumeric } from "../table/mod.ts";
import type { Profiles } from "./page_profile.ts";
import type { PageQueries } from "./page_queries.ts";
import { numbersOf } from "./plot_numbers.ts";
import { lineIndex, microseconds, number } from "./plot_sql.ts";

/** Parts of a histogram. */
const PARTS = 24;

/** Points of all lines of a chart before it is fitted to the page. */
const MOST_POINTS = 65_536;

/** Points that a line has in any case. */
const LEAST_POINTS = 2048;

/** Lines that are drawn before somebody chooses. */
const SHOWN_LINES = 4;

/** Lines that would take a smaller part of the height are not drawn together before somebody asks. */
const LEAST_SHARE = 0.1;

/** What is known of a table. */
export interface ChartedTable {
  readonly columns: readonly Column[];
  readonly profiles: Profiles;
  readonly timeColumn: string | null;
  readonly queries: PageQueries;
}

/** What one pass over a table gives. */
export interface Charted {
  /** Of a table with times and numbers. */
  readonly chart: PageChart | null;
  /** Of columns of numbers and moments; sparse, by the places of columns. */
  readonly histograms: readonly (readonly number[] | undefined)[];
  readonly leftOut: readonly string[];
}

/** Columns, what divides the lines, and where each value goes. */
interface Plan {
  readonly time: Column | null;
  readonly drawn: readonly Column[];
  readonly by: Column | null;
  readonly values: readonly (string | null)[];
}

/** Reads all rows once: lines over time with their peaks, and histograms. */
export async function chartAndHistograms(path: string, table: ChartedTable): Promise<Charted> {
  const { columns, profiles, queries } = table;
  const plan = planOf(table);
  const histograms = columns.map((column, i) => histogramOf(column, profiles.columns[i]!));
  const collectors = plan.values.map(() => plan.drawn.map(() => collectorFor(plan)));
  const counted = columns.filter((_, i) => histograms[i]);
  const selected = [...new Set([...counted, ...plan.drawn, ...(plan.time ? [plan.time] : [])])];
  if (profiles.rows === 0 || selected.length === 0) {
    return { chart: null, histograms: [], leftOut: [] };
  }
  const sql = `SELECT ${
    [lineIndex(plan, plan.values), ...selected.map(valueSql)].map((each, i) => `${each} AS c${i}`)
      .join(", ")
  } FROM source`;
  const timeAt = plan.time ? selected.indexOf(plan.time) : -1;
  const drawnAt = plan.drawn.map((column) => selected.indexOf(column));
  const countedAt = selected.map((column) => histograms[columns.indexOf(column)]);
  for await (const batch of queries.batches(path, sql)) {
    const [line, ...readers] = batch.data.children.map((_, i) => numbersOf(batch, i));
    for (let row = 0; row < batch.numRows; row++) {
      readers.forEach((reader, i) => countedAt[i]?.add(reader(row)));
      const at = timeAt < 0 ? NaN : readers[timeAt]!(row);
      const lines = collectors[line!(row)];
      if (Number.isNaN(at) || !lines) continue;
      lines.forEach((each, i) => each.add(at, finite(readers[drawnAt[i]!]!(row))));
    }
  }
  return {
    chart: plan.drawn.length === 0 ? null : chartOf(plan, collectors, table),
    histograms: histograms.map((each) => each?.counts),
    leftOut: leftOutOf(table, plan),
  };
}

function planOf({ columns, profiles, timeColumn }: ChartedTable): Plan {
  const time = columns.find(({ name, type }) => name === timeColumn && isMoment(type)) ?? null;
  const numeric = columns.filter((column) => isNumeric(column.type) && column !== time);
  if (time === null) return { time, drawn: [], by: null, values: [null] };
  const by = dividing(columns, profiles, time);
  const values = by === null ? [null] : profiles.columns[columns.indexOf(by)]!.top!
    .map(([value]) => value === null ? null : String(value)).sort();
  return { time, drawn: numeric.slice(0, MAX_LINES), by, values };
}

/** The text that tells apart rows of one time, where there is one with few values. */
function dividing(columns: readonly Column[], profiles: Profiles, time: Column): Column | null {
  const facts = (column: Column) => profiles.columns[columns.indexOf(column)]!;
  if (facts(time).distinct! > profiles.rows * 0.9) return null;
  const candidates = columns.filter((column) => {
    const { top, distinct } = facts(column);
    return column.type.is === "string" && top !== null && distinct! > 1 && distinct! <= top.length;
  });
  return candidates.sort((a, b) => facts(b).distinct! - facts(a).distinct!)[0] ?? null;
}

function collectorFor({ drawn, values }: Plan): PointCollector {
  const share = MOST_POINTS / (drawn.length * values.length);
  const capacity = Math.max(LEAST_POINTS, 2 ** Math.floor(Math.log2(share)));
  return new PointCollector({ capacity, buckets: capacity / 8 });
}

function chartOf(
  { time, drawn, by, values }: Plan,
  collectors: readonly (readonly PointCollector[])[],
  { columns, profiles }: ChartedTable,
): PageChart {
  const shown = shownTogether(drawn.map((column) => profiles.columns[columns.indexOf(column)]!));
  const lines = drawn.flatMap((column, c) =>
    values.map((value, v) => ({
      name: by === null ? column.name : value ?? "NULL",
      column: column.name,
      points: collectors[v]![c]!.points(),
      shown: by === null ? shown[c]! : c === 0,
    }))
  );
  return {
    x: { is: "time", label: time!.name, zone: "UTC" },
    yLabel: "",
    ...pageLines(lines),
    mark: "line",
    log: false,
    heat: null,
  };
}

/** The first column, and those that can be read on one axis with it. */
function shownTogether(columns: readonly { min: unknown; max: unknown }[]): boolean[] {
  const shown: [number, number][] = [];
  return columns.map(({ min, max }) => {
    const range: [number, number] = [Number(min ?? NaN), Number(max ?? NaN)];
    const all = [...shown, range];
    const height = Math.max(...all.map((each) => each[1])) -
      Math.min(...all.map((each) => each[0]));
    const isReadable = all.every(([from, to]) => to - from >= height * LEAST_SHARE);
    if (shown.length > 0 && (!isReadable || shown.length === SHOWN_LINES)) return false;
    if (isReadable) shown.push(range);
    return true;
  });
}

function leftOutOf({ columns }: ChartedTable, { time, drawn }: Plan): string[] {
  if (time === null) return [];
  const more = columns.filter((column) => isNumeric(column.type) && column !== time).length -
    drawn.length;
  return more > 0 ? [`${more} more columns of numbers are not drawn.`] : [];
}

/** Counts values in parts of equal width. */
class Histogram {
  readonly counts: number[] = new Array(PARTS).fill(0);

  constructor(readonly least: number, readonly greatest: number) {}

  add(value: number): void {
    const share = (value - this.least) / (this.greatest - this.least);
    // NaN, of NULL too, is in no part.
    if (share >= 0 && share <= 1) this.counts[Math.min(PARTS - 1, Math.floor(share * PARTS))]!++;
  }
}

function histogramOf(
  { type }: Column,
  { min, max }: Pick<Profiles["columns"][number], "min" | "max">,
): Histogram | undefined {
  if (!isNumeric(type) && !isMoment(type)) return undefined;
  const [least, greatest] = [min, max].map((bound) =>
    bound === null ? NaN : isMoment(type) ? momentUs(String(bound)) : Number(bound)
  );
  const width = greatest! - least!;
  return width > 0 && Number.isFinite(width) ? new Histogram(least!, greatest!) : undefined;
}

/** Years that are written otherwise, and infinities, have no histogram. */
function momentUs(text: string): number {
  return /^\d{4}-/.test(text) ? Number(parseIsoTimeUs(text)) : NaN;
}

function valueSql(column: Column): string {
  return isMoment(column.type) ? microseconds(column) : number(column);
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : NaN;
}
