/**
 * Record batches written out: CSV, JSON, JSON lines, a grid for a terminal, Markdown and Arrow, the list of these formats,
 * and the text of a cell.
 *
 * @module
 */
export { cellReaders } from "./arrow_cells.ts";
export type { CellReader } from "./arrow_reader.ts";
export { displayWidth, fitWidth } from "./display_width.ts";
export {
  encodeCsv,
  encodeJson,
  encodeJsonLines,
  encodeMarkdown,
  type EncodeOptions,
  type EncoderInput,
  isNumeric,
} from "./encode_text.ts";
export { OUTPUT_FORMATS, type OutputFormat, outputFormat } from "./output_formats.ts";
