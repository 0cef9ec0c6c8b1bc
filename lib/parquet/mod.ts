/**
 * Parquet: the footer within bounds that hold for a hostile one, schema, statistics and the time
 * column in it, the checksums that pond writes, encodings of pages and chunks, reading and writing.
 *
 * @module
 */
export { type Adaptation, adaptationOf, adaptedFooter } from "./adapt.ts";
export { checkParquet, readBack } from "./check.ts";
export type { ColumnBatch, ColumnValues, Levels, Store, Texts } from "./column_batch.ts";
export {
  type ColumnChunk,
  type ParquetFooter,
  readParquetFooter,
  type RowGroup,
} from "./footer.ts";
export { ParquetJoiner } from "./join.ts";
export { MemoryTarget } from "./memory_target.ts";
export { type EncodedGroup, newParquetEncoder, type ParquetEncoder } from "./row_encoder.ts";
export { type FooterCache, openParquet, type ParquetHandle } from "./row_reader.ts";
export { retypedFooter, type TopColumns, topColumns, typeForUntyped } from "./retype.ts";
export { type RewriteOptions, rewriteParquet } from "./rewrite.ts";
export {
  groupNode,
  leafNode,
  type LeafType,
  leafType,
  LIST_TYPE,
  MAP_TYPE,
  TEXT_TYPE,
  TIMESTAMP_TYPE,
} from "./schema_nodes.ts";
export type { SchemaLeaf, SchemaNode } from "./schema.ts";
export type { PhysicalType } from "./thrift_names.ts";
export type { ParquetTarget, WriteSummary } from "./target.ts";
export { ThriftStruct, type ThriftValue } from "./thrift_compact.ts";
export {
  type ColumnStatistics,
  columnStatistics,
  parquetTimeColumn,
  type TimeColumnOptions,
  timeStatistics,
} from "./time_column.ts";
export {
  type BytePatch,
  type PatchableSource,
  patchedSource,
  replacedEnd,
  utcFlagPatches,
} from "./patched_source.ts";
export { readTimeValues, type TimeValues, type TimeValuesOptions } from "./time_values.ts";
export { type Bounds, compareValues, type Value } from "./value_bounds.ts";
export { type ParquetEnd, type ParquetWriterOptions, writeParquetFile } from "./writer.ts";
export type { FileMetaData, SchemaElement } from "../deps/hyparquet.ts";
