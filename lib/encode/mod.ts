/**
 * Record batches written out: CSV, JSON, JSON lines, a grid for a terminal, Markdown and Arrow, the
 * list of these formats, the text of a cell, and its JavaScript value.
 *
 * @module
 */
export { cellReaders } from "./arrow_cells.ts";
export type { TimeValues } from "./arrow_moments.ts";
export { markUtc } from "./arrow_utc.ts";
export type { CellReader, ValueReader } from "./arrow_reader.ts";
export { objectReader, type ValueOptions, valueReaders } from "./arrow_values.ts";
export { dateText, decimalText, timestampText, timeText } from "./cell_text.ts";
export type { Arrow, DataType as ArrowType, Schema } from "../deps/arrow.ts";
export { arrowSchema, typeOfArrow } from "./arrow_type.ts";
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
export { type Encoder, encoderOf } from "./encoders.ts";
