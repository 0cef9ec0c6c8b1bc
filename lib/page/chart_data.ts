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
  /** Colours over both axes, in place of lines. */
  readonly heat: PageHeat | null;
}

/** Cells of a heat map. */
export interface PageHeat {
  /** Of the horizontal axis, in its units; of names from -0.5. */
  readonly from: number;
  readonly to: number;
  readonly columns: number;
  /** Names of rows from the bottom; null where the vertical axis is of numbers. */
  readonly names: readonly string[] | null;
  /** Of the vertical axis. */
  readonly bottom: number;
  readonly top: number;
  /** Row by row from the bottom; null: nothing there. */
  readonly cells: readonly (number | null)[];
  readonly least: number;
  readonly greatest: number;
  /** From the least to the greatest value. */
  readonly palette: readonly string[];
  /** What the colours measure. */
  readonly label: string;
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
