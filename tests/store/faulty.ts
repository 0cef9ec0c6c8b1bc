import type { ByteRange, LockOptions, Store, StoreWriter } from "../../lib/store/mod.ts";

/** One call that a store got, with what it takes to play it again. */
export interface StoreOperation {
  /** Counts from 0 over all operations of the store. */
  readonly index: number;
  readonly kind:
    | "read"
    | "stat"
    | "kind"
    | "identity"
    | "list"
    | "open"
    | "create"
    | "write"
    | "sync"
    | "publish"
    | "rename"
    | "remove"
    | "syncDirectory"
    | "makeDirectory"
    | "lock"
    | "release";
  readonly name: string;
  /** `publish` and `rename`: the new name. */
  readonly to?: string;
  /** `write`: the bytes, and where. */
  readonly bytes?: Uint8Array;
  readonly offset?: number;
}

/** What happens around each operation. */
export interface FaultHooks {
  /**
   * Called before; what it throws is the operation's error. `short` writes the first half of a
   * write and then fails as a full disk does.
   */
  readonly before?: (operation: StoreOperation) => "short" | undefined | void;
  /** Called after the operation has taken effect. */
  readonly after?: (operation: StoreOperation) => void;
}

/** A store whose every operation is a fault point; for tests. */
export function faultyStore(inner: Store, hooks: FaultHooks): Store {
  return new FaultyStore(inner, hooks);
}

class FaultyStore implements Store {
  readonly root: string;
  private count = 0;

  constructor(private readonly inner: Store, private readonly hooks: FaultHooks) {
    this.root = inner.root;
  }

  read(name: string, range?: ByteRange) {
    return this.around({ kind: "read", name }, () => this.inner.read(name, range));
  }

  stat(name: string) {
    return this.around({ kind: "stat", name }, () => this.inner.stat(name));
  }

  kind(name: string) {
    return this.around({ kind: "kind", name }, () => this.inner.kind(name));
  }

  identity(name: string) {
    return this.around({ kind: "identity", name }, () => this.inner.identity(name));
  }

  list(directory: string) {
    return this.around({ kind: "list", name: directory }, () => this.inner.list(directory));
  }

  open(name: string) {
    return this.around({ kind: "open", name }, () => this.inner.open(name));
  }

  async create(name: string): Promise<StoreWriter> {
    const writer = await this.around({ kind: "create", name }, () => this.inner.create(name));
    let end = 0;
    const writeSync = (chunk: Uint8Array, offset: number) => {
      const bytes = chunk.slice();
      const operation = this.next({ kind: "write", name, bytes, offset });
      if (this.hooks.before?.(operation) === "short") {
        writer.writeSync(chunk.subarray(0, chunk.length >> 1), offset);
        throw Object.assign(new Error("No space left on device"), { code: "ENOSPC" });
      }
      writer.writeSync(chunk, offset);
      end = Math.max(end, offset + chunk.length);
      this.hooks.after?.(operation);
    };
    return {
      // deno-lint-ignore require-await -- what is thrown becomes a rejection
      write: async (chunk) => writeSync(chunk, end),
      writeSync,
      sync: () => this.around({ kind: "sync", name }, () => writer.sync()),
      close: () => writer.close(),
    };
  }

  publish(from: string, to: string) {
    return this.around({ kind: "publish", name: from, to }, () => this.inner.publish(from, to));
  }

  rename(from: string, to: string) {
    return this.around({ kind: "rename", name: from, to }, () => this.inner.rename(from, to));
  }

  remove(name: string) {
    return this.around({ kind: "remove", name }, () => this.inner.remove(name));
  }

  syncDirectory(directory: string) {
    const operation = { kind: "syncDirectory", name: directory } as const;
    return this.around(operation, () => this.inner.syncDirectory(directory));
  }

  makeDirectory(directory: string, options?: { mode?: number }) {
    const operation = { kind: "makeDirectory", name: directory } as const;
    return this.around(operation, () => this.inner.makeDirectory(directory, options));
  }

  async lock(name: string, options: LockOptions) {
    const lock = await this.around({ kind: "lock", name }, () => this.inner.lock(name, options));
    return { release: () => this.around({ kind: "release", name }, () => lock.release()) };
  }

  private async around<T>(
    facts: Omit<StoreOperation, "index">,
    work: () => Promise<T>,
  ): Promise<T> {
    const operation = this.next(facts);
    this.hooks.before?.(operation);
    const result = await work();
    this.hooks.after?.(operation);
    return result;
  }

  private next(facts: Omit<StoreOperation, "index">): StoreOperation {
    return { ...facts, index: this.count++ };
  }
}
