/** The list of formats that rows are written in, in the order that help shows them. */
export const OUTPUT_FORMATS = [
  /** A grid for people. */
  "table",
  /** RFC 4180. */
  "csv",
  /** One array of objects. */
  "json",
  /** One object a line. */
  "jsonl",
  /** Compressed by zstd. */
  "parquet",
  /** An IPC stream. */
  "arrow",
  /** A Markdown table. */
  "md",
] as const;

/** One of {@linkcode OUTPUT_FORMATS}. */
export type OutputFormat = typeof OUTPUT_FORMATS[number];
