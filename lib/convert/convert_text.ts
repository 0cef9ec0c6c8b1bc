import type { ParquetTarget, WriteSummary } from "../parquet/mod.ts";
import { type ByteSource, CSV_DEFAULTS, type FormatOptions } from "../table/mod.ts";
import { convertCsv } from "./convert_csv.ts";
import { convertJsonLines } from "./convert_jsonl.ts";

/** Which text is converted, and how. */
export type TextFormat =
  & Pick<FormatOptions, "csv" | "schema">
  & { readonly label: string; readonly format: "csv" | "jsonl" };

/**
 * Writes text as Parquet, options of CSV by their defaults.
 * @throws {PondError} as {@linkcode convertCsv} and {@linkcode convertJsonLines}
 */
export function convertText(
  source: ByteSource,
  target: ParquetTarget,
  { label, format, csv, schema }: TextFormat,
): Promise<WriteSummary> {
  const options = { label, ...(schema ? { schema } : {}) };
  if (format === "jsonl") return convertJsonLines(source, target, options);
  return convertCsv(source, target, { ...options, csv: { ...CSV_DEFAULTS, ...csv } });
}
