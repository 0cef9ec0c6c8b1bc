/**
 * Record batches written out: CSV, JSON, JSON lines, a grid for a terminal, Markdown and Arrow, the list of these formats,
 * the text of a cell, and its JavaScript value.
 *
 * @module
 */
export { cellReaders } from "./arrow_cells.ts";
export type { TimeValues } from "./arrow_moments.ts";
export type { CellReader, ValueReader } from "./arrow_reader.ts";
export { objectReader, type ValueOptions, valueReaders } from "./arrow_values.ts";
export type { Arrow, Schema } from "../deps/arrow.ts";
export { arrowSchema } from "./arrow_type.ts";
export { dateText, decimalText, timestampText, timeText } from "./cell_text.ts";
export { displayWidth, fitWidth } from "./display_width.ts";
export {
  encodeCsv,
  encodeJson,
  encodeJsonLines,
  encodeMarkdown,
  type EncodeOptions,
  type EncoderInput,
  uniqueNames,
} from "./encode_text.ts";
export { OUTPUT_FORMATS, type OutputFormat, outputFormat } from "./output_formats.ts";
export { typeOfArrow } from "./arrow_type.ts";
export type { DataType as ArrowType } from "../deps/arrow.ts";
