import { type Chart, type Mark, PointCollector } from "../chart/mod.ts";
import { cellReaders } from "../encode/mod.ts";
import { numbersOf } from "./plot_numbers.ts";
import { continuousAxis, counted, LeftOut, linesOf, type PlotRun } from "./plot_run.ts";
import { barsSql, pointsSql } from "./plot_sql.ts";

/** Names that have bars. */
const MAX_NAMES = 40;

/** Some points for each pixel of a large picture. */
const REDUCTION = { capacity: 32_768, buckets: 4096 };

/** Values over times or numbers, reduced while they are read. */
export async function pointsOf(
  run: PlotRun,
  mark: Mark,
): Promise<Pick<Chart, "x" | "lines"> & Partial<Chart>> {
  const { columns: { y }, values } = run;
  const collectors = values.flatMap(() => y.map(() => new PointCollector(REDUCTION)));
  const leftOut = new LeftOut(run);
  for await (const batch of run.ask(pointsSql(run.rows, run.columns, values))) {
    const [xs, lines, ...ys] = batch.data.children.map((_, i) => numbersOf(batch, i));
    for (let row = 0; row < batch.numRows; row++) {
      const line = lines!(row);
      if (Number.isNaN(line)) continue;
      const at = xs!(row);
      if (!leftOut.hasPlace(at)) continue;
      for (let i = 0; i < ys.length; i++) {
        collectors[line * ys.length + i]!.add(at, leftOut.drawable(ys[i]!(row)));
      }
    }
  }
  leftOut.tell(run);
  const marked = mark === "line" ? {} : { mark };
  return { x: continuousAxis(run), lines: linesOf(run, collectors), ...marked };
}

/** Means over names. */
export async function barsOf(run: PlotRun): Promise<Pick<Chart, "x" | "lines">> {
  const { columns: { x, y }, values, onNote } = run;
  const names: string[] = [];
  const collectors = values.flatMap(() => y.map(() => new PointCollector(REDUCTION)));
  const leftOut = new LeftOut(run);
  let [total, most] = [0, 0];
  const sql = barsSql(run.rows, run.columns, { values, limit: MAX_NAMES });
  for await (const batch of run.ask(sql)) {
    const name = cellReaders(batch)[0]!;
    const [, totals, mosts, ...bars] = batch.data.children.map((_, i) => numbersOf(batch, i));
    for (let row = 0; row < batch.numRows; row++) {
      total = totals!(row);
      most = Math.max(most, mosts!(row));
      collectors.forEach((bar, i) => bar.add(names.length, leftOut.drawable(bars[i]!(row))));
      names.push(name.isNull(row) ? "NULL" : name.text(row));
    }
  }
  if (total > names.length) {
    onNote(`not drawn: ${counted(total - names.length, "more value")} of ${x.name}`);
  }
  if (most > 1) onNote(`several rows for a value of ${x.name}: bars show their mean`);
  leftOut.tell(run);
  return { x: { is: "names", label: x.name, names }, lines: linesOf(run, collectors) };
}
