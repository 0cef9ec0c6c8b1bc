import type { TableContent } from "../change_api.ts";
import type { Query, QueryColumn, QueryOptions, Row } from "../query_api.ts";

/** How a Delta table is opened or made. */
export interface DeltaOpenOptions {
  /** How long a writer waits for others; default 10,000. */
  readonly lockDeadlineMs?: number;
  /** Commits from one checkpoint to the next; default 20. */
  readonly checkpointInterval?: number;
  /** Told of what a person should know; default drops it. */
  readonly warn?: (message: string) => void;
}

/** How a Delta table is made. */
export interface DeltaCreateOptions extends DeltaOpenOptions {
  /** Its first rows. */
  readonly rows?: TableContent;
  /**
   * Types of columns by name (`timestamp`, `double`, `decimal(10,2)`, …); those of the rows are
   * inferred.
   */
  readonly schema?: Readonly<Record<string, string>>;
  /** Properties of the table, such as `delta.logRetentionDuration`. */
  readonly configuration?: Readonly<Record<string, string>>;
}

/** How rows are added. */
export interface DeltaWriteOptions {
  /** Takes columns that the table doesn't have yet; the rows before have NULL there. */
  readonly mergeSchema?: boolean;
}

/** Which state of a table. */
export interface DeltaReadOptions extends QueryOptions {
  /** Default the newest. */
  readonly version?: number;
  /** The newest version that was committed by then. */
  readonly at?: Date;
}

/** A commit, as the log tells of it. */
export interface DeltaCommit {
  /** From 0. */
  readonly version: number;
  /** When it was made. */
  readonly at: Date;
  /** `WRITE`, `CREATE TABLE`, `OPTIMIZE`, …; null where its writer left it out. */
  readonly operation: string | null;
}

/** What {@linkcode Delta.vacuum} may drop. */
export interface DeltaVacuumOptions {
  /** Files that were removed from the table longer ago than this go; default 7 days. */
  readonly retentionMs?: number;
  /** Commits older than this go, up to a checkpoint; default none. */
  readonly logRetentionMs?: number;
  /** Tells what would go. */
  readonly dryRun?: boolean;
}

/** What was dropped. */
export interface DeltaVacuumed {
  /** Data files, by name. */
  readonly dataFiles: readonly string[];
  /** Files of the log, by name. */
  readonly logFiles: readonly string[];
  /** In all of them. */
  readonly bytes: number;
}

/**
 * A Delta table in a directory. Nothing is kept open but what a query reads; any number of
 * processes may read and write it, other tools as well.
 */
export interface Delta {
  /** The table's directory. */
  readonly hostPath: string;
  /** The number of the newest version. */
  version(): Promise<number>;
  /** The columns of the newest version. */
  columns(): Promise<readonly QueryColumn[]>;
  /**
   * Adds rows. Values take the types that the table's columns have.
   * @returns the version that has them
   * @throws {PondError} `invalid-input` for columns and types that the table hasn't; `locked`,
   *   `no-space`, `io`
   */
  append(rows: TableContent, options?: DeltaWriteOptions): Promise<number>;
  /**
   * Puts other rows in the place of all that there are; earlier versions stay readable.
   * @param options `mergeSchema`: the columns may be others, too
   * @returns the version that has them
   */
  overwrite(rows: TableContent, options?: DeltaWriteOptions): Promise<number>;
  /** The rows of a version, as a query: rows, Arrow, streams in every format. */
  read<R = Row>(options?: DeltaReadOptions): Query<R>;
  /**
   * A query over a version of the table, which is called `source` in it; filters reach its files.
   */
  sql<R = Row>(text: string, options?: DeltaReadOptions): Query<R>;
  /** Commits, newest first. */
  history(): AsyncIterable<DeltaCommit>;
  /** Drops files that no kept version needs. @throws {PondError} `locked`, `io` */
  vacuum(options?: DeltaVacuumOptions): Promise<DeltaVacuumed>;
  /** Writes a checkpoint now, instead of when it is due. */
  checkpoint(): Promise<void>;
}
