import type { Compression, CsvOptions } from "./csv_options.ts";
import type { Column } from "./schema.ts";

/** How a `file:data` node is read as a table. */
export interface FormatOptions {
  /** What the bytes are. */
  readonly format: "csv" | "jsonl" | "parquet";
  /** Compression by name of the file, or as said. */
  readonly compression?: Compression;
  /** How CSV is read, and of it what JSON lines have too; what isn't said is by default. */
  readonly csv?: Partial<CsvOptions>;
  /** Declared columns: enforced, with file, line, column and value in the error. */
  readonly schema?: readonly Column[];
  /** The result must be a series on this column (null: found by name). */
  readonly series?: SeriesOptions;
  /**
   * In place of the rows those that `on_error` passes over: `file`, `line`, `column`, `value`,
   * `why`.
   */
  readonly rejects?: boolean;
}

/** How the times of a series are found in a file. */
export interface SeriesOptions {
  /** Its name; null: found by name. */
  readonly timeColumn: string | null;
  /** Columns whose texts together are the time (`[date, time]`), in place of one. */
  readonly joined?: readonly string[];
}
