import { printable } from "../base/mod.ts";
import { displayWidth, fitWidth } from "../encode/mod.ts";
import { barRows } from "./text_bars.ts";
import { type Chart, hasLegend, type Line } from "./chart.ts";
import { type Cell, DotCanvas, DOTS_ACROSS, DOTS_DOWN } from "./dot_canvas.ts";
import { letterOf, type TextOptions } from "./text_options.ts";
import { type Axis, type Frame, frameOf, position } from "./frame.ts";

/** Columns between a letter of a line and its next one. */
const LETTER_PERIOD = 24;
const COLUMNS_A_TICK = 9;
const ROWS_A_TICK = 3;
const LEAST = { columns: 10, rows: 4 };

/**
 * `chart` as lines of text: Braille dots for lines, blocks for bars. Nothing in it acts on a
 * terminal but `paint`.
 */
export function renderText(chart: Chart, options: TextOptions): string {
  const { width } = options;
  const { title, yLabel } = chart;
  const heading = hasLegend(chart) && yLabel !== "" ? `${title}: ${yLabel}` : title;
  const head = [centred(printable(heading), width), ...legendRows(chart, options)];
  const body = chart.x.is === "names"
    ? barRows(chart, chart.x.names, options)
    : lineRows(chart, { ...options, height: options.height - head.length });
  return [...head, ...body].map((line) => `${line.trimEnd()}\n`).join("");
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

function lineRows(chart: Chart, options: TextOptions): string[] {
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
  chart.lines.forEach((line, i) => drawLine(canvas, frame, { line, index: i }));
  const cells = Array.from({ length: rows }, (_, row) => canvas.row(row));
  if (!paint && hasLegend(chart)) putLetters(cells, chart.lines.length);
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

function drawLine(
  canvas: DotCanvas,
  frame: Frame,
  { line, index }: { line: Line; index: number },
): void {
  const { xs, ys } = line.points;
  const [across, down] = [canvas.columns * DOTS_ACROSS - 1, canvas.rows * DOTS_DOWN - 1];
  let before: [number, number] | null = null;
  for (let i = 0; i < xs.length; i++) {
    if (Number.isNaN(ys[i]!)) {
      before = null;
      continue;
    }
    const dot: [number, number] = [
      Math.round(position(frame.x, xs[i]!) * across),
      Math.round((1 - position(frame.y, ys[i]!)) * down),
    ];
    canvas.stroke(before ?? dot, dot, index);
    before = dot;
  }
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
