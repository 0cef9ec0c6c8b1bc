import type { Environment, PondError } from "../base/mod.ts";
import type { ResultCache } from "../cache/mod.ts";
import type { ExportedTable, ExportTarget, ViewGraph } from "../export/mod.ts";
import type { Explanation, QueryResult, RunOptions, UserFunction } from "../sql/mod.ts";
import type { ParquetTarget, WriteSummary } from "../parquet/mod.ts";
import type { ConversionProgress } from "../sources/mod.ts";
import type { Store } from "../store/mod.ts";
import type { ByteSource, Column, Relation, TimeRange } from "../table/mod.ts";
import type { Moment } from "./moment.ts";
import type {
  DirectoryNode,
  Factory,
  FactoryRegistry,
  FileNode,
  HostFiles,
  Match,
  Node,
  TakingTableServices,
  TreeReader,
} from "../tinyfs/mod.ts";
import type { SyncOptions } from "./sync.ts";
import type {
  CopyReport,
  MaintainOptions,
  MaintainReport,
  Pack,
  TransactionRecord,
  TreeTransaction,
} from "../tlogfs/mod.ts";

/** An open pond: the tree, transactions and queries. Close it when done. */
export interface Pond extends AsyncDisposable {
  /** The pond's directory on the host, absolute. */
  readonly hostPath: string;
  /**
   * The newest state, or that of an earlier moment, as one snapshot.
   * @throws {PondError} `usage` for what is no moment; `not-found` for one before the pond was made, or a transaction that never
   * was; `expired` where the log no longer reaches
   */
  read(options?: ReadOptions): Promise<PondReader>;
  /**
   * Runs `work` and commits what it changed, all or nothing. Others may commit meanwhile; the error is `conflict` only where both
   * can't be true. Transactions of one process come one after the other.
   * @returns what `work` returned, and the transaction's number (null: nothing changed)
   * @throws {PondError} what `work` throws; `conflict`, `locked` when others were at work for too long, `no-space`, `io`
   */
  transact<T>(
    argv: readonly string[],
    work: (change: PondChange) => Promise<T>,
    options?: TransactOptions,
  ): Promise<Transacted<T>>;
  /**
   * Writes a table or series for other engines, or what such a table lacks since the last time; all or nothing.
   * @throws {PondError} `invalid-input` for a node that is no table, or has no time to partition it by; `invalid-path`
   * inside the pond; `exists` when something else is there; `conflict`, `locked`, `no-space`, `io`, `permission`
   */
  exportTable(
    node: FileNode,
    target: ExportTarget,
    options?: Pick<RunOptions, "onProgress">,
  ): Promise<ExportedTable>;
  /**
   * Writes beside exported tables what derives from them, for other engines: views for DuckDB, a script for Spark, catalogs.
   * @param hostPath the directory of the tables
   * @throws {PondError} `exists` where a file is somebody else's; `unsupported`, `locked`, `no-space`, `io`, `permission`
   */
  exportViews(
    hostPath: string,
    graph: ViewGraph,
    options: { readonly dbt: boolean },
  ): Promise<void>;
  /** Transactions, newest first. */
  log(): AsyncIterable<TransactionRecord>;
  /**
   * Merges versions of series and data files, lets go of what the rules allow, removes files that nothing needs. Readers and
   * writers may go on meanwhile.
   * @throws {PondError} `usage`, `corrupt`, `locked`, `no-space`, `io`
   */
  maintain(options: MaintainOptions): Promise<MaintainReport>;
  /**
   * Copies what is new here to the copy of this pond in `directory`, or makes one there.
   * @throws {PondError} `conflict` where the two went different ways, `exists` where something else
   *   is; `locked`, `corrupt`, `no-space`, `io`, `permission`
   */
  push(directory: string, options?: SyncOptions): Promise<CopyReport>;
  /**
   * Copies what is new in `directory`, a copy of this pond, to this one.
   * @throws {PondError} as {@linkcode Pond.push}; `not-found` where no pond is
   */
  pull(directory: string, options?: SyncOptions): Promise<CopyReport>;
  /**
   * Makes ready to write the whole pond, history and all, as one file.
   * @throws {PondError} `not-found`, `expired` for a moment that is not there; `corrupt`, `io`
   */
  pack(options?: PackPondOptions): Promise<Pack>;
  status(): Promise<PondStatus>;
  readonly factories: FactoryRegistry;
  /**
   * Checks a config's syntax, fields and values; of what it names in the world nothing is looked at.
   * @throws {PondError} `unknown-factory`; `invalid-config` with `data.line` and `data.column`
   */
  checkConfig(factory: string, yaml: string): Promise<void>;
  readonly cache: ResultCache;
  /** Conversion, materialisation and resolution of tables. */
  readonly tables: TakingTableServices;
  /** Host files, links never followed; bounded like everything by the permissions of the process. */
  readonly host: HostFiles;
  close(): Promise<void>;
}

