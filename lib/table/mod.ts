/**
 * What a table is, without any engine: words for columns and types, the time column of a series
 * and its bounds, Parquet footers read and patched, and record batches written out as text.
 *
 * @module
 */
export * from "./schema.ts";
export {
  type ColumnChunk,
  type ParquetFooter,
  type ReadableBytes,
  readParquetFooter,
  type RowGroup,
} from "./parquet_footer.ts";
export * from "./parquet_time.ts";
export * from "./parquet_time_patch.ts";
export * from "./arrow_cells.ts";
export type { CellReader } from "./arrow_reader.ts";
export * from "./display_width.ts";
export * from "./encode_text.ts";
export * from "./output_formats.ts";
export type { PhysicalType, SchemaNode } from "./parquet_schema.ts";
export type { ThriftStruct, ThriftValue } from "./thrift_compact.ts";
