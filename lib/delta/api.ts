import type { Environment } from "../base/mod.ts";
import type { Bounds, Value } from "../parquet/mod.ts";
import type { StoreReader } from "../store/mod.ts";

/** The types whose rows pond itself writes; a `timestamp` is microseconds UTC. */
export type RowType = "string" | "long" | "integer" | "boolean" | "double" | "binary" | "timestamp";

/** Any type of a Delta schema, in the protocol's own words; nested ones are its JSON objects. */
export type FieldType =
  | RowType
  | "byte"
  | "short"
  | "float"
  | "date"
  | `decimal(${number},${number})`
  | { readonly type: "array" | "map" | "struct"; readonly [word: string]: unknown };

/** A column of a table. */
export interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly nullable: boolean;
}

/** A row by column name; its prototype is null. */
export type Row = { readonly [column: string]: Value };

/** How a table is opened. */
export interface DeltaOptions {
  readonly environment: Environment;
  /** The table's directory in the store, without a slash at the end; default `data`. */
  readonly root?: string;
  /** Where unfinished commits are written: same file system, outside the table; default `tmp`. */
  readonly tmp?: string;
  /** How long a commit waits for another writer; default 10,000. */
  readonly lockDeadlineMs?: number;
  /** Who writes, for `commitInfo.engineInfo`; default `pond`. */
  readonly engineInfo?: string;
  /** Order of rows in every data file; bounds make reading by its first columns cheap. */
  readonly sortBy?: readonly string[];
  /**
   * Columns that name what a row is one state of; the first of `sortBy` are among them, and of its
   * states the last in that order is the newest; commits only add rows. Merges then put superseded
   * rows into files of their own; see {@linkcode isSuperseded}.
   */
  readonly stateKey?: readonly string[];
  /**
   * Fewer superseded rows than this stay with the newest ones: reading them costs less than a file
   * more. Default 250.
   */
  readonly fewestApart?: number;
  /** Commits from one checkpoint to the next; default 20. */
  readonly checkpointInterval?: number;
  /** Whether small files are merged as they pile up; default true. */
  readonly autoCompact?: boolean;
  /** Talk for a person: a torn last commit, a checkpoint that failed. Default drops it. */
  readonly warn?: (message: string) => void;
}

/** What version 0 of a table says. */
export interface FirstCommit {
  readonly schema: readonly Field[];
  /** The table's GUID; default a random one. */
  readonly id?: string;
  /** Rows of version 0. */
  readonly rows?: readonly Row[];
  readonly partitionColumns?: readonly string[];
  /** Properties of the table; pond's own have names that don't begin with `delta.`. */
  readonly configuration?: Readonly<Record<string, string>>;
  readonly commitInfo?: CommitInfo;
}

/** What a new table needs. */
export interface CreateOptions extends DeltaOptions, FirstCommit {
  /** Stages the files of version 0, under the lock; `StageOptions.schema` is the schema above. */
  readonly stage?: (table: Pick<DeltaTable, "stageParquet">) => Promise<readonly StagedFile[]>;
}

/** What a writer says about a commit; extra keys go into `commitInfo` as they are. */
export interface CommitInfo {
  /** As in Delta: `WRITE`, `CREATE TABLE`, `OPTIMIZE`; default `WRITE`. */
  readonly operation?: string;
  readonly operationParameters?: Readonly<Record<string, string>>;
  readonly [extra: string]: unknown;
}

