import type { Environment } from "../base/mod.ts";
import type { RunOptions, SqlEngine } from "../sql/mod.ts";
import type { Column, Relation } from "../table/mod.ts";

/** How a table lies in its directory. */
export type ExportLayout = "delta" | "hive" | "files";

/** A part of a time, UTC, that rows are kept apart by. */
export type PartitionUnit = "year" | "month" | "day";

/** Where and how a table is written. */
export interface ExportTarget {
  /** The host directory that holds the tables, absolute. */
  readonly hostPath: string;
  /** The table's directory in it: components of `[A-Za-z0-9._-]`, `/` between them. */
  readonly name: string;
  readonly layout: ExportLayout;
  /** `year`; `year, month`; `year, month, day`; or nothing. */
  readonly partition: readonly PartitionUnit[];
  /** A table without a time column is written whole (`hive` as `files`); default it is refused. */
  readonly wholeWithoutTime?: boolean;
}

/** What became of one table. */
export interface ExportedTable {
  /** In the pond. */
  readonly path: string;
  /** The table's directory. */
  readonly hostPath: string;
  /** How the files lie. */
  readonly layout: ExportLayout;
  /** What became of the table. */
  readonly status: "created" | "added" | "rewritten" | "unchanged";
  /** Files that are new. */
  readonly filesAdded: number;
  /** Files that went. */
  readonly filesRemoved: number;
  /** Rows that are new. */
  readonly rowsAdded: number;
  /** Rows that the table has now. */
  readonly rows: number;
  /** Of a Delta table; null for files. */
  readonly version: number | null;
  /** Its files now, below the table's directory. */
  readonly files: readonly string[];
}

/** What exporting needs from the pond. */
export interface ExportServices {
  readonly environment: Environment;
  readonly warn: (message: string) => void;
  /** Bytes that a query has read so far, out of how many at most. */
  readonly onProgress?: RunOptions["onProgress"];
  readonly engine: () => Promise<SqlEngine>;
  /** Columns of a relation, without its rows. */
  readonly columns: (relation: Relation) => Promise<readonly Column[]>;
  /** Whether equal keys don't mean equal rows: it asks for the time of day, or chance. */
  readonly isVolatile: (relation: Relation) => boolean;
  /** Room for an intermediate file. */
  readonly scratch: (write: (target: WriteTarget) => Promise<void>) => Promise<ScratchBytes>;
}

/** A file being written. */
export interface WriteTarget {
  writeSync(chunk: Uint8Array, offset: number): void;
  /** What has been written so far; the caller closes it. */
  open(): Promise<ScratchBytes>;
}

/** An intermediate file, gone when it is closed. */
export interface ScratchBytes {
  readonly sizeBytes: number;
  readSync(offset: number, into: Uint8Array): number;
  close(): void;
}
