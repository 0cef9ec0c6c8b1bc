import { printable } from "../base/mod.ts";
import { displayWidth, fitWidth } from "../encode/mod.ts";
import { barRows } from "./text_bars.ts";
import { type Chart, hasLegend, hasPanels, type Line } from "./chart.ts";
import { type Cell, DotCanvas, DOTS_ACROSS, DOTS_DOWN } from "./dot_canvas.ts";
import { letterOf, plainText, type TextOptions } from "./text_options.ts";
import { type Axis, barSlot, type Frame, frameOf, isOn, position } from "./frame.ts";
import { heatTextRows } from "./text_heat.ts";

/** Columns between a letter of a line and its next one. */
const LETTER_PERIOD = 24;
const COLUMNS_A_TICK = 9;
const ROWS_A_TICK = 3;
const LEAST = { columns: 10, rows: 4 };
/** Of a small chart, its name included. */
const PANEL = { width: 38, height: 10, gap: 2 };

/**
 * `chart` as lines of text: Braille dots for lines, blocks for bars. Nothing in it acts on a
 * terminal but `paint`.
 */
export function renderText(chart: Chart, options: TextOptions): string {
  const { width, height } = options;
  const { title, yLabel, x } = chart;
  const heading = hasLegend(chart) && yLabel !== "" ? `${title}: ${yLabel}` : title;
  const head = [centred(printable(heading), width)];
  if (!hasPanels(chart) && !chart.heat) head.push(...legendRows(chart, options));
  const lines = chart.lines.map((_, i) => i);
  const body = chart.heat
    ? heatTextRows(chart, chart.heat, options)
    : x.is === "names"
    ? barRows(chart, x.names, options)
    : hasPanels(chart)
    ? panelRows(chart, options)
    : lineRows(chart, lines, { ...options, height: height - head.length });
  const text = [...head, ...body].map((line) => `${line.trimEnd()}\n`).join("");
  return options.ascii ? plainText(text) : text;
}

/** Small charts side by side, a line each, all with the same axes. */
function panelRows(chart: Chart, options: TextOptions): string[] {
  const across = Math.max(1, Math.floor((options.width + PANEL.gap) / PANEL.width));
  const width = Math.floor((options.width + PANEL.gap) / across) - PANEL.gap;
  const rows: string[] = [];
  const { label } = frameOf(chart, { xTicks: 1, yTicks: 1 }).x;
  for (let start = 0; start < chart.lines.length; start += across) {
    const panels = chart.lines.slice(start, start + across).map(({ name }, i) => {
      const room = { ...options, width, height: PANEL.height, paint: null };
      // What is to the right is said once, below all of them.
      const drawn = lineRows(chart, [start + i], room);
      return [fitWidth(printable(name), width), ...drawn.slice(0, -1)];
    });
    panels[0]!.forEach((_, row) => {
      const cells = panels.map((panel) => panel[row]!);
      const padded = cells.map((cell) =>
        cell + " ".repeat(Math.max(0, width - displayWidth(cell)))
      );
      rows.push(padded.join(" ".repeat(PANEL.gap)));
    });
  }
  return [...rows, centred(printable(label), options.width)];
}

function legendRows(chart: Chart, { width, paint }: TextOptions): string[] {
  if (!hasLegend(chart)) return [fitWidth(printable(chart.yLabel), width)];
  const rows: string[] = [];
  let [row, used] = ["", 0];
  chart.lines.forEach((line, i) => {
    const mark = paint ? "━━" : letterOf(i);
    const item = fitWidth(`${mark} ${printable(line.name)}`, width);
    const room = used === 0 ? 0 : 2;
    if (used + room + displayWidth(item) > width) {
      rows.push(row);
      [row, used] = ["", 0];
    }
    row += `${used === 0 ? "" : "  "}${paint ? paint(item, i) : item}`;
    used += (used === 0 ? 0 : 2) + displayWidth(item);
  });
  return [...rows, row];
}

/** Axes that show all of `chart`, with some of its lines. */
function lineRows(chart: Chart, shown: readonly number[], options: TextOptions): string[] {
  const { width, height, paint } = options;
  // Below the dots: the axis, its labels, its name.
  const rows = Math.max(LEAST.rows, height - 3);
  const yTicks = Math.max(2, Math.floor(rows / ROWS_A_TICK));
  const gutterOf = ({ y }: Frame) => Math.max(...y.ticks.map(({ label }) => label.length));
  const columnsOf = (gutter: number) => Math.max(LEAST.columns, width - gutter - 2);
  const gutter = gutterOf(frameOf(chart, { xTicks: 2, yTicks }));
  const columns = columnsOf(gutter);
  const frame = frameOf(chart, { xTicks: Math.floor(columns / COLUMNS_A_TICK), yTicks });
  const canvas = new DotCanvas(columns, rows);
  const slot = chart.mark === "bar" ? barSlot(chart) : 0;
  for (const index of shown) {
    const drawn = { line: chart.lines[index]!, index };
    if (chart.mark === "bar") drawBars(canvas, frame, { ...drawn, slot });
    else if (chart.mark === "point") drawPoints(canvas, frame, drawn);
    else drawLine(canvas, frame, drawn);
  }
  const cells = Array.from({ length: rows }, (_, row) => canvas.row(row));
  const isAlone = shown.length < chart.lines.length;
  if (!paint && hasLegend(chart) && !isAlone) putLetters(cells, chart.lines.length);
  if (frame.isEmpty) putText(cells[Math.floor(rows / 2)]!, "no data");
  const labels = new Map(
    frame.y.ticks.map((tick) => [(rows - 1) - cellAt(frame.y, tick.at, rows), tick.label]),
  );
  const plot = cells.map((row, i) => {
    const label = labels.get(i);
    const text = rowText(row, paint);
    return `${(label ?? "").padStart(gutter)} ${label === undefined ? "│" : "┤"}${text}`;
  });
  const indent = " ".repeat(gutter + 1);
  const [marks, names] = xAxisRows(frame.x, columns);
  return [
    ...plot,
    `${indent}└${marks}`,
    `${indent} ${names}`,
    `${indent} ${centred(printable(frame.x.label), columns)}`,
  ];
}

