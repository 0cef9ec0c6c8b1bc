import { type Chart, type Heat, heatColor, heatRange, isBars, MAX_LINES } from "../chart/mod.ts";
import type { PageAxis, PageHeat } from "./chart_data.ts";
import { pageLines } from "./chart_lines.ts";
import type { ChartPage } from "./page_data.ts";

/** Colours that are told apart at a glance. */
const COLORS = 64;

/** The page of one chart; where it has many lines, some are drawn, and the others are there to be chosen. */
export function chartPage(chart: Chart, notes: readonly string[]): ChartPage {
  const { title, x, yLabel, lines, mark = "line", isLog = false, heat } = chart;
  const axis: PageAxis = x.is === "time"
    ? { is: "time", label: x.label, zone: x.zone?.name ?? "UTC" }
    : x;
  const drawn = lines.map((line, i) => ({ ...line, column: line.name, shown: i < MAX_LINES }));
  return {
    is: "chart",
    title,
    chart: {
      x: axis,
      yLabel,
      ...pageLines(drawn),
      mark: isBars(chart) ? "bar" : mark,
      log: isLog,
      heat: heat ? pageHeat(heat) : null,
    },
    notes,
  };
}

function pageHeat(heat: Heat): PageHeat {
  const { from, to, columns, rows, values, label } = heat;
  const { least, greatest } = heatRange(heat) ?? { least: 0, greatest: 0 };
  const [bottom, top] = rows.is === "names"
    ? [-0.5, rows.names.length - 0.5]
    : [rows.from, rows.to];
  return {
    from,
    to,
    columns,
    names: rows.is === "names" ? rows.names : null,
    bottom,
    top,
    cells: Array.from(values, (value) => Number.isNaN(value) ? null : Number(value.toPrecision(6))),
    least,
    greatest,
    palette: Array.from({ length: COLORS }, (_, i) => heatColor(i / (COLORS - 1))),
    label,
  };
}
