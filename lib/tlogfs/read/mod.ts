/**
 * Reading: rows of a snapshot become nodes of a tree, contents, and series whose versions are scanned as one table.
 *
 * @module
 */
export { Contents } from "./contents.ts";
export { StoredDirectory } from "./nodes.ts";
export { toTransactionRecord } from "./record.ts";
export { refuseRemains, refuseUnfinishedCopy } from "./remains.ts";
export { type RowSource, SnapshotRows } from "./row_source.ts";
export { type ScanAim, seriesScan } from "./series_scan.ts";
export { countBlobs, countTree, leftoversOf, oldLeftovers, sweepLeftovers } from "./stats.ts";
export { readTableFacts, type TableAim, type TableFacts, valuedColumns } from "./table_facts.ts";
export { firstCommit, type RowlessContext, treeRoot } from "./tree_root.ts";
export type { TreeContext } from "./tree_context.ts";
