import type { Chart, Heat } from "../chart/mod.ts";
import { isNumeric, isTime } from "./plot_columns.ts";
import { barsOf } from "./plot_lines.ts";
import { numbersOf } from "./plot_numbers.ts";
import { continuousAxis, LeftOut, lineNames, type PlotRun } from "./plot_run.ts";
import { boundsSql, pointsSql } from "./plot_sql.ts";

/** Cells from left to right, and from the bottom to the top where the vertical axis is of numbers. */
const CELLS = { columns: 60, rows: 24 };

type Drawn = Pick<Chart, "x" | "lines"> & Partial<Chart>;

/**
 * Colours over both axes: a row for each line, its colours the mean of the values there; of a
 * single line, how many values lie where.
 */
export async function heatOf(run: PlotRun): Promise<Drawn> {
  const { columns: { x, y }, values } = run;
  if (!isTime(x) && !isNumeric(x)) return await overNames(run);
  const bounds = await boundsOf(run);
  const columns = await columnsOf(run);
  const { from, to } = aroundCells(bounds, columns);
  const isCounted = values.length * y.length === 1;
  const [bottom, top] = isCounted ? widened(bounds[2]!, bounds[3]!) : [0, 1];
  const rows = isCounted ? CELLS.rows : values.length * y.length;
  const sums = new Float64Array(columns * rows);
  const counts = new Float64Array(sums.length);
  const leftOut = new LeftOut(run);
  for await (const batch of run.ask(pointsSql(run.rows, run.columns, values))) {
    const [xs, lines, ...ys] = batch.data.children.map((_, i) => numbersOf(batch, i));
    for (let row = 0; row < batch.numRows; row++) {
      const [at, line] = [xs!(row), lines!(row)];
      if (Number.isNaN(line) || !leftOut.hasPlace(at)) continue;
      const column = partOf((at - from) / (to - from), columns);
      for (let i = 0; i < ys.length; i++) {
        const value = leftOut.drawable(ys[i]!(row));
        if (Number.isNaN(value)) continue;
        const of = isCounted
          ? partOf((value - bottom) / (top - bottom), rows)
          : rows - 1 - (line * ys.length + i);
        sums[of * columns + column]! += value;
        counts[of * columns + column]!++;
      }
    }
  }
  leftOut.tell(run);
  const named = { is: "names" as const, names: lineNames(run).reverse() };
  const heat: Heat = {
    from,
    to,
    columns,
    rows: isCounted ? { is: "number", from: bottom, to: top, count: rows } : named,
    values: counts.map((count, i) => count === 0 ? NaN : isCounted ? count : sums[i]! / count),
    label: isCounted ? "rows" : meanOf(run),
  };
  return { x: continuousAxis(run), lines: [], heat, ...(isCounted ? {} : { yLabel: "" }) };
}

/** The means that bars would show. */
async function overNames(run: PlotRun): Promise<Drawn> {
  const { x, lines } = await barsOf(run);
  const columns = x.is === "names" ? x.names.length : 0;
  const rows = lines.toReversed();
  const values = new Float64Array(columns * rows.length).fill(NaN);
  rows.forEach(({ points }, row) =>
    points.xs.forEach((at, i) => values[row * columns + at] = points.ys[i]!)
  );
  const heat: Heat = {
    from: -0.5,
    to: columns - 0.5,
    columns,
    rows: { is: "names", names: rows.map(({ name }) => name) },
    values,
    label: meanOf(run),
  };
  return { x, lines: [], heat, yLabel: "" };
}

function meanOf({ columns: { y } }: PlotRun): string {
  return y.length === 1 ? `mean ${y[0]!.name}` : "mean";
}

/** Least and greatest of x, then of each y. */
async function boundsOf({ rows, columns, ask }: PlotRun): Promise<number[]> {
  for await (const batch of ask(boundsSql(rows, columns))) {
    return batch.data.children.map((_, i) => numbersOf(batch, i)(0)).slice(1);
  }
  return [];
}

/** Few places have a cell each; more are looked for no further. */
async function columnsOf(run: PlotRun): Promise<number> {
  const places = new Set<number>();
  for await (const batch of run.ask(pointsSql(run.rows, run.columns, run.values))) {
    const xs = numbersOf(batch, 0);
    for (let row = 0; row < batch.numRows; row++) {
      if (Number.isFinite(xs(row))) places.add(xs(row));
      if (places.size >= CELLS.columns) return CELLS.columns;
    }
  }
  return Math.max(1, places.size);
}

/** The ends of the axis: where each place has a cell, it is in the middle of it. */
function aroundCells(
  [least, greatest]: readonly number[],
  columns: number,
): { from: number; to: number } {
  const [from, to] = widened(least!, greatest!);
  const half = columns < CELLS.columns && columns > 1 ? (to - from) / (columns - 1) / 2 : 0;
  return { from: from - half, to: to + half };
}

function partOf(share: number, parts: number): number {
  return Math.min(parts - 1, Math.max(0, Math.floor(share * parts)));
}

/** Room around a value that is the only one; somewhere, where there is none. */
function widened(least: number, greatest: number): [number, number] {
  if (least < greatest) return [least, greatest];
  return Number.isNaN(least) ? [0, 1] : [least - 0.5, greatest + 0.5];
}