/** An open table. It holds no file open; closing is not needed. */
export interface DeltaTable {
  readonly root: string;
  /**
   * The newest state, or that of `version`.
   * @throws {PondError} `expired` for a version whose commits were dropped; `not-found` for one
   *   that was never made; `corrupt`; `unsupported` naming the reader feature that this build
   *   doesn't know
   */
  snapshot(options?: { version?: number }): Promise<DeltaSnapshot>;
  /**
   * The rows of `snapshot` that satisfy every range of `query.where`, in batches, each batch from
   * one row group: sorted within a file, in no order between files. Only the named columns are
   * read, and only row groups whose bounds allow a match.
   * @throws {PondError} `corrupt`, `expired` for a data file that only older states need and that
   *   was dropped
   */
  read(snapshot: DeltaSnapshot, query: RowQuery): AsyncIterable<readonly Row[]>;
  /**
   * Makes a data file, durable, unseen by readers until it is committed.
   * @param write fills it with Parquet
   */
  stageParquet(
    write: (target: ParquetTarget) => Promise<StagedFacts>,
    options?: StageOptions,
  ): Promise<StagedFile>;
  /**
   * Commits: all or nothing, durable when this returns. See `delta.md`, "The commit, step by step".
   * @throws {PondError} `locked` after the deadline; `corrupt` when the last commit is torn;
   *   `no-space`, `io`
   */
  commit(change: DeltaChange): Promise<CommitOutcome>;
  /** Removes staged files that no commit will name. */
  discard(files: readonly StagedFile[]): Promise<void>;
  /** Commits, newest first, as far back as the log reaches. */
  history(options?: { from?: number }): AsyncIterable<HistoryEntry>;
  /**
   * The newest version that was committed at `timeUs` or before it, by what the commits say of
   * themselves.
   * @throws {PondError} `not-found` for a time before the table was made, `expired` when the
   *   commits of that time were dropped
   */
  versionAt(timeUs: bigint): Promise<number>;
  /**
   * Merges small files into large sorted ones, superseded states apart from newest ones; see
   * {@linkcode CompactOutcome}.
   */
  compact(options?: CompactOptions): Promise<CompactOutcome>;
  /** Writes a checkpoint of the newest version now. */
  checkpoint(): Promise<void>;
  /**
   * Drops data files that no kept version names and that are older than the retention; returns what
   * went (or would go).
   */
  vacuum(options?: VacuumOptions): Promise<VacuumOutcome>;
  /**
   * Reads the log, its checkpoints and the newest version's data files whole; yields what is
   * damaged.
   */
  verify(): AsyncIterable<DeltaFinding>;
  /**
   * Brings the log back to the newest state that can be proven whole, and moves the rest to
   * `quarantine/` in the store, so that the table can be read and written again.
   * @param options `first`: what version 0 says of this sort of table, for making it anew when it
   *   is lost
   * @returns what was moved, and why; empty where the log is whole, or where no state of it can be
   *   proven
   * @throws {PondError} `locked`, `no-space`, `io`
   */
  repair(options?: { first?: FirstCommit }): Promise<readonly RepairedFile[]>;
}

/** One consistent state of a table; plain data. */
export interface DeltaSnapshot {
  readonly version: number;
  readonly metadata: TableMetadata;
  readonly protocol: Protocol;
  /** Live data files. */
  readonly files: readonly DataFile[];
  /** Set when a later commit file is there but torn: reading goes on here, writing is refused. */
  readonly tornVersion: number | null;
}

/** A table's `metaData`. */
export interface TableMetadata {
  readonly id: string;
  readonly name?: string;
  readonly description?: string;
  readonly schema: readonly Field[];
  readonly schemaString: string;
  readonly partitionColumns: readonly string[];
  readonly configuration: Readonly<Record<string, string>>;
  readonly createdTime: number | null;
}

/** A table's `protocol`. */
export interface Protocol {
  readonly minReaderVersion: number;
  readonly minWriterVersion: number;
  readonly readerFeatures?: readonly string[];
  readonly writerFeatures?: readonly string[];
}

/** A live data file: an `add` with its stats parsed. */
export interface DataFile {
  /** As in the log: relative, URI-encoded. */
  readonly path: string;
  readonly partitionValues: Readonly<Record<string, string | null>>;
  readonly sizeBytes: number;
  readonly modificationTime: number;
  /** The stats string, byte for byte, or null. */
  readonly stats: string | null;
  readonly rows: number | null;
  /** Inclusive bounds that hold every non-null value; a missing one is unknown. */
  readonly bounds: ReadonlyMap<string, Bounds>;
  /** What its writer noted of it. */
  readonly tags: Readonly<Record<string, string | null>>;
}

/** What rows are wanted. */
export interface RowQuery {
  /** Columns to deliver; default all. */
  readonly columns?: readonly string[];
  readonly where?: readonly ColumnRange[];
  /** Reads only these files of the snapshot. */
  readonly files?: readonly DataFile[];
}

/**
 * Rows whose `column` is in [min, max]; null and missing bounds are open. NULL values never match.
 */
export interface ColumnRange {
  readonly column: string;
  readonly min?: Value;
  readonly max?: Value;
}

/** How a data file is staged. */
export interface StageOptions {
  readonly partitionValues?: Readonly<Record<string, string | null>>;
  /** For a file that comes with another schema; default the table's present one. */
  readonly schema?: readonly Field[];
  /** What is noted of the file in the log. */
  readonly tags?: Readonly<Record<string, string | null>>;
}

/** Where Parquet is written: a new file, at any offset. */
export interface ParquetTarget {
  /** Writes there; bytes in between are zeros. */
  writeSync(chunk: Uint8Array, offset: number): void;
  /** What has been written, for reading it back; the caller closes it. */
  open(): Promise<StoreReader>;
}

/** What the caller of {@linkcode DeltaTable.stageParquet} knows of its file. */
export interface StagedFacts {
  readonly rows: number;
  readonly bounds?: ReadonlyMap<string, Bounds>;
}

/** A durable data file that no commit names yet. */
export interface StagedFile extends DataFile {
  readonly staged: true;
}

