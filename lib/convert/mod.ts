/**
 * Text becomes columns: CSV and JSON lines are read, their types inferred from the whole text or
 * held against a declared schema, and written as Parquet. No engine takes part.
 *
 * @module
 */
export type { CellBlock } from "./cells.ts";
export { convertText, type TextFormat } from "./convert_text.ts";
export type { TextSummary } from "./options.ts";
export type { PassedOver, UnfinishedLine } from "./passed_over.ts";
export { writePassedOver } from "./write_passed_over.ts";
