import type { PageChart } from "../chart_data.ts";

/** A line with its places on the horizontal axis, in the units of the page: seconds, for times. */
export interface DrawnPoints {
  readonly xs: number[];
  readonly ys: (number | null)[];
}

const MICROSECONDS = 1e6;

/** The points of each line of `chart`. */
export function chartPoints({ x, places, lines }: PageChart): DrawnPoints[] {
  const unit = x.is === "time" ? MICROSECONDS : 1;
  const positions = places.map((steps) => {
    let at = 0;
    return steps.map((step) => (at += step) / unit);
  });
  return lines.map(({ at, ys }) => ({ xs: positions[at]!, ys: [...ys] }));
}

/** The place nearest to `at` where `ys` has a value, within the same pixels; null where none is. */
export function nearestValue(
  ys: ArrayLike<number | null | undefined>,
  at: number,
  reach: number,
): number | null {
  for (let distance = 0; distance <= reach; distance++) {
    for (const place of [at - distance, at + distance]) {
      if (typeof ys[place] === "number") return place;
    }
  }
  return null;
}