/** Which state {@linkcode Pond.read} reads. */
export interface ReadOptions {
  /** Default the newest. */
  readonly at?: Moment;
  /** Refuses what an earlier state has of the host, which is live; default it is read as it is now, and said. */
  readonly strict?: boolean;
}

/** What {@linkcode Pond.pack} packs. */
export interface PackPondOptions extends Pick<ReadOptions, "at"> {
  /** What is done, for errors; default `pack the pond`. */
  readonly doing?: string;
  /** How long it tries again while others tidy up the pond; default as the pond was opened. */
  readonly waitMs?: number;
}

/** How {@linkcode Pond.transact} works. */
export interface TransactOptions {
  /** Everything is tried, nothing is kept. */
  readonly dryRun?: boolean;
  /** How long it waits for others; default as the pond was opened. */
  readonly waitMs?: number;
  /** After a conflict `work` runs again, on the newest state, until the wait is over: for work that takes nothing in. */
  readonly rerun?: boolean;
}

/** The outcome of {@linkcode Pond.transact}. */
export interface Transacted<T> {
  readonly value: T;
  readonly transaction: number | null;
}

/** A transaction on the whole pond: the stored tree's changes, and `mknod` by factory name. */
export interface PondChange extends TreeTransaction {
  /** The tree as this transaction sees it, with what it has written. */
  readonly tree: TreeReader;
  /** The pond as it would be with what this transaction has written so far, by the number `transaction`. */
  reader(transaction: number): PondReader;
  /**
   * Validates `yaml` against the factory and the world, then writes the node.
   * @throws {PondError} `unknown-factory`, `invalid-config`, `exists`, …
   */
  mknod(path: string, spec: { factory: string; yaml: string; overwrite?: boolean }): Promise<void>;
}

/** One snapshot of a pond: everything a reader can ask. */
export interface PondReader extends TreeReader {
  readonly root: DirectoryNode;
  readonly transaction: number;
  /** As {@linkcode TreeReader.resolve}, but the last component's link is not followed. */
  resolveLink(path: string): Promise<Node>;
  /** Everything below `path`, parents before children, links not followed. */
  walk(path: string): AsyncIterable<Match>;
  /** What went wrong on the way in `glob` and `walk`, so far. */
  readonly problems: readonly PondError[];
  /**
   * A query over relations that are named in it: quoted pond paths, globs, source URLs.
   * @throws {PondError} `invalid-query`, `not-found`, …
   */
  sql(query: string, options?: RunOptions): Promise<QueryResult>;
  /**
   * The columns of such a query's result, without running it.
   * @throws {PondError} as {@linkcode PondReader.sql}
   */
  sqlColumns(query: string): Promise<readonly Column[]>;
  /**
   * A query over relations by the names that are given to them, be they of this state or of another one.
   * @throws {PondError} as {@linkcode PondReader.sql}
   */
  queryRelations(
    sql: string,
    relations: ReadonlyMap<string, Relation>,
    options?: RunOptions,
  ): Promise<QueryResult>;
  /** A query over one node (or glob or URL), called `source` in `sql`. */
  query(source: string, options?: NodeQuery): Promise<QueryResult>;
  /** As {@linkcode PondReader.query}, explained after running it. */
  explain(source: string, options?: NodeQuery): Promise<Explanation>;
  explainSql(query: string, options?: RunOptions): Promise<Explanation>;
  /** As {@linkcode PondReader.query}, written as one Parquet file. */
  queryParquet(
    source: string,
    target: ParquetTarget,
    options?: NodeQuery,
  ): Promise<WriteSummary>;
  sqlParquet(
    query: string,
    target: ParquetTarget,
    options?: RunOptions,
  ): Promise<WriteSummary>;
  /** The bytes of a file node; of a table or series: Parquet. The caller closes it. */
  open(path: string, options?: { version?: number }): Promise<ByteSource>;
  /** The relation of a pond path, glob or URL. */
  relation(source: string): Promise<Relation>;
}

