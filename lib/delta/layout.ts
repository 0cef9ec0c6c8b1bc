import type { Store } from "../store/mod.ts";

/** Where a table is. */
export interface TableLocation {
  readonly store: Store;
  /** The table's directory. */
  readonly root: string;
  /** For unfinished files. */
  readonly tmp: string;
  readonly warn: (message: string) => void;
}

/** Where damaged files are kept for whoever wants to look at them, in the store. */
export const QUARANTINE = "quarantine";

/** `…/_delta_log`. */
export function logDirectory(table: TableLocation): string {
  return `${tablePrefix(table)}_delta_log`;
}

/** Name in the store of something below the table's root. */
export function tableFile(table: TableLocation, name: string): string {
  return `${tablePrefix(table)}${name}`;
}

/** Name of commit `version`. */
export function commitName(table: TableLocation, version: number): string {
  return `${logDirectory(table)}/${padded(version)}.json`;
}

/** Name of the checkpoint of `version`. */
export function checkpointName(table: TableLocation, version: number): string {
  return `${logDirectory(table)}/${padded(version)}.checkpoint.parquet`;
}

/** Name of the hint at the newest checkpoint. */
export function hintName(table: TableLocation): string {
  return `${logDirectory(table)}/_last_checkpoint`;
}

function tablePrefix(table: TableLocation): string {
  return table.root === "" ? "" : `${table.root}/`;
}

function padded(version: number): string {
  return String(version).padStart(20, "0");
}
