/**
 * Bytes by name under one root. Names are relative, `/`-separated and made by pond itself. Every
 * method that touches the disk is one fault point: `faulty` wraps a store and fails, tears or stops
 * at any of them.
 */
export interface Store {
  /** For messages: the root's host path, or `memory`. */
  readonly root: string;
  /**
   * The whole content, or the bytes of `range`.
   * @throws {PondError} `not-found`, `io`, `permission`
   */
  read(name: string, range?: ByteRange): Promise<Uint8Array<ArrayBuffer>>;
  /** Size and time, or undefined where nothing is. */
  stat(name: string): Promise<StoreStat | undefined>;
  /** What has this name, no link followed, or undefined where nothing has. */
  kind(name: string): Promise<EntryKind | undefined>;
  /**
   * What tells a file or directory from any other, on this machine, no link followed; undefined
   * where nothing is.
   */
  identity(name: string): Promise<StoreIdentity | undefined>;
  /** Names in one directory, byte order; empty where the directory isn't. */
  list(directory: string): Promise<readonly StoreEntry[]>;
  /**
   * Opens for synchronous reading at any offset.
   * @throws {PondError} `not-found`, `io`, `permission`
   */
  open(name: string): Promise<StoreReader>;
  /**
   * Makes a new file, and its missing parents, for writing.
   * @throws {PondError} `exists`, `no-space`, `io`, `permission`
   */
  create(name: string): Promise<StoreWriter>;
  /**
   * Put-if-absent: gives the finished file `from` the name `to` as well, unless something has it.
   * This is the commit point of the log, so it never replaces.
   */
  publish(from: string, to: string): Promise<"published" | "exists">;
  /** Moves `from` to `to`, replacing; for hints and caches, never for commits. */
  rename(from: string, to: string): Promise<void>;
  /** Absence is fine. */
  remove(name: string): Promise<void>;
  /** Makes the directory's entries durable. */
  syncDirectory(directory: string): Promise<void>;
  /**
   * Makes `directory` and its parents, each durable in its parent; `mode` narrows who may enter
   * what is made.
   */
  makeDirectory(directory: string, options?: { mode?: number }): Promise<void>;
  /**
   * An exclusive advisory lock.
   * @throws {PondError} `locked` after the deadline, naming the holder's pid and since when
   */
  lock(name: string, options: LockOptions): Promise<StoreLock>;
}

/** Half-open range of bytes. */
export interface ByteRange {
  /** The first byte. */
  readonly start: number;
  /** The byte after the last. */
  readonly end: number;
}

/** Facts of one stored file. */
export interface StoreStat {
  /** Of the content, in bytes. */
  readonly sizeBytes: number;
  /** When it was written, microseconds since 1970. */
  readonly modifiedUs: bigint;
}

/**
 * What a file or directory is, beside its content; where the system doesn't know owners and modes,
 * they are null.
 */
export interface StoreIdentity {
  /** Another one for what was made elsewhere or at another time, whatever its name and content. */
  readonly key: string;
  /** The user to whom it belongs; null where the system does not tell. */
  readonly ownerId: number | null;
  /** Permission bits. */
  readonly mode: number | null;
}

/** One name of a store's directory. */
export interface StoreEntry {
  /** Within its directory. */
  readonly name: string;
  /** What it is. */
  readonly kind: EntryKind;
}

/**
 * A store makes files and directories; a link, or a FIFO, device or socket, is somebody else's
 * doing.
 */
export type EntryKind = "file" | "directory" | "link" | "other";

/** An open file; reading is synchronous, see `ByteSource`. */
export interface StoreReader {
  /** Of the content, in bytes. */
  readonly sizeBytes: number;
  /** Fills `into` from `offset`; returns the bytes read, fewer only at the end. */
  readSync(offset: number, into: Uint8Array): number;
  /** Lets go of what is open. */
  close(): void;
}

/**
 * A new file being written; nobody else sees it until `publish` or `rename`, or by its unique name.
 */
export interface StoreWriter {
  /** Appends. */
  write(chunk: Uint8Array): Promise<void>;
  /** As {@linkcode StoreWriter.write}, for writers called from inside WebAssembly; at `offset`. */
  writeSync(chunk: Uint8Array, offset: number): void;
  /** Makes the bytes durable; never tried twice on one file. */
  sync(): Promise<void>;
  /** Lets go of what is open. */
  close(): void;
}

/** How long to wait for a lock. */
export interface LockOptions {
  /** How long to wait for others. */
  readonly deadlineMs: number;
}

/** A held lock. */
export interface StoreLock {
  /** Lets others go on. */
  release(): Promise<void>;
}
