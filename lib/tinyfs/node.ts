import type { PondError } from "../base/mod.ts";
import type { ByteSource, Relation, TableDescription, TimeRange } from "../table/mod.ts";

/** The kinds of file; see {@linkcode NodeKind}. */
export type FileKind = "data" | "table" | "series";

/** The kinds of node. Whether a node is stored or computed is not its kind. */
export type NodeKind = FileKind | "directory" | "symlink";

/** Facts of a node that cost no content. */
export interface NodeStat {
  /** Newest version, from 1; computed nodes below a dynamic directory have 1. */
  readonly version: number;
  /** Null where only computing the content would tell, and for directories. */
  readonly sizeBytes: number | null;
  /** When it was written, microseconds since 1970. */
  readonly modifiedUs: bigint | null;
  /**
   * Of a host file: when its facts changed last, which nobody can set; in whole seconds, rounded
   * down.
   */
  readonly changedUs?: bigint;
  /** Content hash, 64 hex digits; null where it isn't recorded. */
  readonly sha256: string | null;
}

/** What every node has. */
export interface NodeBase {
  /** Canonical absolute path through which it was reached, links resolved. */
  readonly path: string;
  /** Stable for the node's life; 32 hex digits. */
  readonly id: string;
  /** Name of the factory that makes it or one of its ancestors; null when stored. */
  readonly factory: string | null;
  /** Set on a node that is there and cannot be used: opening or listing it throws this. */
  readonly broken?: PondError;
  /** @throws {PondError} `io`, `permission`, `not-found` where the world has changed */
  /** Facts that cost no content. */
  stat(): Promise<NodeStat>;
  /** What a computed node is made from; absent on stored nodes. Looks at nothing. */
  provenance?(): Provenance;
}

/** What a computed node is made from, one step down. */
export interface Provenance {
  /** The SQL that computes it; null where there is none. */
  readonly query: string | null;
  /** In the order in which the config has them. */
  readonly inputs: readonly ProvenanceInput[];
  /** The host file or directory that it shows; null where it shows none. */
  readonly hostPath: string | null;
}

/** Something that a computed node reads. */
export interface ProvenanceInput {
  /** What the query calls it; null without a query. */
  readonly name: string | null;
  /** Pond path, glob or source URL, as the config says. */
  readonly source: string;
  /** Whether the source is a path as it stands, whatever characters are in it. */
  readonly isLiteral: boolean;
}

/** A file of any kind, stored or computed. */
export interface FileNode extends NodeBase {
  /** What sort of node it is. */
  readonly kind: FileKind;
  /**
   * The content as bytes; Parquet for tables and series (a series of several versions comes out as
   * one Parquet file). The caller closes it.
   * @throws {PondError} `not-found`, `expired` for a version that isn't there; whatever computing
   *   may throw
   */
  open(options?: OpenOptions): Promise<ByteSource>;
  /** What SQL needs; null for `data`. */
  readonly table: TableView | null;
  /** Stored versions, oldest first; absent on computed nodes. */
  versions?(): Promise<readonly NodeVersion[]>;
  /** The factory's YAML, verbatim, when this node itself was made by `mknod`. */
  config?(version?: number): Promise<string>;
}

/** Which content to open. */
export interface OpenOptions {
  /** A stored version; default the newest. */
  readonly version?: number;
}

/** One stored version of a node. */
export interface NodeVersion {
  /** From 1. */
  readonly version: number;
  /** The transaction that wrote it. */
  readonly transaction: number;
  /** When, microseconds since 1970. */
  readonly timestampUs: bigint;
  /** Of the content, in bytes. */
  readonly sizeBytes: number;
  /** Hash of the content, 64 hex digits. */
  readonly sha256: string;
  /** Rows, time bounds and the like, where recorded. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** A version of a series that was taken out of it again. */
  readonly isWithdrawn: boolean;
}

/** The table side of a file: metadata without content, and a relation for SQL. */
export interface TableView {
  /** @throws {PondError} whatever opening the source may throw */
  /** What is known without computing the content. */
  describe(): Promise<TableDescription>;
  /**
   * The content as a relation that SQL can read.
   * @throws {PondError} `cycle`, `not-found`, `invalid-query`, …
   */
  relation(request: RelationRequest): Promise<Relation>;
  /**
   * How the content is computed, of this node and of those below it: configs and queries, whatever
   * rows and files there are. Equal texts, the same computation. Absent where the content is stored.
   * @throws {PondError} `cycle`, `invalid-query`, …
   */
  definition?(request: DefinitionRequest): Promise<string>;
}

/** What a definition is asked for with. */
export interface DefinitionRequest {
  /** As {@linkcode RelationRequest.chain}. */
  readonly chain: readonly string[];
  /** Definitions found for this question, by node id. */
  readonly known: Map<string, string>;
}

/** What a relation is asked for with. */
export interface RelationRequest {
  /** Paths of the derived nodes above this one, outermost first; to find cycles. */
  readonly chain: readonly string[];
  /**
   * Relations of derived nodes made for this question, by node id, so that a node reached by two
   * ways is made once.
   */
  readonly cache?: Map<string, Relation>;
  /** A stored version instead of the node's present content. */
  readonly version?: number;
  /**
   * The times wanted; a promise to the node that others will be dropped, not an order to drop them.
   */
  readonly range?: TimeRange;
}

/**
 * How the tree is looked at. A dynamic directory that globs the tree adds its own id to `expanding`
 * and hands the view on; whoever walks passes over directories in it, so that none is expanded
 * inside itself.
 */
export interface View {
  /** Ids of dynamic directories that are being expanded. */
  readonly expanding: ReadonlySet<string>;
}

/** A directory, stored or computed. */
export interface DirectoryNode extends NodeBase {
  /** What sort of node it is. */
  readonly kind: "directory";
  /** The entry called `name`, or undefined. */
  get(name: string, view?: View): Promise<Node | undefined>;
  /** All entries by name in byte order; a broken entry is a node with `broken` set. */
  list(view?: View): AsyncIterable<Entry>;
  /** Whether adding, replacing and removing entries is refused. */
  readonly readOnly: boolean;
  /** The YAML that it was made from, verbatim; of a version, or the newest. */
  config?(version?: number): Promise<string>;
  /** Stored versions, oldest first. */
  versions?(): Promise<readonly NodeVersion[]>;
}

/** A symbolic link inside the pond. */
export interface SymlinkNode extends NodeBase {
  /** What sort of node it is. */
  readonly kind: "symlink";
  /** A pond path, absolute or relative to the link's directory. */
  readonly target: string;
}

/** Any node. */
export type Node = FileNode | DirectoryNode | SymlinkNode;

/** A name and the node it stands for. */
export interface Entry {
  /** In its directory. */
  readonly name: string;
  /** What the name stands for. */
  readonly node: Node;
}
