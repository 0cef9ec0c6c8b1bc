import type {
  ByteSource,
  Column,
  DerivedQuery,
  FormatOptions,
  Relation,
  RelationOrigin,
  TextNotes,
  TimeBounds,
  TimeColumn,
} from "../table/mod.ts";
import type { ConfigSchema } from "../config/mod.ts";
import type { FileKind, FileNode, Node, NodeKind, View } from "./node.ts";
import type { Match } from "./walk.ts";

/**
 * A factory: how one sort of dynamic node is configured, checked and made. A constant that satisfies
 * this stands in the registry's list; nothing happens when its module is imported.
 */
export interface Factory<Config = unknown> {
  /** As in `mknod --factory NAME`. */
  readonly name: string;
  /** One line for `pond factories`. */
  readonly description: string;
  /** Bumped when the meaning of a config changes; written beside the YAML. */
  readonly configVersion: number;
  /** Fields, types, defaults; drives validation, help and the README table. */
  readonly schema: ConfigSchema<Config>;
  /** A whole config in YAML, shown in help and tested. */
  readonly example: string;
  /**
   * Turns `config` as version `from` had it into one of the present version, which is then checked like any other.
   * Called when a node is opened whose config is older; the stored YAML stays as it is. Absent: every version so far
   * reads alike.
   */
  upgrade?(config: unknown, from: number): unknown;
  /** The kind of node that `config` makes. */
  kind(config: Config): NodeKind;
  /**
   * Checks `config` against the world, at `mknod` only.
   * @throws {PondError} `invalid-config`, `not-found`, … with the field in the message
   */
  validate(config: Config, context: FactoryContext): Promise<void>;
  /** The node; does no I/O: what is wrong with the world shows when the node is used. */
  open(config: Config, context: FactoryContext): Node;
}

/** Factories by name. */
export interface FactoryRegistry {
  /** By name in byte order. */
  list(): readonly Factory[];
  /** @throws {PondError} `unknown-factory`, with the name that was probably meant */
  /** The factory called `name`. */
  get(name: string): Factory;
}

/** What a factory may use of the world. */
export interface FactoryContext {
  /** The node's own path. */
  readonly path: string;
  /** The node's own id; ids of children are computed from it. */
  readonly id: string;
  /** The version of the node, its size of YAML and time of writing, for `stat`. */
  readonly version: number;
  /** When it was written, microseconds since 1970. */
  readonly modifiedUs: bigint;
  /** An environment variable; undefined where unset or not permitted. */
  env(name: string): string | undefined;
  /** Talk for a person, on stderr in the program. */
  warn(message: string): void;
  /** The pond as this reader sees it; a directory that globs hands on its view, see `View`. */
  readonly tree: TreeReader;
  /** Host files, links never followed. */
  readonly host: HostFiles;
  /** Conversion, materialisation and resolution of tables. */
  readonly tables: TableServices;
  /** A dynamic child made by another factory (for directories of dynamic nodes). */
  openChild(child: ChildSpec): Node;
  /**
   * Checks such a child as `mknod` would.
   * @throws {PondError} as {@linkcode Factory.validate}
   */
  validateChild(child: ChildSpec): Promise<void>;
}

/** A dynamic child: its name, factory and config (a plain value, as parsed from YAML). */
export interface ChildSpec {
  /** In its directory. */
  readonly name: string;
  /** By name. */
  readonly factory: string;
  /** As parsed from YAML. */
  readonly config: unknown;
}

/** Reading a pond by path. */
export interface TreeReader {
  /**
   * The node at `path`, links followed.
   * @throws {PondError} `not-found`, `not-a-directory`, `too-many-links`, `invalid-path`
   */
  resolve(path: string, view?: View): Promise<Node>;
  /** Nodes that match, by path in byte order; broken parts are reported through `warn` and skipped. */
  glob(pattern: string, view?: View): AsyncIterable<Match>;
}

/** A host file or directory, opened so that no link is followed at any component. */
export interface HostFiles {
  /**
   * The real path of an existing directory that may be mounted.
   * @throws {PondError} `not-found`, `not-a-directory`, `permission`, `invalid-config` for /proc and the like
   */
  mountRoot(hostPath: string): Promise<string>;
  /**
   * Regular files and directories in `root/…components`, by name in byte order; links, FIFOs, sockets,
   * devices and the pond's own directory are left out.
   * @throws {PondError} `not-found`, `not-a-directory`, `permission`
   */
  list(root: string, components: readonly string[]): Promise<HostListing>;
  /** Facts of one entry, or undefined where nothing (or nothing that is shown) is there. */
  stat(root: string, components: readonly string[]): Promise<HostStat | undefined>;
  /**
   * The file's bytes; size fixed now.
   * @throws {PondError} `not-found`, `permission`, `io`
   */
  open(root: string, components: readonly string[]): Promise<ByteSource>;
}

/** What a host directory holds. */
export interface HostListing {
  /** By name in byte order. */
  readonly entries: readonly HostEntry[];
  /** How much was left out, by what it is; what isn't there counts 0. */
  readonly skipped: SkippedEntries;
}

/**
 * Entries of a host directory that can't be shown: those that are neither a regular file nor a
 * directory, and names that no pond path can say.
 */
export type SkippedEntries = Readonly<
  Partial<Record<"symbolic link" | "FIFO" | "socket" | "device" | "name", number>>
>;

/** One entry of a host directory. */
export interface HostEntry {
  /** In its directory. */
  readonly name: string;
  /** What it is. */
  readonly kind: "file" | "directory";
}

