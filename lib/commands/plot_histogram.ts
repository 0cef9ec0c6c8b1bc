import { type Chart, niceStep } from "../chart/mod.ts";
import { numbersOf } from "./plot_numbers.ts";
import { LeftOut, lineNames, type PlotRun } from "./plot_run.ts";
import { boundsSql, pointsSql } from "./plot_sql.ts";

/** About so many bars. */
const PARTS = 40;

/** How many values there are in each part of the numbers' range, a round number wide. */
export async function histogramsOf(
  run: PlotRun,
): Promise<Pick<Chart, "x" | "lines"> & Partial<Chart>> {
  const { columns: { y }, values } = run;
  const names = lineNames(run);
  const label = y.map(({ name }) => name).join(", ");
  const [least, greatest] = await rangeOf(run);
  // One value, or none: a part around it.
  const step = niceStep(Math.max((greatest - least) / PARTS, Math.abs(least) * 2 ** -40, 1e-300));
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
async function rangeOf({ rows, columns, ask }: PlotRun): Promise<[number, number]> {
  let [least, greatest] = [NaN, NaN];
  for await (const batch of ask(boundsSql(rows, columns))) {
    const bounds = batch.data.children.map((_, i) => numbersOf(batch, i)(0)).slice(2);
    const at = (end: number) => bounds.filter((bound, i) => i % 2 === end && !Number.isNaN(bound));
    if (at(0).length > 0) [least, greatest] = [Math.min(...at(0)), Math.max(...at(1))];
  }
  return [least, greatest];
}
