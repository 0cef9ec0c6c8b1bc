import type { RecordBatch, Table } from "../deps/arrow.ts";
import type { ConfigValue } from "./config_text.ts";
import type { Query, Row } from "./query_api.ts";
import type { PondFile } from "./file.ts";

/** What a file's bytes are written from. */
export type Content =
  | string
  | ArrayBufferView
  | ArrayBuffer
  | Blob
  | Response
  | ReadableStream<Uint8Array | string>
  | AsyncIterable<Uint8Array | string>;

/**
 * What a table is written from: rows, Arrow, a Parquet or Arrow IPC file, or the answer to a query.
 */
export type TableContent =
  | readonly object[]
  | Iterable<object>
  | AsyncIterable<object>
  | Table
  | RecordBatch
  | ArrayBufferView
  | ArrayBuffer
  | Blob
  | Query<Row>;

/** How bytes are written. */
export interface WriteOptions {
  /** Kind of a new file, whose content is Parquet if it is a table or series; default `data`. */
  readonly kind?: "data" | "table" | "series";
  /** Series: the time column; default found by name. */
  readonly timeColumn?: string;
  /**
   * Whether a table's pages and a series' times are read once, so that what is damaged is refused.
   * Default true.
   */
  readonly check?: boolean;
}

/** How a table is written. */
export interface TableOptions {
  /** Kind of a new node; see the methods for the default. */
  readonly kind?: "table" | "series";
  /** Series: the time column; default found by name. */
  readonly timeColumn?: string;
  /**
   * Types of columns by name, in pond's words (`timestamp`, `double`, `decimal(10,2)`, …); the
   * others are inferred.
   */
  readonly schema?: Readonly<Record<string, string>>;
}

/** A dynamic node to make. */
export interface NodeSpec {
  /** As in `pond factories`. */
  readonly factory: string;
  /** The config: text in YAML, or a plain value, which is written as YAML. */
  readonly config: string | ConfigValue;
  /** Writes the next version of a dynamic node that is there. */
  readonly overwrite?: boolean;
}

/**
 * Changes that become visible together, when the work is done. Paths are pond paths; parents that
 * are missing are made. Changes are made in the order in which they are asked for; those that
 * weren't awaited are waited for, and fail the whole if they fail. Methods throw `read-only` at or
 * below a dynamic node, `not-a-directory`, `invalid-path` where they apply.
 */
export interface Change {
  /**
   * Writes a file: a new one, or the next version of one that is there.
   * @throws {PondError} `is-a-directory`; `invalid-input` when a table's or series' bytes are not
   *   Parquet
   */
  write(path: string, content: Content, options?: WriteOptions): Promise<void>;
  /**
   * Adds rows. To a series they are its next version; a table gets a version with the rows it has
   * and these. What isn't there yet becomes a series where a column is known as a time column, else
   * a table.
   * @throws {PondError} `invalid-input` for values without a common type, and what the file is
   *   refused for
   */
  append(path: string, rows: TableContent, options?: TableOptions): Promise<void>;
  /**
   * Writes a table or series anew: a table gets its next version, a series a new life. What isn't
   * there yet becomes a table, or the kind that is named.
   * @throws {PondError} as {@linkcode Change.append}
   */
  replace(path: string, rows: TableContent, options?: TableOptions): Promise<void>;
  /**
   * Makes a table, or a series where that is the kind.
   * @throws {PondError} `exists`; as {@linkcode Change.append}
   */
  create(path: string, rows: TableContent, options?: TableOptions): Promise<void>;
  /**
   * Makes a directory; with `recursive` its parents, and one that is there is fine. @throws
   * {PondError} `exists`
   */
  mkdir(path: string, options?: { readonly recursive?: boolean }): Promise<void>;
  /**
   * Makes a dynamic node.
   * @throws {PondError} `exists`, `unknown-factory`, `invalid-config`, `not-found` for what the
   *   config names
   */
  mknod(path: string, spec: NodeSpec): Promise<void>;
  /** Makes a symbolic link at `path`. @throws {PondError} `exists` */
  symlink(target: string, path: string): Promise<void>;
  /** Removes a node. @throws {PondError} `not-found`; `not-empty` without `recursive` */
  remove(path: string, options?: { readonly recursive?: boolean }): Promise<void>;
  /**
   * Moves a node; a file of the same kind at `to` is replaced. @throws {PondError} `exists`,
   * `not-found`
   */
  rename(from: string, to: string): Promise<void>;
  /** The file at a path, with what this change has written so far. */
  file(path: string): PondFile;
  /** Whether anything is at a path, with what this change has written so far. */
  exists(path: string): Promise<boolean>;
}