interface Drawn {
  readonly line: Line;
  readonly index: number;
}

function drawLine(canvas: DotCanvas, frame: Frame, { line, index }: Drawn): void {
  const { xs, ys } = line.points;
  let before: [number, number] | null = null;
  for (let i = 0; i < xs.length; i++) {
    const y = ys[i];
    if (!isOn(frame.y, y)) {
      before = null;
      continue;
    }
    const dot = dotOf(canvas, frame, [xs[i]!, y]);
    canvas.stroke(before ?? dot, dot, index);
    before = dot;
  }
}

function drawPoints(canvas: DotCanvas, frame: Frame, { line, index }: Drawn): void {
  const { xs, ys } = line.points;
  xs.forEach((x, i) => {
    const y = ys[i];
    if (isOn(frame.y, y)) canvas.dot(...dotOf(canvas, frame, [x, y]), index);
  });
}

/** Columns of dots from zero on, as wide as the distance between two bars allows. */
function drawBars(
  canvas: DotCanvas,
  frame: Frame,
  { line, index, slot }: Drawn & { readonly slot: number },
): void {
  const { xs, ys } = line.points;
  const base = frame.y.isLog ? frame.y.from : 0;
  xs.forEach((x, i) => {
    const y = ys[i];
    if (!isOn(frame.y, y) || y === base) return;
    const [left, top] = dotOf(canvas, frame, [x - slot * 0.45, y]);
    const [right, bottom] = dotOf(canvas, frame, [x + slot * 0.45, base]);
    for (let at = left; at <= Math.max(left, right - 1); at++) {
      canvas.stroke([at, top], [at, bottom], index);
    }
  });
}

/** The dot at a place on both axes. */
function dotOf(
  { columns, rows }: DotCanvas,
  frame: Frame,
  [x, y]: readonly [number, number],
): [number, number] {
  const [across, down] = [columns * DOTS_ACROSS - 1, rows * DOTS_DOWN - 1];
  const within = (dot: number, most: number) => Math.min(most, Math.max(0, Math.round(dot)));
  return [
    within(position(frame.x, x) * across, across),
    within((1 - position(frame.y, y)) * down, down),
  ];
}

/** Neighbours of one line are coloured together. */
function rowText(row: readonly Cell[], paint: TextOptions["paint"]): string {
  let text = "";
  for (let start = 0; start < row.length;) {
    const { line } = row[start]!;
    let end = start + 1;
    while (end < row.length && row[end]!.line === line) end++;
    const run = row.slice(start, end).map((cell) => cell.text).join("");
    text += paint && line >= 0 ? paint(run, line) : run;
    start = end;
  }
  return text;
}

/** Where along `cells` cells of an axis `value` lies. */
function cellAt(axis: Axis, value: number, cells: number): number {
  return Math.min(cells - 1, Math.floor(position(axis, value) * cells));
}

/** Each line's letter now and then along it, at another place than the other lines'. */
function putLetters(cells: readonly Cell[][], lines: number): void {
  const columns = cells[0]!.length;
  for (let line = 0; line < lines; line++) {
    const shift = Math.floor(LETTER_PERIOD * (line + 0.5) / lines);
    let due = 0;
    for (let column = 0; column < columns; column++) {
      if (column % LETTER_PERIOD === shift) due++;
      // Where the line isn't to be seen its letter comes as soon as it is, and at its end at the
      // latest.
      const row = cells.find((row) => row[column]!.line === line && row[column]!.text !== " ");
      if (!row || (due === 0 && column < columns - 1)) continue;
      row[column] = { text: letterOf(line), line };
      due = 0;
    }
  }
}

function putText(cells: Cell[], text: string): void {
  const start = Math.max(0, Math.floor((cells.length - text.length) / 2));
  [...text].forEach((character, i) => cells[start + i] = { text: character, line: -1 });
}

/** The axis with its marks, and under it those labels that there is room for. */
function xAxisRows(axis: Axis, columns: number): [string, string] {
  const marks = new Array<string>(columns).fill("─");
  let names = "";
  for (const { at, label } of axis.ticks) {
    const column = cellAt(axis, at, columns);
    marks[column] = "┬";
    const start = Math.max(0, Math.min(columns - label.length, column - (label.length >> 1)));
    if (names === "" || start > names.length) names = names.padEnd(start) + label;
  }
  return [marks.join(""), names];
}

function centred(text: string, width: number): string {
  const fitted = fitWidth(text, width);
  return " ".repeat(Math.max(0, (width - displayWidth(fitted)) >> 1)) + fitted;
}
