import { PondError } from "../base/mod.ts";
import { openOwn } from "./local_guard.ts";

/** So many files are open at once: systems allow 1,024 to a process, some of them 256. */
const HANDLES = 200;

/**
 * Files open for reading, as many as one likes: beyond {@linkcode HANDLES} the one that was read
 * least recently is closed, and opened again when it is read. One that has been removed or replaced
 * meanwhile can't be read any more.
 */
export class HandlePool {
  /** Oldest use first. */
  readonly #open = new Set<PooledFile>();

  constructor(readonly limit = HANDLES) {}

  /** Opens `path`. Throws what the system throws. */
  open(path: string): PooledFile {
    const file = new PooledFile(path, this);
    file.handle();
    return file;
  }

  /** Notes the use of `file`, which is open. */
  used(file: PooledFile): void {
    this.#open.delete(file);
    this.#open.add(file);
    if (this.#open.size <= this.limit) return;
    const [oldest] = this.#open;
    this.#open.delete(oldest!);
    oldest!.rest();
  }

  /** Forgets `file`, which is closed. */
  closed(file: PooledFile): void {
    this.#open.delete(file);
  }
}

/** One file of a pool. */
class PooledFile {
  readonly #path: string;
  readonly #pool: HandlePool;
  #handle: Deno.FsFile | null = null;
  #first: Deno.FileInfo | null = null;
  #closed = false;

  constructor(path: string, pool: HandlePool) {
    this.#path = path;
    this.#pool = pool;
  }

  get sizeBytes(): number {
    return this.#first?.size ?? 0;
  }

  /**
   * The open file; valid until another one of the pool is used.
   * @throws {PondError} `conflict` when it was replaced, `internal` when it has been closed
   */
  handle(): Deno.FsFile {
    if (this.#closed) throw new PondError("internal", "cannot read a file that has been closed");
    const handle = this.#handle ?? this.#reopen();
    this.#pool.used(this);
    return handle;
  }

  /** Closes it until it is read again. */
  rest(): void {
    this.#handle?.close();
    this.#handle = null;
  }

  close(): void {
    this.#closed = true;
    this.#pool.closed(this);
    this.rest();
  }

  #reopen(): Deno.FsFile {
    const handle = openOwn(this.#path, { read: true });
    const info = handle.statSync();
    const first = this.#first ??= info;
    if (info.ino !== first.ino || info.size !== first.size) {
      handle.close();
      throw new PondError("conflict", "cannot go on reading a file: it was replaced meanwhile");
    }
    return this.#handle = handle;
  }
}
