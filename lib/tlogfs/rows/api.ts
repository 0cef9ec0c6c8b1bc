import type { Environment } from "../../base/mod.ts";
import type { Store } from "../../store/mod.ts";
import type { ByteSource, Relation } from "../../table/mod.ts";
import type { DirectoryNode, FileKind, Node, NodeKind } from "../../tinyfs/mod.ts";
import type { MaintainOptions, MaintainReport, SeriesRewriter } from "./maintenance_api.ts";

/** Stored files over the log: a tree to read, transactions to write it. */
export interface Tlog {
  /**
   * The newest state, or that after an earlier transaction; a snapshot stays what it is while others write.
   * @throws {PondError} `not-found` for a transaction that never was, `expired` for one that was dropped
   */
  snapshot(options?: SnapshotOptions): Promise<TreeSnapshot>;
  /**
   * The newest transaction that was made at `timeUs` or before.
   * @throws {PondError} `not-found` for a time before the pond was made, `expired` where the log no longer reaches
   */
  transactionAt(timeUs: bigint): Promise<number>;
  /**
   * Begins a transaction on the newest state. Reads through it see what it has written.
   * Nothing is visible to others before {@linkcode TreeTransaction.commit}.
   */
  begin(info: TransactionInfo): Promise<TreeTransaction>;
  /** Transactions, newest first. */
  log(): AsyncIterable<TransactionRecord>;
  /** What is stored, counted, and what maintenance would do: a look at all rows and the whole log. */
  stats(): Promise<TlogStats>;
  /**
   * Tidies up; see {@linkcode MaintainOptions}. Readers and writers may go on meanwhile.
   * @throws {PondError} `usage`, `corrupt`, `locked`, `no-space`, `io`
   */
  maintain(options: MaintainOptions): Promise<MaintainReport>;
  close(): void;
}

/** Which state, and how its dynamic nodes are opened. */
export interface SnapshotOptions {
  /** Default the newest. */
  readonly transaction?: number;
  /** Default as the tree was opened. */
  readonly openDynamic?: TlogOptions["openDynamic"];
}

/** What opening needs from outside the room. */
export interface TlogOptions {
  readonly store: Store;
  readonly environment: Environment;
  /** Makes the node of a row that has a factory; never fails: what is wrong becomes a broken node. */
  readonly openDynamic: (row: DynamicRow, root: DirectoryNode) => Promise<Node>;
  /** The versions of a series, which the relation names, as one Parquet file in time order. */
  readonly mergeSeries: (relation: Relation) => Promise<ByteSource>;
  /** Without it, maintenance leaves versions of series as they are. */
  readonly rewriter?: SeriesRewriter;
  readonly warn: (message: string) => void;
  /** How long a writer waits for another. Default 10 s. */
  readonly lockDeadlineMs?: number;
}

