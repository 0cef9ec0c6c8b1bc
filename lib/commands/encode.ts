import { type OutputFormat, PondError } from "../base/mod.ts";
import { type EncoderInput, encoderOf } from "../encode/mod.ts";

/** How rows are written. */
export interface EncodeRowsOptions {
  readonly format: OutputFormat;
  /** A person reads it on a terminal. */
  readonly terminal?: boolean;
  /** Cells of that terminal; null: grids are as wide as they need. */
  readonly width?: number | null;
  /** Grids: the types of the columns, too. */
  readonly types?: boolean;
  /** Grids: rows beyond which the middle is left out; absent: all are shown. */
  readonly mostRows?: number | undefined;
  /** CSV: texts that a spreadsheet takes for formulas get an apostrophe in front. */
  readonly csvSafe?: boolean;
}

/**
 * Rows as bytes, streaming.
 * @throws {PondError} `internal` for Parquet, which the engine writes itself
 */
export async function* encodeRows(
  input: EncoderInput,
  { format, terminal = false, width = null, types = false, mostRows, csvSafe = false }:
    EncodeRowsOptions,
): AsyncGenerator<Uint8Array> {
  const encode = encoderOf(format);
  if (!encode) throw new PondError("internal", `cannot encode rows as ${format}: the engine does`);
  yield* encode(input, {
    terminal,
    types,
    csvSafe,
    ...(width === null ? {} : { width }),
    ...(mostRows === undefined ? {} : { mostRows }),
  });
}
