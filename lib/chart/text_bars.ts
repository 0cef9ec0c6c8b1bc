import { printable } from "../base/mod.ts";
import { displayWidth, fitWidth } from "../encode/mod.ts";
import { type Chart, hasLegend } from "./chart.ts";
import { frameOf, isOn, position } from "./frame.ts";
import { letterOf, type TextOptions } from "./text_options.ts";

/** Halves of a cell that are filled: none, the left one, the right one, both. */
const BLOCKS = [" ", "▌", "▐", "█"];
const LEAST_CELLS = 8;

/** A row for each bar, from left to right: names are readable that way, however long. */
export function barRows(
  chart: Chart,
  names: readonly string[],
  { width, paint }: Pick<TextOptions, "width" | "paint">,
): string[] {
  const { y, isEmpty } = frameOf(chart, { xTicks: 0, yTicks: 4 });
  if (isEmpty) return ["no data"];
  const base = y.isLog ? y.from : 0;
  const shown = names.map((name) => printable(name));
  const values = chart.lines.map(({ points }) => {
    const byName = new Map([...points.xs].map((x, i) => [x, points.ys[i]!]));
    return names.map((_, at) => byName.get(at) ?? NaN);
  });
  const nameWidth = Math.min(
    Math.max(...shown.map(displayWidth)),
    Math.max(4, Math.floor(width / 3)),
  );
  const letters = !paint && hasLegend(chart);
  const valueWidth = Math.max(...values.flat().map((value) => valueText(value).length));
  const cells = Math.max(LEAST_CELLS, width - nameWidth - valueWidth - (letters ? 5 : 3));
  return shown.flatMap((name, at) =>
    chart.lines.map((_, line) => {
      const value = values[line]![at]!;
      const ends = [base, isOn(y, value) ? value : NaN].map((end) => position(y, end) * cells);
      const bar = barText(ends, cells);
      const head = line === 0 ? fitWidth(name, nameWidth) : "";
      const padded = head + " ".repeat(nameWidth - displayWidth(head));
      const letter = letters ? ` ${letterOf(line)}` : "";
      const painted = paint ? paint(bar, line) : bar;
      return `${padded}${letter} │${painted} ${valueText(value)}`;
    })
  );
}

/** Cells filled between two places on the axis, to half a cell; nothing where one is NaN. */
function barText(ends: readonly number[], cells: number): string {
  const halves = ends.map((end) => Math.round(end * 2)).sort((a, b) => a - b);
  const isFilled = (half: number) => half >= halves[0]! && half < halves[1]! ? 1 : 0;
  return Array.from(
    { length: cells },
    (_, cell) => BLOCKS[isFilled(2 * cell) + 2 * isFilled(2 * cell + 1)]!,
  ).join("");
}

/** Six digits are as many as a person compares. */
function valueText(value: number): string {
  return Number.isNaN(value) ? "NULL" : String(Number(value.toPrecision(6)));
}
