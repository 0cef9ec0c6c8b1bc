import type { Column } from "./schema.ts";

/** How a `file:data` node is read as a table. */
export interface FormatOptions {
  readonly format: "csv" | "jsonl" | "parquet";
  /** Compression by name of the file, or as said. */
  readonly compression?: "gzip" | "zstd" | "none";
  readonly csv?: CsvOptions;
  /** Declared columns: enforced, with file, line, column and value in the error. */
  readonly schema?: readonly Column[];
  /** The result must be a series on this column (null: found by name). */
  readonly series?: { readonly timeColumn: string | null };
}

/** How CSV text is cut into values. */
export interface CsvOptions {
  readonly delimiter: string;
  readonly header: boolean;
  readonly quote: string;
  readonly escape: string;
  /** The text that stands for NULL. */
  readonly null: string;
  /** Lines to pass over before the header. */
  readonly skip: number;
  /** What a row with too few values means. */
  readonly ragged: "error" | "fill";
  readonly encoding: "utf8" | "latin1";
}

/** The defaults of {@linkcode CsvOptions}. */
export const CSV_DEFAULTS: CsvOptions = {
  delimiter: ",",
  header: true,
  quote: '"',
  escape: '"',
  null: "",
  skip: 0,
  ragged: "error",
  encoding: "utf8",
};
