/**
 * Stored files over the log: directories, files with versions, links. One log row is one version of
 * one node; a directory is the run of rows that carry its id. A transaction collects rows and blobs
 * and commits them as one Delta commit. Dynamic nodes are rows like any other, opened through a
 * function that is handed in.
 *
 * The newest row of a node in a directory says whether the node is there: newest by (transaction,
 * version), never by the clock. Versions stay where they were written; a node that has moved
 * remembers its earlier places.
 *
 * Six parts, each resting on those before it: `rows/` what a row of the log says, `read/` the tree
 * of a snapshot, `maintain/` merging and dropping versions and sweeping blobs, `write/` the
 * transaction, `check/` whether all of it is whole, `sync/` copies of it elsewhere.
 *
 * @module
 */
export { type CheckOptions, checkTlog } from "./check/mod.ts";
export type {
  DynamicRow,
  DynamicSpec,
  Finding,
  MaintainOptions,
  MaintainReport,
  SeriesRewriter,
  SnapshotOptions,
  SweptFiles,
  Tlog,
  TlogOptions,
  TlogStats,
  TransactionChange,
  TransactionInfo,
  TransactionRecord,
  TreeSnapshot,
  TreeTransaction,
  WriteFileOptions,
} from "./rows/mod.ts";
export {
  type CopyOptions,
  type CopyReport,
  type CopySide,
  copyTlog,
  type Pack,
  type PackOptions,
  packTlog,
} from "./sync/mod.ts";
export { createTlog, openTlog } from "./tlog.ts";
