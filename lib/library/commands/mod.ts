/**
 * What the commands of the program do, for scripts: each takes a pond and gives plain values.
 *
 * @module
 */
export { page, type PageFileOptions, plot, type PlotChartOptions } from "./drawing.ts";
export {
  describe,
  list,
  type ListNodesOptions,
  log,
  type LogEntriesOptions,
  show,
  why,
} from "./reading.ts";
export type { ProblemOptions } from "./options.ts";
export {
  check,
  clearCache,
  diff,
  type DiffNodesOptions,
  fsck,
  ingest,
  type IngestFilesOptions,
  restore,
  type RestoreNodeOptions,
  undo,
} from "./taking.ts";
export { clone, type ClonePondOptions, pack, pull, push, verify } from "./syncing.ts";
export {
  apply,
  type ApplyDocumentsOptions,
  copy,
  type CopyFilesOptions,
  exportTables,
  type ExportTablesOptions,
  exportViews,
  type ExportViewsOptions,
  freeze,
} from "./writing.ts";
export type { QueryResult, RunOptions, SyncOptions } from "../../pond/mod.ts";
export type {
  Action,
  AppliedDocument,
  Checked,
  CheckFinding,
  Copied,
  Described,
  DescribedColumn,
  Difference,
  ExportedTable,
  ExportedView,
  ExportLayout,
  FrozenNode,
  Ingested,
  KindName,
  ListedNode,
  LoggedChange,
  LoggedTransaction,
  OnChange,
  Packed,
  RowDifference,
  ShownNode,
  Synced,
  TakenBack,
  TreeChange,
  Undone,
  Verified,
  WhyHost,
  WhyInput,
  WhyNode,
  WhyVersion,
} from "../../commands/mod.ts";
