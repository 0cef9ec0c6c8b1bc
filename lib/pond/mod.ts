/**
 * The composition root: opens a pond, wires storage, factories, engine and cache, and offers
 * readers, transactions and queries to commands and library users.
 *
 * @module
 */
export * from "./api.ts";
export type { ConversionProgress } from "../sources/mod.ts";
export type { Moment } from "./moment.ts";
export { checkPond, clonePond, initPond, openPond, pondAt } from "./pond.ts";
export type { SyncOptions } from "./sync.ts";
export type { CacheStats } from "../cache/mod.ts";
export type {
  DerivedView,
  ExportedTable,
  ExportLayout,
  ExportTarget,
  LeafTable,
  PartitionUnit,
  ViewGraph,
  ViewInput,
} from "../export/mod.ts";
export {
  type ExplainedRelation,
  type Explanation,
  type QueryCounters,
  type QueryResult,
  type RunOptions,
  type SqlFunction,
  sqlFunctions,
  type UserFunction,
} from "../sql/mod.ts";
export type { ParquetTarget, WriteSummary } from "../parquet/mod.ts";
export type {
  CheckOptions,
  CopyReport,
  Finding,
  MaintainOptions,
  MaintainReport,
  Pack,
  SweptFiles,
  TransactionChange,
  TransactionRecord,
} from "../tlogfs/mod.ts";
export { createRegistry } from "../factories/mod.ts";