/** A commit to be made. */
export interface DeltaChange {
  /** The state that the change was made on. */
  readonly base: DeltaSnapshot;
  /** Unique; a second commit with the same id finds the first and reports it. */
  readonly txnId: string;
  /**
   * Rows of the change, asked for under the lock with the version that they are about to be part
   * of; again when another writer without the lock was faster. Written as one sorted data file.
   */
  readonly rows?: (version: number) => readonly Row[];
  /** Files staged beforehand. */
  readonly adds?: readonly StagedFile[];
  /** Files to remove; a conflict when one of them is gone meanwhile. */
  readonly removes?: readonly DataFile[];
  /** False for compaction: the same rows in other files. Default true. */
  readonly dataChange?: boolean;
  /** A new schema, new properties; what is left out stays. Two such changes at once conflict. */
  readonly metadata?: MetadataChange;
  /**
   * Tells whether a row that another writer committed after `base` is in this change's way. Without
   * it every such row is. Commits that change no data never are.
   */
  readonly conflict?: RowConflict;
  /**
   * In place of `conflict`: called under the lock when others have committed since, brings what
   * `rows` will give onto `newest`. Nothing that was staged is staged again.
   * @returns null, or why both can't be true
   */
  readonly rebase?: (newest: DeltaSnapshot) => Promise<string | null>;
  /** How long it waits for another writer; default as the table was opened. */
  readonly waitMs?: number;
  /** Asked for when the rows are known. */
  readonly commitInfo?: CommitInfo | (() => CommitInfo);
}

/**
 * What a commit changes of the table itself. Types of live files must stay readable as the new
 * schema's.
 */
export interface MetadataChange {
  readonly schema?: readonly Field[];
  /** Takes the place of all properties. */
  readonly configuration?: Readonly<Record<string, string>>;
}

/** Which committed rows are in a change's way. */
export interface RowConflict {
  /** The columns that `test` looks at. */
  readonly columns: readonly string[];
  readonly test: (row: Row) => boolean;
  /** Commits that are never in the way, by what they say of themselves; default none. */
  readonly ignores?: (commitInfo: Readonly<Record<string, unknown>>) => boolean;
}

/** What became of a commit. */
export type CommitOutcome =
  | { readonly status: "committed"; readonly version: number; readonly timestampUs: bigint }
  | {
    readonly status: "conflict";
    /** The commit that was faster. */
    readonly version: number;
    readonly reason: string;
  };

/** One commit of the log. */
export interface HistoryEntry {
  readonly version: number;
  readonly timestampUs: bigint;
  /** As written; empty where a writer left it out. */
  readonly commitInfo: Readonly<Record<string, unknown>>;
  /** Data files that it added; their rows tell what changed, as long as the files are there. */
  readonly added: readonly DataFile[];
  readonly removed: number;
  readonly dataChange: boolean;
}

/** How much is merged. */
export interface CompactOptions {
  /** Merge all files into as few as possible instead of only what piled up. */
  readonly full?: boolean;
  /**
   * Looks at every row on its way into the merged file, maybe twice: another row stands in its
   * place, null leaves it out. The commit says then that data was changed; rows that others add
   * meanwhile are not in its way. All files are rewritten, be it one.
   */
  readonly rewrite?: (row: Row) => Row | null;
  /**
   * What `rewrite` looks at; rows that it only decides on have no more than that. Default all
   * columns.
   */
  readonly rewriteColumns?: readonly string[];
  /** Tells what would come of it, and writes nothing. */
  readonly dryRun?: boolean;
  readonly commitInfo?: CommitInfo;
}

/**
 * What compaction did; `version` is null where nothing was worth it, another writer was faster, or
 * it was a dry run.
 */
export interface CompactOutcome {
  readonly version: number | null;
  readonly filesBefore: number;
  readonly filesAfter: number;
}

/** What vacuum may drop. */
export interface VacuumOptions {
  /**
   * Data files removed longer ago than this go; default 7 days. One that no commit has named stays
   * a day at least: a writer may be about to name it.
   */
  readonly retentionUs?: bigint;
  /** Commits older than this go, up to a checkpoint; absent: none. */
  readonly logRetentionUs?: bigint;
  readonly dryRun?: boolean;
}

/** What vacuum dropped. */
export interface VacuumOutcome {
  readonly dataFiles: readonly string[];
  readonly logFiles: readonly string[];
  readonly bytes: number;
}

/** Something damaged that {@linkcode DeltaTable.verify} found. */
export interface DeltaFinding {
  /** The file's name in the store. */
  readonly name: string;
  /** One clause. */
  readonly why: string;
  /** The last commit, cut off: reading goes on before it. */
  readonly torn?: true;
  /** A repair has noted it, and only older states need what is lost. */
  readonly settled?: true;
}

/** What {@linkcode DeltaTable.repair} has done with one file. */
export interface RepairedFile {
  /** Its name in the store before. */
  readonly name: string;
  /** One clause. */
  readonly why: string;
  /** Its new name, or that of a note about it; null for one that was missing and was made anew. */
  readonly movedTo: string | null;
  /** What a whole commit, now lost, says of itself. */
  readonly commitInfo?: Readonly<Record<string, unknown>>;
}
