import type { ParquetTarget } from "../parquet/mod.ts";
import { type ByteSource, CSV_DEFAULTS, type FormatOptions } from "../table/mod.ts";
import { convertCsv } from "./convert_csv.ts";
import { convertJsonLines } from "./convert_jsonl.ts";
import type { TextSummary } from "./options.ts";

/** Which text is converted, and how. */
export type TextFormat =
  & Pick<FormatOptions, "csv" | "schema" | "series">
  & {
    /** The name of the file in messages. */
    readonly label: string;
    readonly format: "csv" | "jsonl";
    /**
     * Whether somebody may still be writing the last line: what is no row without its end is none
     * yet.
     */
    readonly isGrowing?: boolean;
  };

/**
 * Writes text as Parquet, options by their defaults.
 * @throws {PondError} as {@linkcode convertCsv} and {@linkcode convertJsonLines}
 */
export function convertText(
  source: ByteSource,
  target: ParquetTarget,
  { format, csv, ...rest }: TextFormat,
): Promise<TextSummary> {
  const options = { ...rest, csv: { ...CSV_DEFAULTS, ...csv } };
  return format === "jsonl"
    ? convertJsonLines(source, target, options)
    : convertCsv(source, target, options);
}
