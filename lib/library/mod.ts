/**
 * The library as scripts see it: one pond to open, queries as objects whose rows are plain values,
 * files in `Blob`'s words, changes that are all or nothing, and the pond of an earlier moment. It
 * stands on the same core as the commands of the program; nothing else here is known to them.
 *
 * @module
 */
export type { Changed, ChangeOptions, OpenOptions, Pond } from "./api.ts";
export type {
  Change,
  Content,
  NodeSpec,
  TableContent,
  TableOptions,
  WriteOptions,
} from "./change_api.ts";
export type { ConfigValue } from "./config_text.ts";
export type { FileStat, PondFile } from "./file.ts";
export { checkPond, initPond, openPond } from "./open.ts";
export type {
  FileTarget,
  Query,
  QueryColumn,
  QueryOptions,
  Row,
  WrittenFile,
} from "./query_api.ts";
export type { Reader } from "./reader.ts";
export type { SourceOptions } from "./source_url.ts";
export {
  defineFunction,
  type FunctionSpec,
  type IntervalValue,
  type ResultOf,
  type SqlValue,
  type UserFunction,
  type ValueOf,
  type ValueType,
  type ValueTypes,
} from "../sql/mod.ts";
export { path, SqlName, table } from "./template.ts";
export type { WatchedChange, WatchOptions } from "./watch.ts";
export type { OutputFormat } from "../base/mod.ts";
