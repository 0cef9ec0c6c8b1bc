import { type Line, PointCollector, type Points } from "../chart/mod.ts";
import type { PageChart, PageLine, Places } from "./chart_data.ts";

/** More digits than anybody reads off a chart. */
const DIGITS = 12;

/** Fewer points than this show nothing. */
const LEAST_POINTS = 64;

/** A line to be drawn, and the column it comes from. */
export interface ColumnLine extends Line {
  readonly column: string;
  readonly shown: boolean;
}

/** Lines as a page holds them: places that several lines share are there once. */
export function pageLines(
  lines: readonly ColumnLine[],
): Pick<PageChart, "places" | "lines"> {
  const places: Places[] = [];
  const known = new Map<string, number>();
  const drawn = lines.map(({ name, column, shown, points }): PageLine => {
    const steps = stepsOf(points.xs);
    const key = steps.join();
    const at = known.get(key) ?? places.push(steps) - 1;
    known.set(key, at);
    return { name, column, at, ys: Array.from(points.ys, rounded), shown };
  });
  return { places, lines: drawn };
}

/**
 * The chart with at most `most` points a line, peaks kept; null where that is too few to see
 * anything.
 */
export function withFewerPoints(chart: PageChart, most: number): PageChart | null {
  if (most < LEAST_POINTS || chart.x.is === "names") return null;
  const lines = chart.lines.map(({ name, column, at, ys, shown }) => {
    const xs = positionsOf(chart.places[at]!);
    return { name, column, shown, points: fewer(xs, { ys, most }) };
  });
  return { ...chart, ...pageLines(lines) };
}

/** The longest of a chart's lines, in points. */
export function pointsOf({ lines }: PageChart): number {
  return Math.max(0, ...lines.map(({ ys }) => ys.length));
}

function fewer(
  xs: Float64Array,
  { ys, most }: { readonly ys: readonly (number | null)[]; readonly most: number },
): Points {
  const collector = new PointCollector({ capacity: most, buckets: most / 8 });
  ys.forEach((y, i) => collector.add(xs[i]!, y ?? NaN));
  return collector.points();
}

/** Sums of what {@linkcode stepsOf} made. */
function positionsOf(places: Places): Float64Array {
  let at = 0;
  return Float64Array.from(places, (step) => at += step);
}

/** The first number, and the steps from each to the next; exact for whole numbers. */
function stepsOf(xs: Float64Array): number[] {
  let at = 0;
  return Array.from(xs, (x) => {
    const step = x - at;
    // What the page will add up, so that errors don't.
    at += step;
    return step;
  });
}

function rounded(y: number): number | null {
  return Number.isFinite(y) ? Number(y.toPrecision(DIGITS)) : null;
}
