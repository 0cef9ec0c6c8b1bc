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
  /** Up to {@linkcode MAX_LINES} share one pair of axes; more are drawn in small charts, one each. */
  readonly lines: readonly Line[];
  /** How values are drawn; default as lines, over names as bars. */
  readonly mark?: Mark;
  /** Whether the vertical axis is logarithmic; values that are not above zero are not drawn. */
  readonly isLog?: boolean;
  /** Colours over both axes, in place of lines. */
  readonly heat?: Heat;
}

/** How a value is drawn. */
export type Mark = "line" | "bar" | "point";

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

/** Cells of equal size, each with a value. */
export interface Heat {
  /** Of the horizontal axis, in the units of {@linkcode Chart.x}; of names from -0.5. */
  readonly from: number;
  readonly to: number;
  readonly columns: number;
  /** From the bottom: names, or the ends of an axis that is divided into `count` rows. */
  readonly rows:
    | { readonly is: "names"; readonly names: readonly string[] }
    | {
      readonly is: "number";
      readonly from: number;
      readonly to: number;
      readonly count: number;
    };
  /** Row by row from the bottom; NaN: nothing there. */
  readonly values: Float64Array;
  /** What the colours measure. */
  readonly label: string;
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

/** How many lines are told apart on one pair of axes. */
export const MAX_LINES: number = COLORS.length;

/** How many small charts one picture has. */
export const MAX_PANELS = 60;

/** Whether the name of the vertical axis doesn't say what the lines are. */
export function hasLegend({ lines, yLabel }: Chart): boolean {
  return lines.length > 1 || lines.some(({ name }) => name !== yLabel);
}

/** Whether each line has a small chart of its own. */
export function hasPanels({ lines }: Chart): boolean {
  return lines.length > MAX_LINES;
}

/** How many rows of cells `heat` has. */
export function heatRows({ rows }: Heat): number {
  return rows.is === "names" ? rows.names.length : rows.count;
}