/** What is asked of one node. */
export interface NodeQuery extends RunOptions {
  /** Default `SELECT * FROM source`. */
  readonly sql?: string;
  /**
   * An expression over the columns of `source`: only rows for which it is true are in `source`, also
   * for `sql`. Positions in errors count in it.
   */
  readonly where?: string;
  readonly limit?: number;
  /** Restricts what `source` contains. */
  readonly range?: TimeRange;
  readonly version?: number;
}

/** Numbers for `pond status`. */
export interface PondStatus {
  /** Directory of the pond. */
  readonly hostPath: string;
  /** Number of the newest transaction. */
  readonly transactions: number;
  /** Stored nodes without the root. */
  readonly nodes: number;
  /** Directories among the nodes. */
  readonly directories: number;
  /** Readable versions of the nodes. */
  readonly versions: number;
  /** Data files of the log. */
  readonly dataFiles: number;
  /** Bytes in them. */
  readonly dataBytes: number;
  /** Contents in files of their own. */
  readonly blobs: number;
  /** Bytes in them. */
  readonly blobBytes: number;
  /** Computed results that are cached. */
  readonly cacheEntries: number;
  /** Bytes in them. */
  readonly cacheBytes: number;
  /** Unfinished writes in `tmp/`. */
  readonly leftovers: number;
  /** What {@linkcode Pond.maintain} would do without any rule that lets go of contents. */
  readonly maintenance: MaintainReport;
}

/** How a pond is opened. */
export interface OpenPondOptions {
  /** Talk for a person; default drops it. */
  readonly warn?: (message: string) => void;
  /**
   * Told of what a walk met and passed over: broken nodes, dangling links, directories that can't be read, also those
   * that a dynamic node or a query looked through. Default: `warn` is told.
   */
  readonly onProblem?: (problem: PondError) => void;
  /** Told how far the conversion of a CSV or JSON lines file has come, while it is read. */
  readonly onConversion?: (reading: ConversionProgress) => void;
  /** Environment variables for `${env:…}`; default those of the process, where permitted. */
  readonly env?: (name: string) => string | undefined;
  /** Factories beside the built-in ones. */
  readonly factories?: readonly Factory[];
  /** How long a writer waits for another, default 10,000. */
  readonly lockDeadlineMs?: number;
  /** Of the cache; default 4 GiB. */
  readonly cacheLimitBytes?: number;
  /** Memory of the engine for a query that says nothing else; default 3 GiB. */
  readonly memoryLimitBytes?: number;
  /**
   * Threads for queries, each with an engine of its own, so that the event loop goes on and a signal ends a query at once. With 0
   * queries run in the thread that asks, which is fastest for a process with one job.
   */
  readonly threads?: number;
  /** Functions that SQL can call, made by `defineFunction`. */
  readonly functions?: readonly UserFunction[];
  /** Clock and chance, also of SQL's `now()`; default the system's. */
  readonly environment?: Environment;
  /** The file system that holds the pond, with its locks; default the host's directory. */
  readonly store?: Store;
}
