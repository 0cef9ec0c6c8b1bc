import type { Chart, Line } from "./chart.ts";
import { numberTicks, roundAxis, type Tick } from "./number_ticks.ts";
import { momentText, timeTicks, zonedTicks } from "./time_ticks.ts";

/** Axes of a chart: what they span, where their marks are, what they are called. */
export interface Frame {
  readonly x: Axis;
  readonly y: Axis;
  /** Nothing to draw between the axes. */
  readonly isEmpty: boolean;
}

/** One axis of a {@linkcode Frame}. */
export interface Axis {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly Tick[];
  readonly label: string;
}

/** How many marks there is room for. */
export interface FrameOptions {
  readonly xTicks: number;
  readonly yTicks: number;
}

const MINUTE_US = 60e6;

/** The axes that show all of `chart`. */
export function frameOf(chart: Chart, { xTicks, yTicks }: FrameOptions): Frame {
  const values = extentOf(chart.lines, (line) => line.points.ys);
  const isEmpty = values === null;
  let [from, to] = values ?? [0, 1];
  if (chart.x.is === "names") [from, to] = [Math.min(0, from), Math.max(0, to)];
  if (from === to) [from, to] = widened(from);
  const y = { ...roundAxis(from, to, yTicks), label: chart.yLabel };
  return { x: xAxis(chart, xTicks), y, isEmpty };
}

/** Where on an axis `value` is: 0 at its start, 1 at its end. */
export function position({ from, to }: Pick<Axis, "from" | "to">, value: number): number {
  return (value - from) / (to - from);
}

function xAxis({ x, lines }: Chart, count: number): Axis {
  if (x.is === "names") {
    const ticks = x.names.map((label, at) => ({ at, label }));
    return { from: -0.5, to: Math.max(1, ticks.length) - 0.5, ticks, label: x.label };
  }
  const extent = extentOf(lines, (line) => line.points.xs);
  if (!extent) return { from: 0, to: 1, ticks: [], label: x.label };
  let [from, to] = extent;
  if (x.is === "number") {
    if (from === to) [from, to] = widened(from);
    return { from, to, ticks: numberTicks(from, to, count), label: x.label };
  }
  const { zone } = x;
  const ends = [...new Set([from, to].map((at) => momentText(at, extent[1] - extent[0], zone)))];
  if (from === to) [from, to] = [from - MINUTE_US, to + MINUTE_US];
  const label = `${x.label} (${zone?.name ?? "UTC"}), ${ends.join(" to ")}`;
  return {
    from,
    to,
    ticks: zone ? zonedTicks(from, to, { count, zone }) : timeTicks(from, to, count),
    label,
  };
}

/** Room around a value that is the only one. */
function widened(value: number): [number, number] {
  const room = Math.abs(value) / 2 || 1;
  return [value - room, value + room];
}

/** Null where there is no value. */
function extentOf(
  lines: readonly Line[],
  valuesOf: (line: Line) => Float64Array,
): [number, number] | null {
  let [least, greatest] = [Infinity, -Infinity];
  for (const line of lines) {
    for (const value of valuesOf(line)) {
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
  }
  return least <= greatest ? [least, greatest] : null;
}
