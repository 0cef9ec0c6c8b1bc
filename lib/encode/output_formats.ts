import { PondError, suggest } from "../base/mod.ts";
import { encodeArrow } from "./encode_arrow.ts";
import { encodeGrid } from "./encode_grid.ts";
import {
  encodeCsv,
  encodeJson,
  encodeJsonLines,
  encodeMarkdown,
  type EncodeOptions,
  type EncoderInput,
} from "./encode_text.ts";

/** One word after `--format`. */
export interface OutputFormat {
  readonly name: string;
  /** One line for help. */
  readonly help: string;
  /** Of a file that holds it, with the dot. */
  readonly extension: string;
  /** Not to be shown on a terminal. */
  readonly binary: boolean;
  /** Rows to bytes, streaming; null for Parquet, which the SQL engine writes itself. */
  readonly encode:
    | ((input: EncoderInput, options?: EncodeOptions) => AsyncGenerator<Uint8Array>)
    | null;
}

/** The one list of output formats, in the order that help shows them. */
export const OUTPUT_FORMATS: readonly OutputFormat[] = [
  {
    name: "table",
    help: "a grid for people",
    extension: ".txt",
    binary: false,
    encode: encodeGrid,
  },
  { name: "csv", help: "CSV (RFC 4180)", extension: ".csv", binary: false, encode: encodeCsv },
  {
    name: "json",
    help: "one JSON array of objects",
    extension: ".json",
    binary: false,
    encode: encodeJson,
  },
  {
    name: "jsonl",
    help: "one JSON object a line",
    extension: ".jsonl",
    binary: false,
    encode: encodeJsonLines,
  },
  { name: "parquet", help: "Parquet, zstd", extension: ".parquet", binary: true, encode: null },
  {
    name: "arrow",
    help: "an Arrow IPC stream",
    extension: ".arrows",
    binary: true,
    encode: encodeArrow,
  },
  {
    name: "md",
    help: "a Markdown table",
    extension: ".md",
    binary: false,
    encode: encodeMarkdown,
  },
];

/**
 * The format called `name`.
 * @throws {PondError} `usage` with the name that was probably meant
 */
export function outputFormat(name: string): OutputFormat {
  const found = OUTPUT_FORMATS.find((format) => format.name === name);
  if (found) return found;
  const names = OUTPUT_FORMATS.map((format) => format.name);
  const near = suggest(name, names);
  throw new PondError(
    "usage",
    `cannot write format ${JSON.stringify(name)}: there is no such format`,
    {
      hint: near ? `did you mean ${near}?` : `there are ${names.join(", ")}`,
    },
  );
}
