import type { Column, CsvOptions, SeriesOptions } from "../table/mod.ts";
import type { WriteSummary } from "../parquet/mod.ts";
import type { PassedOver, UnfinishedLine } from "./passed_over.ts";

/** How text is converted. */
export interface Conversion {
  /** The name of the file in messages. */
  readonly label: string;
  readonly csv: CsvOptions;
  readonly schema?: readonly Column[];
  /** The text is a series: its time column is a timestamp in every row, or the text is refused. */
  readonly series?: SeriesOptions;
  /**
   * Whether somebody may still be writing the last line: what is no row without its end is none
   * yet.
   */
  readonly isGrowing?: boolean;
}

/** What was written, and what was not. */
export interface TextSummary extends WriteSummary {
  /** Of a series: the name of its time column. */
  readonly timeColumn: string | null;
  /** Every row and value that `on_error` has passed over. */
  readonly passedOver: readonly PassedOver[];
  /** A last line that was not whole yet. */
  readonly unfinished: UnfinishedLine | null;
}
