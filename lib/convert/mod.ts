/**
 * Text becomes columns: CSV and JSON lines are read, their types inferred from the whole text or held against a declared
 * schema, and written as Parquet. No engine takes part.
 *
 * @module
 */
export type { CellBlock } from "./cells.ts";
export { convertCsv } from "./convert_csv.ts";
export { convertJsonLines } from "./convert_jsonl.ts";
export { convertText, type TextFormat } from "./convert_text.ts";
export type { Conversion, CsvConversion } from "./options.ts";
