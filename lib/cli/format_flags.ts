import { OUTPUT_FORMATS, type OutputFormat, PondError } from "../base/mod.ts";
import type { Flags } from "./description.ts";

/** Options of every command that puts out rows. */
export const FORMAT_FLAGS = {
  format: { is: "choice", values: OUTPUT_FORMATS, help: "how rows are written" },
  json: { is: "boolean", help: "short for --format json" },
} as const satisfies Flags;

/** Option of every command that puts out rows of nodes and queries. */
export const CSV_SAFE_FLAG = {
  "csv-safe": {
    is: "boolean",
    help: "CSV: puts ' before texts that a spreadsheet takes for formulas (= + - @)",
  },
} as const satisfies Flags;

/** Options of commands that put out one object. */
export const JSON_FLAG = {
  json: { is: "boolean", help: "as JSON" },
} as const satisfies Flags;

/**
 * The format that was asked for, if one was.
 * @throws {PondError} `usage` when `--json` contradicts `--format`
 */
export function chosenFormat(
  options: { readonly format?: OutputFormat; readonly json?: boolean },
): OutputFormat | undefined {
  if (!options.json) return options.format;
  if (options.format !== undefined && options.format !== "json") {
    throw new PondError("usage", `cannot write as ${options.format} and as JSON at once`);
  }
  return "json";
}
