import { PondError } from "../base/mod.ts";
import type { Flags } from "./description.ts";

/** Every output format, in the order help shows them. */
export const FORMATS = ["table", "csv", "json", "jsonl", "parquet", "arrow", "md"] as const;

/** One of {@linkcode FORMATS}. */
export type Format = (typeof FORMATS)[number];

/** Options of every verb that puts out rows. */
export const FORMAT_FLAGS = {
  format: { is: "choice", values: FORMATS, help: "how rows are written" },
  json: { is: "boolean", help: "short for --format json" },
} as const satisfies Flags;

/** Options of verbs that put out one object. */
export const JSON_FLAG = {
  json: { is: "boolean", help: "as JSON" },
} as const satisfies Flags;

/**
 * The format that was asked for, if one was.
 * @throws {PondError} `usage` when `--json` contradicts `--format`
 */
export function chosenFormat(
  options: { readonly format?: Format; readonly json?: boolean },
): Format | undefined {
  if (!options.json) return options.format;
  if (options.format !== undefined && options.format !== "json") {
    throw new PondError("usage", `cannot write as ${options.format} and as JSON at once`);
  }
  return "json";
}
