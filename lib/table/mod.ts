/**
 * What a table is, without any engine: columns and their types, the time column of a series and its
 * bounds, byte sources, the Parquet files a table is made of, and a {@linkcode Relation}: plain
 * data that says which rows are meant.
 *
 * @module
 */
export {
  type DataType,
  type DecimalType,
  formatType,
  isMoment,
  isNumeric,
  type ListType,
  type MapType,
  sameType,
  type ScalarName,
  SCALARS,
  type ScalarType,
  type StructType,
} from "./data_type.ts";
export { parseType } from "./parse_type.ts";
export { unitedType } from "./united_type.ts";
export {
  type ByteSource,
  memorySource,
  type ParquetFile,
  type ReadableBytes,
  readAll,
  readChunks,
  type ReadChunksOptions,
} from "./bytes.ts";
export {
  type Compression,
  CSV_DEFAULTS,
  type CsvOptions,
  ISO_TIMES,
  type OptionFault,
  readTextOptions,
  TEXT_OPTIONS,
  type TextOption,
  type TextOptions,
} from "./csv_options.ts";
export type { FormatOptions, SeriesOptions } from "./format_options.ts";
export { dateDigits, guessTimeUnit, isLikelyTime } from "./number_times.ts";
export {
  type DerivedQuery,
  type EmptyRelation,
  type ParquetScan,
  type Relation,
  relationKey,
  type RelationOrigin,
  timeColumnOf,
  type TimeRestriction,
  type UnionByName,
} from "./relation.ts";
export {
  type Column,
  findTimeColumn,
  mayOverlap,
  type TableDescription,
  type TextNotes,
  type TimeBounds,
  type TimeColumn,
  type TimeRange,
  type TimeUnit,
} from "./schema.ts";
export {
  changedError,
  isChangedError,
  onceAgain,
  readUnchanging,
  unchanging,
} from "./unchanging.ts";
export { uniqueNames } from "./unique_names.ts";
