import type { Column, TextNotes, TimeBounds, TimeColumn } from "../table/mod.ts";

/**
 * Materialised results by content key. The key is everything a result depends on, so a changed
 * source simply has another key. Any trouble with the cache means computing, plus one warning.
 */
export interface ResultCache {
  /**
   * What is kept, or undefined: not there, visibly damaged, or older than `maxAgeUs`. Reads the
   * entry's facts, not its content: of many series only those within the time that is asked for are
   * opened.
   */
  get(key: string, options?: EntryOptions): Promise<CacheEntry | undefined>;
  /**
   * Computes and keeps an entry: `write` fills a file under `tmp/`, which then is synced and
   * renamed. Processes that compute the same key at once don't disturb each other. When it can't be
   * kept (full disk, no permission) the result is still returned, from memory or tmp.
   */
  put(
    key: string,
    write: (target: CacheTarget) => Promise<CacheFacts>,
    options?: Pick<EntryOptions, "madeFor">,
  ): Promise<CacheEntry>;
  /**
   * A file that `write` fills and that is gone when it is closed: room for an intermediate result.
   * On disk, or in memory where the disk can't be written.
   */
  scratch(write: (target: CacheTarget) => Promise<void>): Promise<CachedBytes>;
  /** What is kept, newest last. */
  list(): Promise<readonly CachedResult[]>;
  stats(): Promise<CacheStats>;
  /** Rereads every entry; the damaged ones are removed and named. */
  verify(): Promise<readonly string[]>;
  /**
   * Removes the entries of which a path is meant: what they were made from, or for; all without it.
   * Returns how many.
   */
  clear(isMeant?: (path: string) => boolean): Promise<number>;
}

/** What is asked of the cache. */
export interface EntryOptions {
  readonly maxAgeUs?: bigint;
  /** The node that shows the result, where that isn't the label: noted with the entry. */
  readonly madeFor?: string;
}

/** What a cached Parquet file holds, from its footer's companion. */
export interface CacheFacts {
  /** What it was made from: a pond path, for people. */
  readonly label: string;
  /** Nodes that show it, beside the label. */
  readonly nodes?: readonly string[];
  readonly rows: number;
  readonly columns: readonly Column[];
  readonly time: TimeColumn | null;
  readonly bounds: TimeBounds | null;
  /** Equal for files whose Parquet schemas are equal. */
  readonly schemaKey: string | null;
  /** Of converted text that left something out. */
  readonly notes?: TextNotes;
}

/** A cached result. */
export interface CacheEntry extends CacheFacts {
  readonly key: string;
  readonly sizeBytes: number;
  readonly createdUs: bigint;
  /**
   * Opens the content, which is checked when this process first does.
   * @throws {PondError} `not-found` when another process has cleared the cache meanwhile, or the
   *   content is damaged
   */
  open(): Promise<CachedBytes>;
}

/** A cached result as {@linkcode ResultCache.list} names it. */
export interface CachedResult {
  /** What it was made from or is: a pond path. */
  readonly label: string;
  readonly createdUs: bigint;
}

/** A file being written, at any offset. */
export interface CacheTarget {
  writeSync(chunk: Uint8Array, offset: number): void;
  /** What has been written so far, for reading; the caller closes it. */
  open(): Promise<CachedBytes>;
}

/** The bytes of an entry. */
export interface CachedBytes {
  readonly sizeBytes: number;
  readSync(offset: number, into: Uint8Array): number;
  close(): void;
}

/** Numbers for `pond cache stats` and `status`. */
export interface CacheStats {
  readonly entries: number;
  readonly sizeBytes: number;
  readonly limitBytes: number;
}
