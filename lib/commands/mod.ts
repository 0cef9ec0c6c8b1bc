/**
 * One file per command: options in, a plain value or a stream out. Nothing here prints or ends the
 * process, so a script can call commands as the program does. What fails while the rest goes on is
 * handed to `onProblem`.
 *
 * @module
 */
export {
  type CacheStats,
  type ExplainedRelation,
  type Explanation,
  type ExportedTable,
  type ExportLayout,
  type Finding,
  type MaintainReport,
  type NodeQuery,
  openPond,
  type OpenPondOptions,
  type Pond,
  pondAt,
  type PondStatus,
  type RunOptions,
} from "../pond/mod.ts";
export type { Column } from "../table/mod.ts";
export * from "./apply.ts";
export type { ApplyFile } from "./apply_documents.ts";
export * from "./cache.ts";
export * from "./cat.ts";
export * from "./complete_paths.ts";
export * from "./copy.ts";
export * from "./copy_options.ts";
export * from "./describe.ts";
export { diffCommand, type Difference, type DiffOptions } from "./diff.ts";
export type { RowDifference } from "./diff_rows.ts";
export type { TreeChange } from "./diff_trees.ts";
export * from "./encode.ts";
export { exportCommand, type ExportOptions } from "./export.ts";
export * from "./export_views.ts";
export type { Extensions } from "./extensions.ts";
export * from "./factories.ts";
export * from "./freeze.ts";
export * from "./fsck.ts";
export * from "./functions.ts";
export * from "./hint.ts";
export type { Asked } from "./hint_paths.ts";
export { writeHostFile } from "./host_file.ts";
export * from "./host_text.ts";
export * from "./init.ts";
export * from "./list.ts";
export * from "./ln.ts";
export * from "./locate.ts";
export * from "./log.ts";
export * from "./maintain.ts";
export * from "./mkdir.ts";
export * from "./mknod.ts";
export * from "./mv.ts";
export { pageCommand, type PageOptions } from "./page.ts";
export * from "./plain_rows.ts";
export * from "./plot.ts";
export type { PlotWords } from "./plot_columns.ts";
export type { Every } from "./plot_sql.ts";
export * from "./restore.ts";
export * from "./rm.ts";
export * from "./show.ts";
export * from "./sql.ts";
export * from "./status.ts";
export * from "./sync.ts";
export * from "./tree.ts";
export * from "./undo.ts";
export * from "./why.ts";
export * from "./why_node.ts";
export { type KindName, kindName } from "./tree_facts.ts";
export { ingestCommand } from "./ingest.ts";
export * from "./ingest_api.ts";
export * from "./check.ts";
export * from "./watch.ts";
