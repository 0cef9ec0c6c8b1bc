import { type Chart, niceStep } from "../chart/mod.ts";
import { numbersOf } from "./plot_numbers.ts";
import { LeftOut, lineNames, type PlotRun } from "./plot_run.ts";
import { boundsSql, pointsSql } from "./plot_sql.ts";

/** About so many bars, of few rows and of many. */
const PARTS = { least: 8, most: 40 };

/** How many values there are in each part of the numbers' range, a round number wide. */
export async function histogramsOf(
  run: PlotRun,
): Promise<Pick<Chart, "x" | "lines"> & Partial<Chart>> {
  const { columns: { y }, values } = run;
  const names = lineNames(run);
  const label = y.map(({ name }) => name).join(", ");
  const { rows, least, greatest } = await rangeOf(run);
  // The rule of Rice: as many as twice the cube root of the rows.
  const wanted = Math.min(PARTS.most, Math.max(PARTS.least, Math.ceil(2 * Math.cbrt(rows))));
  // One value, or none: a part around it.
  const step = niceStep(Math.max((greatest - least) / wanted, Math.abs(least) * 2 ** -40, 1e-300));
  const first = Math.floor(least / step);
  const parts = Number.isNaN(least) ? 0 : Math.floor(greatest / step) - first + 1;
  const counts = names.map(() => new Float64Array(parts));
  const leftOut = new LeftOut({ isLog: false });
  for await (const batch of run.ask(pointsSql(run.rows, run.columns, values))) {
    const [, lines, ...ys] = batch.data.children.map((_, i) => numbersOf(batch, i));
    for (let row = 0; row < batch.numRows; row++) {
      const line = lines!(row);
      if (Number.isNaN(line)) continue;
      for (let i = 0; i < ys.length; i++) {
        const part = Math.floor(leftOut.drawable(ys[i]!(row)) / step) - first;
        if (part >= 0 && part < parts) counts[line * ys.length + i]![part]!++;
      }
    }
  }
  leftOut.tell(run);
  const xs = Float64Array.from({ length: parts }, (_, part) => (first + part + 0.5) * step);
  const empty = run.isLog ? NaN : 0;
  return {
    x: { is: "number", label },
    yLabel: "rows",
    mark: "bar",
    lines: names.map((name, i) => ({
      name: names.length === 1 ? "rows" : name,
      points: { xs, ys: counts[i]!.map((count) => count === 0 ? empty : count) },
    })),
  };
}

/** Of all columns together; NaN where there is no value. */
async function rangeOf({ rows, columns, ask }: PlotRun) {
  for await (const batch of ask(boundsSql(rows, columns))) {
    const [count, ...bounds] = batch.data.children.map((_, i) => numbersOf(batch, i)(0));
    const ofValues = bounds.slice(2).filter((bound) => !Number.isNaN(bound));
    if (ofValues.length === 0) break;
    return { rows: count!, least: Math.min(...ofValues), greatest: Math.max(...ofValues) };
  }
  return { rows: 0, least: NaN, greatest: NaN };
}