/** A dynamic node as stored. */
export interface DynamicRow {
  readonly path: string;
  readonly id: string;
  readonly kind: NodeKind;
  readonly factory: string;
  readonly yaml: string;
  readonly version: number;
  readonly modifiedUs: bigint;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** One consistent state of the tree. */
export interface TreeSnapshot {
  /** Number of the newest transaction it holds; 0 is the pond's making. */
  readonly transaction: number;
  readonly root: DirectoryNode;
}

/** Who writes and why. */
export interface TransactionInfo {
  /** The command line, secrets redacted. */
  readonly argv: readonly string[];
  /** How long the commit waits for other writers; default as the tree was opened. */
  readonly waitMs?: number;
}

/**
 * Changes that become visible together. Paths are pond paths; parents must exist. All methods throw
 * `read-only` at or below a dynamic node, `not-found`, `not-a-directory`, `invalid-path` where they apply.
 */
export interface TreeTransaction {
  readonly root: DirectoryNode;
  /** @throws {PondError} `exists` */
  makeDirectory(path: string): Promise<void>;
  /**
   * A new file, or the next version of an existing one, whose kind it keeps.
   * @throws {PondError} `is-a-directory`; `invalid-input` when a table's or series' bytes are not Parquet
   */
  writeFile(
    path: string,
    content: AsyncIterable<Uint8Array>,
    options: WriteFileOptions,
  ): Promise<void>;
  /** A new dynamic node, or with `overwrite` the next version of one. @throws {PondError} `exists` */
  makeDynamic(path: string, spec: DynamicSpec): Promise<void>;
  /** @throws {PondError} `exists` */
  makeLink(path: string, target: string): Promise<void>;
  /** @throws {PondError} `not-empty` without `recursive` */
  remove(path: string, options?: { recursive?: boolean }): Promise<void>;
  /** Same node under another name; a file at `to` of the same kind is replaced. @throws {PondError} `exists`, `invalid-path` into itself */
  move(from: string, to: string): Promise<void>;
  /**
   * Makes the commit a `conflict` when what is at `path` now, be it nothing, has another version by then: for a change that was
   * worked out from it.
   */
  dependsOn(path: string): Promise<void>;
  /**
   * Makes what was at `path` after `transaction` as it was then, with all below it; what came to be there since is removed, or goes
   * back to where it was. Contents are shared, not copied.
   * @returns what was changed; empty when all is as it was
   * @throws {PondError} `not-found` when nothing was there; `expired` where a content, or the state, was dropped; `exists`
   */
  restore(path: string, transaction: number): Promise<readonly TransactionChange[]>;
  /**
   * Writes the content of an older version as the next one; a withdrawn version of a series is part of it again.
   * @throws {PondError} `not-found`, `expired`; `invalid-input` for a version that is part of its series
   */
  restoreVersion(path: string, version: number): Promise<void>;
  /**
   * Takes versions out of a series; their rows are no part of it, their contents stay readable as these versions.
   * @throws {PondError} `not-found`; `invalid-input` for what is no stored series
   */
  withdraw(path: string, versions: number | readonly number[]): Promise<void>;
  /**
   * Undoes what one transaction did to the tree.
   * @returns what was changed
   * @throws {PondError} `invalid-input` where later transactions stand on it, or it changed nothing; `expired`, `not-found`
   */
  undo(transaction: number): Promise<readonly TransactionChange[]>;
  /**
   * The last transaction after which something was at `path`.
   * @throws {PondError} `not-found` where nothing ever was
   */
  lastSeen(path: string): Promise<number>;
  /** Whether anything was changed. */
  readonly changed: boolean;
  /**
   * Publishes. Without changes nothing is written.
   * @returns the transaction's number, or null when nothing changed
   * Others may have committed since {@linkcode Tlog.begin}: what was done is put onto the newest state, versions of series and files
   * follow on the newest ones. What was staged isn't written again.
   * @throws {PondError} `conflict` where both can't be true, `locked`, `no-space`, `io`
   */
  commit(): Promise<number | null>;
  /** Forgets everything, removes what was staged. */
  abort(): Promise<void>;
}

/** How a file is written. */
export interface WriteFileOptions {
  /** Kind of a new file; default `data`. */
  readonly kind?: FileKind;
  /** What is there must be of that kind, or the error is `exists`; default it stays what it is. */
  readonly mustBeKind?: boolean;
  /** Series: the time column; default found by name. */
  readonly timeColumn?: string;
  /**
   * Whether every page of a table or series, and every time of a series, is read once, so that what is damaged is refused;
   * false takes the footer's word. Default true.
   */
  readonly check?: boolean;
  /** Series: whether bytes that one of its versions has already may be appended once more. Default true. */
  readonly again?: boolean;
  /** Series: whether a column may have a type that doesn't go with the one it has in earlier versions. Default false. */
  readonly allowTypeChange?: boolean;
  /** Told of every column of a series whose type is wider, or narrower, than in earlier versions. */
  readonly onWidening?: (said: string) => void;
  /** Facts to be kept beside what is recorded of every version. */
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** What `mknod` writes. */
export interface DynamicSpec {
  readonly kind: NodeKind;
  readonly factory: string;
  readonly yaml: string;
  readonly overwrite: boolean;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** One transaction of the log. */
export interface TransactionRecord {
  /** Its number. */
  readonly transaction: number;
  /** When, microseconds since 1970. */
  readonly timestampUs: bigint;
  /** The command line, or the message. */
  readonly argv: readonly string[];
  /** What changed, where the log still tells. */
  readonly changes: readonly TransactionChange[];
  /** What maintenance did, a clause each; null for a transaction that changed the tree. */
  readonly maintenance: readonly string[] | null;
}

/** One changed node. */
export interface TransactionChange {
  /** A pond path. */
  readonly path: string;
  /** What sort of node it is. */
  readonly kind: NodeKind;
  /** What became of it. */
  readonly action: "created" | "updated" | "removed" | "moved" | "restored" | "withdrawn";
  /** Of a node that was moved: its path before. */
  readonly from?: string;
  /** From 1. */
  readonly version: number;
}

/** Numbers of a stored tree. */
export interface TlogStats {
  /** Number of the newest transaction. */
  readonly transactions: number;
  /** Stored nodes without the root. */
  readonly nodes: number;
  /** Directories among them. */
  readonly directories: number;
  /** Readable versions of these nodes. */
  readonly versions: number;
  readonly dataFiles: number;
  readonly dataBytes: number;
  readonly blobs: number;
  readonly blobBytes: number;
  /** Unfinished writes in `tmp/`. */
  readonly leftovers: number;
  /** What {@linkcode Tlog.maintain} would do without any rule that lets go of contents. */
  readonly maintenance: MaintainReport;
}
