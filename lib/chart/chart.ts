import type { TimeZone } from "../base/mod.ts";
import type { Points } from "./points.ts";

/**
 * What a picture shows. The renderers draw it as it is: nothing is read or looked up while drawing.
 */
export interface Chart {
  readonly title: string;
  readonly x: XAxis;
  /** What the vertical axis measures; empty where the lines measure several things. */
  readonly yLabel: string;
  /** At most {@linkcode MAX_LINES}, so that each has a colour of its own. */
  readonly lines: readonly Line[];
}

/** What the horizontal axis measures. */
export type XAxis =
  /** Microseconds UTC; marked in the local time of `zone`. */
  | { readonly is: "time"; readonly label: string; readonly zone?: TimeZone }
  | { readonly is: "number"; readonly label: string }
  /** One group of bars a name; the x of a point is the name's index. */
  | { readonly is: "names"; readonly label: string; readonly names: readonly string[] };

/** One row of values: a line, or the bars of one colour. */
export interface Line {
  readonly name: string;
  readonly points: Points;
}

/** Colours that are told apart with any sort of sight (Okabe and Ito) come first. */
export const COLORS: readonly string[] = [
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#cc79a7",
  "#e69f00",
  "#56b4e9",
  "#7f3c8d",
  "#8c564b",
  "#4d4d4d",
  "#b2b200",
];

/** How many lines a chart can have. */
export const MAX_LINES: number = COLORS.length;

/** Whether the name of the vertical axis doesn't say what the lines are. */
export function hasLegend({ lines, yLabel }: Chart): boolean {
  return lines.length > 1 || lines.some(({ name }) => name !== yLabel);
}
