/** A chart as the page draws it. */
export interface PageChart {
  readonly x: PageAxis;
  readonly yLabel: string;
  /** Places on the horizontal axis, which lines share. */
  readonly places: readonly Places[];
  readonly lines: readonly PageLine[];
  readonly mark: "line" | "bar" | "point";
  /** Whether the vertical axis is logarithmic. */
  readonly log: boolean;
}

/** The horizontal axis. */
export type PageAxis =
  /** Microseconds since 1970, marked in the local time of `zone`. */
  | { readonly is: "time"; readonly label: string; readonly zone: string }
  | { readonly is: "number"; readonly label: string }
  | { readonly is: "names"; readonly label: string; readonly names: readonly string[] };

/** Ascending numbers: the first, and steps from each to the next. */
export type Places = readonly number[];

/** One row of values. */
export interface PageLine {
  readonly name: string;
  /** The column whose values these are. */
  readonly column: string;
  /** Which of {@linkcode PageChart.places}. */
  readonly at: number;
  /** Null is a gap. */
  readonly ys: readonly (number | null)[];
  /** Whether it is drawn before somebody chooses. */
  readonly shown: boolean;
}
