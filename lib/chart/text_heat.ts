import { printable } from "../base/mod.ts";
import { displayWidth, fitWidth } from "../encode/mod.ts";
import { type Chart, type Heat, heatRows } from "./chart.ts";
import { type Axis, frameOf, position } from "./frame.ts";
import { heatRange, heatShare } from "./heat_scale.ts";
import type { TextOptions } from "./text_options.ts";

/** From little to much; nothing is a blank. */
const SHADES = ["░", "▒", "▓", "█"];

const LEAST_CELLS = 8;

/** A row of text for each row of cells, the axis below it, and what the shades mean. */
export function heatTextRows(
  chart: Chart,
  heat: Heat,
  { width }: Pick<TextOptions, "width">,
): string[] {
  const range = heatRange(heat);
  if (!range) return ["no data"];
  const rows = heatRows(heat);
  const frame = frameOf(chart, {
    xTicks: Math.max(2, Math.floor(width / 16)),
    yTicks: Math.max(2, rows >> 2),
  });
  const labels = rowLabels(frame.y, rows);
  const widest = Math.max(...labels.map((label) => displayWidth(label)));
  const gutter = Math.min(widest, Math.floor(width / 3));
  const cells = Math.max(LEAST_CELLS, width - gutter - 2);
  const drawn = Array.from({ length: rows }, (_, i) => {
    const row = rows - 1 - i;
    const name = fitWidth(labels[row]!, gutter);
    const values = Array.from(
      { length: cells },
      (_, cell) => heat.values[row * heat.columns + Math.floor(cell * heat.columns / cells)]!,
    );
    const text = values.map((value) =>
      Number.isNaN(value) ? " " : shadeOf(heatShare(value, range))
    );
    return `${" ".repeat(gutter - displayWidth(name))}${name} │${text.join("")}`;
  });
  const indent = " ".repeat(gutter + 1);
  const short = (value: number) => String(Number(value.toPrecision(4)));
  return [
    ...drawn,
    `${indent}└${"─".repeat(cells)}`,
    `${indent} ${tickRow(frame.x, cells)}`,
    `${indent} ${fitWidth(printable(frame.x.label), cells)}`,
    `${indent} ${printable(heat.label)}: ░ ${short(range.least)} to █ ${short(range.greatest)}`,
  ];
}

function shadeOf(share: number): string {
  return SHADES[Math.min(SHADES.length - 1, Math.floor(share * SHADES.length))]!;
}

/** The name of each row, from the bottom; of an axis of numbers the marks that lie in it. */
function rowLabels(axis: Axis, rows: number): string[] {
  const labels = new Array<string>(rows).fill("");
  for (const tick of axis.ticks) {
    const row = Math.min(rows - 1, Math.max(0, Math.floor(position(axis, tick.at) * rows)));
    labels[row] = printable(tick.label);
  }
  return labels;
}

function tickRow(axis: Axis, cells: number): string {
  let row = "";
  for (const { at, label } of axis.ticks) {
    const name = fitWidth(printable(label), 16).trimEnd();
    const size = displayWidth(name);
    const column = Math.floor(position(axis, at) * cells);
    const start = Math.max(0, Math.min(cells - size, column - (size >> 1)));
    const used = displayWidth(row);
    if (row === "" || start > used) row += " ".repeat(start - used) + name;
  }
  return row;
}
