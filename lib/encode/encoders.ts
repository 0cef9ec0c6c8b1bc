import { OUTPUT_FORMATS, type OutputFormat, PondError, suggest } from "../base/mod.ts";
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

/** Rows to bytes, streaming. */
export type Encoder = (
  input: EncoderInput,
  options?: EncodeOptions,
) => AsyncGenerator<Uint8Array>;

/** How each format is written; null for Parquet, which the SQL engine writes itself. */
const ENCODERS: Readonly<Record<OutputFormat, Encoder | null>> = {
  table: encodeGrid,
  csv: encodeCsv,
  json: encodeJson,
  jsonl: encodeJsonLines,
  parquet: null,
  arrow: encodeArrow,
  md: encodeMarkdown,
};

/**
 * The encoder of the format called `name`; null for Parquet, which the SQL engine writes itself.
 * @throws {PondError} `usage` with the name that was probably meant
 */
export function encoderOf(name: string): Encoder | null {
  const format = OUTPUT_FORMATS.find((format) => format === name);
  if (format !== undefined) return ENCODERS[format];
  const near = suggest(name, OUTPUT_FORMATS);
  throw new PondError(
    "usage",
    `cannot write format ${JSON.stringify(name)}: there is no such format`,
    { hint: near ? `did you mean ${near}?` : `there are ${OUTPUT_FORMATS.join(", ")}` },
  );
}
