import { type Chart, type Heat, heatRows, type Line } from "./chart.ts";
import { logAxis, numberTicks, roundAxis, type Tick } from "./number_ticks.ts";
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
  readonly isLog?: boolean;
}

/** How many marks there is room for. */
export interface FrameOptions {
  readonly xTicks: number;
  readonly yTicks: number;
}

const MINUTE_US = 60e6;

/** The vertical axis ends at round values of so many steps, however many marks there is room for. */
const ROUND_STEPS = 6;

/** The axes that show all of `chart`: the same in a terminal and in a file, but for their marks. */
export function frameOf(chart: Chart, { xTicks, yTicks }: FrameOptions): Frame {
  if (chart.heat) {
    const isEmpty = chart.heat.values.every(Number.isNaN);
    return { x: xAxis(chart, xTicks), y: heatAxis(chart.heat, { yTicks, chart }), isEmpty };
  }
  const isLog = chart.isLog ?? false;
  const isDrawn = isLog ? (value: number) => value > 0 : () => true;
  const values = extentOf(chart.lines, (line) => line.points.ys.filter(isDrawn));
  const isEmpty = values === null;
  let [from, to] = values ?? (isLog ? [1, 10] : [0, 1]);
  if (!isLog && isBars(chart)) [from, to] = [Math.min(0, from), Math.max(0, to)];
  if (!isLog && from === to) [from, to] = widened(from);
  const label = chart.yLabel;
  if (isLog) return { x: xAxis(chart, xTicks), y: { ...logAxis(from, to), label, isLog }, isEmpty };
  const ends = roundAxis(from, to, ROUND_STEPS);
  const ticks = yTicks === ROUND_STEPS ? ends.ticks : numberTicks(ends.from, ends.to, yTicks);
  return { x: xAxis(chart, xTicks), y: { ...ends, ticks, label }, isEmpty };
}

/** Whether values reach up from zero. */
export function isBars({ mark, x }: Chart): boolean {
  return mark === "bar" || x.is === "names";
}

/** Where on an axis `value` is: 0 at its start, 1 at its end. */
export function position(
  { from, to, isLog }: Omit<Axis, "ticks" | "label">,
  value: number,
): number {
  if (isLog) return Math.log(value / from) / Math.log(to / from);
  return (value - from) / (to - from);
}

/** Whether `value` has a place on the axis. */
export function isOn({ isLog }: Pick<Axis, "isLog">, value: number | undefined): value is number {
  return value !== undefined && !Number.isNaN(value) && (!isLog || value > 0);
}

function heatAxis(
  { rows }: Heat,
  { yTicks, chart }: { readonly yTicks: number; readonly chart: Chart },
): Axis {
  const label = chart.yLabel;
  if (rows.is === "number") {
    const { from, to } = rows;
    return { from, to, ticks: numberTicks(from, to, yTicks), label };
  }
  const ticks = rows.names.map((name, at) => ({ at, label: name }));
  return { from: -0.5, to: Math.max(1, rows.names.length) - 0.5, ticks, label };
}

function xAxis(chart: Chart, count: number): Axis {
  const { x, heat } = chart;
  if (x.is === "names") {
    const ticks = x.names.map((label, at) => ({ at, label }));
    return { from: -0.5, to: Math.max(1, ticks.length) - 0.5, ticks, label: x.label };
  }
  const extent = heat && heatRows(heat) > 0
    ? [heat.from, heat.to] as const
    : extentOf(chart.lines, (line) => line.points.xs);
  if (!extent) return { from: 0, to: 1, ticks: [], label: x.label };
  let [from, to] = extent;
  if (x.is === "number") {
    if (from === to) [from, to] = widened(from);
    if (chart.mark === "bar") [from, to] = withHalves(chart, { from, to });
    return { from, to, ticks: numberTicks(from, to, count), label: x.label };
  }
  const { zone } = x;
  const ends = [...new Set([from, to].map((at) => momentText(at, extent[1] - extent[0], zone)))];
  if (from === to) [from, to] = [from - MINUTE_US, to + MINUTE_US];
  if (chart.mark === "bar") [from, to] = withHalves(chart, { from, to });
  const label = `${x.label} (${zone?.name ?? "UTC"}), ${ends.join(" to ")}`;
  return {
    from,
    to,
    ticks: zone ? zonedTicks(from, to, { count, zone }) : timeTicks(from, to, count),
    label,
  };
}

/** Room for the outer halves of the first bar and the last. */
function withHalves(
  chart: Chart,
  { from, to }: { readonly from: number; readonly to: number },
): [number, number] {
  const half = barSlot(chart) / 2;
  return [from - half, to + half];
}

/** Room that a bar has on an axis of times or numbers: the least distance between two. */
export function barSlot({ lines }: Chart): number {
  let least = Infinity;
  let [first, last] = [Infinity, -Infinity];
  for (const { points: { xs } } of lines) {
    for (let i = 0; i < xs.length; i++) {
      const step = i === 0 ? 0 : xs[i]! - xs[i - 1]!;
      if (step > 0 && step < least) least = step;
    }
    first = Math.min(first, xs[0] ?? Infinity);
    last = Math.max(last, xs.at(-1) ?? -Infinity);
  }
  return Number.isFinite(least) ? least : Math.max(last - first, 0) || 1;
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
