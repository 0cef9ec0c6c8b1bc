/**
 * A table kept by a commit log in Delta Lake format: snapshots, reading rows with pruning, staging
 * and committing. It knows stores and rows, not trees: what a row means, and which rows of another
 * writer are in one's way, is told to it by its caller.
 *
 * A table is the replay of its log: commit N is `_delta_log/N.json`, made by putting a file there
 * if and only if none is. Every 20 commits a checkpoint holds the whole state, so opening reads one
 * checkpoint and at most some 20 commits. A conflict is a value ({@linkcode CommitOutcome}), never
 * an exception.
 *
 * Rows may be states, of which a newer one supersedes an older ({@linkcode DeltaOptions.stateKey}).
 * Merges put superseded ones into files of their own, whose add is tagged, so that who wants the
 * newest states doesn't read the past. To all others these are files like any.
 *
 * @module
 */
export * from "./api.ts";
export { createDeltaTable, deltaTableAt, openDeltaTable } from "./table.ts";
export { compareRows } from "./order.ts";
export { compareValues } from "../parquet/mod.ts";
export { storedPath } from "./state.ts";
export type { TableLocation } from "./layout.ts";
export type { LogListing } from "./log.ts";
export { isSuperseded } from "./superseded.ts";
export { LogFiles, type LoggedCommit, type Losses, type PutOutcome } from "./log_files.ts";
export { fieldTypeOf, typeOfField } from "./data_type.ts";