/** Facts of a host file or directory. */
export interface HostStat {
  /** What it is. */
  readonly kind: "file" | "directory";
  /** Of the content, in bytes. */
  readonly sizeBytes: number;
  /** When it was written, microseconds since 1970. */
  readonly modifiedUs: bigint;
  /** As {@linkcode NodeStat.changedUs}. */
  readonly changedUs: bigint;
  /** Path, device, inode, size, mtime and ctime in ns: changes when the content may have. */
  readonly key: string;
}

/** How long a computed result is trusted. */
export interface CachePolicy {
  /** Microseconds; 0 always revalidates. Null: the default of the kind. */
  readonly ttlUs: bigint | null;
  /** Microseconds a derived result is kept and served without looking; null: compute each time. */
  readonly refreshUs: bigint | null;
  /** The node that shows a conversion of another file: the cache knows it by that path too. */
  readonly madeFor?: string;
}

/** A query whose result is kept for a time. */
export interface KeptQuery {
  /** The node, for messages. */
  readonly label: string;
  /** As of its query. */
  readonly origin: RelationOrigin;
  /** How it is computed, see `TableView.definition`: the rows of its inputs may change meanwhile. */
  definition(): Promise<string>;
  /** The query with its inputs resolved. */
  query(): Promise<DerivedQuery>;
}

/** What computed tables are made with. */
export interface TableServices {
  /**
   * `file`'s bytes read as a table: converted to Parquet once, then from the cache.
   * @throws {PondError} `invalid-input` with file, line, column and value
   */
  convert(file: FileNode, options: FormatOptions, policy: CachePolicy): Promise<Converted>;
  /** What {@linkcode TableServices.convert} would give if that is in the cache; never converts. */
  cached?(file: FileNode, options: FormatOptions): Promise<Converted | undefined>;
  /**
   * What `source` (pond path, glob or source URL) names, as one relation.
   * @throws {PondError} `not-found` for a literal path, or a glob without a match and `emptySchema`
   */
  resolve(source: string, options: ResolveOptions): Promise<Relation>;
  /**
   * One Parquet file with the rows of `relation`, in time order for a series.
   * @throws {PondError} `invalid-query`, and `invalid-input` for a NULL time
   */
  materialise(relation: Relation, options: MaterialiseOptions): Promise<ByteSource>;
  /**
   * The relation of a kept result, computed when it is older than `policy.refreshUs` or was made in another way; with a
   * `refreshUs` of 0 or null the query itself.
   */
  cachedQuery(kept: KeptQuery, policy: CachePolicy): Promise<Relation>;
  /** What {@linkcode TableServices.cachedQuery} would give if that is kept; never computes. */
  keptResult?(kept: KeptQuery, policy: CachePolicy): Promise<Relation | undefined>;
  /** Columns of `relation` without computing its rows. */
  columns(relation: Relation): Promise<readonly Column[]>;
  /**
   * Refuses anything but one SELECT (or WITH … SELECT).
   * @returns the relations that it names and that `WITH` doesn't define
   * @throws {PondError} `invalid-query`
   */
  checkQuery(sql: string): Promise<readonly string[]>;
}

/** Table services of who takes tables in, which no factory does. */
export interface TakingTableServices extends TableServices {
  /**
   * Bytes read as a table for once: the Parquet is kept nowhere and gone when it is closed.
   * @throws {PondError} as {@linkcode TableServices.convert}
   */
  convertOnce(
    source: ByteSource,
    options: FormatOptions,
    named: { readonly label: string; readonly isGrowing: boolean },
  ): Promise<ConvertedOnce>;
  /**
   * The bytes of a compressed source, as the options, its name or its first bytes tell; the caller closes them. Null
   * for one that isn't compressed. With `enoughBytes` it ends once so many are there.
   * @throws {PondError} `invalid-input` for bytes that are not so compressed
   */
  plain(
    source: ByteSource,
    options: FormatOptions,
    named: { readonly label: string; readonly enoughBytes?: number },
  ): Promise<ByteSource | null>;
}

/** Text that was read as a table for once. */
export interface ConvertedOnce {
  /** The Parquet; the caller closes it. */
  readonly source: ByteSource;
  /** In order. */
  readonly columns: readonly Column[];
  /** How many rows. */
  readonly rows: number;
  /** The time column; null where there is none. */
  readonly timeColumn: string | null;
  /** Of text that left something out. */
  readonly notes?: TextNotes;
}

/** A converted file: a relation of one Parquet file, with what its footer says. */
export interface Converted {
  /** What SQL reads. */
  readonly relation: Relation;
  /** In order. */
  readonly columns: readonly Column[];
  /** How many rows. */
  readonly rows: number;
  /** The time column; null where there is none. */
  readonly time: TimeColumn | null;
  /** Of the time column. */
  readonly bounds: TimeBounds | null;
  /** Of text that left something out. */
  readonly notes?: TextNotes;
  /** Opens the Parquet file; the caller closes it. */
  open(): Promise<ByteSource>;
}

/** How a source is resolved. */
export interface ResolveOptions {
  /** Paths of the derived nodes above this one, outermost first. */
  readonly chain: readonly string[];
  /** The pond as whoever asks sees it. */
  readonly tree: TreeReader;
  /** Handed on to every node on the way, see {@linkcode RelationRequest.cache}. */
  readonly cache?: Map<string, Relation>;
  /**
   * Columns to add to the rows of each match, first: the first one holds what the first wildcard matched (`$0`), and so
   * on. All are text. A column of that name in the match is hidden.
   */
  readonly captures?: readonly string[];
  /** Shape of a glob without a match; absent: an error. */
  readonly emptySchema?: readonly Column[];
}

/** How a relation is turned into one Parquet file. */
export interface MaterialiseOptions {
  /** `series` sorts by the time column and checks it. */
  readonly kind: FileKind;
  /** For messages: a pond path. */
  readonly label: string;
  /** How long the file may be kept; absent: the default of the kind. */
  readonly policy?: CachePolicy;
}
