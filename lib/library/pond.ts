import { abortError, PondError } from "../base/mod.ts";
import type {
  MaintainOptions,
  MaintainReport,
  Moment,
  Pond as CorePond,
  PondStatus,
  TransactionRecord,
} from "../pond/mod.ts";
import type { FactoryRegistry } from "../tinyfs/mod.ts";
import type { Changed, ChangeOptions, OpenOptions, Pond } from "./api.ts";
import type { Change } from "./change_api.ts";
import { LibraryChange } from "./change.ts";
import { notNested } from "./nesting.ts";
import { type WatchedChange, type WatchOptions, watchPond } from "./watch.ts";
import { LibraryReader, type Reader, type ReaderContext } from "./reader.ts";

const cores = new WeakMap<object, CorePond>();

/**
 * What commands work on.
 * @throws {PondError} `usage` for what is no pond of this library
 */
export function coreOf(pond: Pond): CorePond {
  const core = cores.get(pond);
  if (!core) throw new PondError("usage", "cannot run a command: this is no pond that was opened");
  return core;
}

/** The library's face of `core`. */
export function libraryPond(core: CorePond, options: OpenOptions): Pond {
  const closing = new AbortController();
  const { signal, times, store } = options;
  const context: ReaderContext = {
    core,
    closing: signal ? AbortSignal.any([closing.signal, signal]) : closing.signal,
    check() {
      if (signal?.aborted) throw abortError(signal, "cannot use the pond");
      if (!closing.signal.aborted) return;
      throw new PondError("usage", "cannot use the pond: it is closed");
    },
    defaults: times === undefined ? {} : { times },
  };
  const pond = new LibraryPond(context, closing, store ?? core.hostPath);
  cores.set(pond, core);
  return pond;
}

class LibraryPond extends LibraryReader implements Pond {
  readonly #context: ReaderContext;
  readonly #closing: AbortController;
  /** What changes of the same pond have in common. */
  readonly #identity: unknown;

  constructor(context: ReaderContext, closing: AbortController, identity: unknown) {
    super(context);
    this.#context = context;
    this.#closing = closing;
    this.#identity = identity;
  }

  get hostPath(): string {
    return this.#context.core.hostPath;
  }

  get factories(): FactoryRegistry {
    return this.#context.core.factories;
  }

  at(moment: Moment): Reader {
    return new LibraryReader(this.#context, moment);
  }

  async change<T>(
    message: string,
    work: (change: Change) => T | Promise<T>,
    options: ChangeOptions = {},
  ): Promise<Changed<T>> {
    this.#context.check();
    return await notNested(this.#identity, () => this.#transact(message, work, options));
  }

  watch(pattern: string, options: WatchOptions = {}): AsyncGenerator<WatchedChange> {
    const { core, check, closing } = this.#context;
    check();
    const signal = options.signal ? AbortSignal.any([closing, options.signal]) : closing;
    return watchPond(core, pattern, { ...options, signal });
  }

  async *log(): AsyncGenerator<TransactionRecord> {
    this.#context.check();
    yield* this.#context.core.log();
  }

  async maintain(options: MaintainOptions): Promise<MaintainReport> {
    this.#context.check();
    return await this.#context.core.maintain(options);
  }

  async status(): Promise<PondStatus> {
    this.#context.check();
    return await this.#context.core.status();
  }

  async close(): Promise<void> {
    this.#closing.abort(new PondError("interrupted", "cannot go on: the pond has been closed"));
    await this.#context.core.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #transact<T>(
    message: string,
    work: (change: Change) => T | Promise<T>,
    { dryRun = false, retry = true, waitMs, signal }: ChangeOptions,
  ): Promise<Changed<T>> {
    const { core, check } = this.#context;
    const consumed = new WeakSet<object>();
    return await core.transact([message], async (transaction) => {
      check();
      if (signal?.aborted) throw abortError(signal, "cannot change the pond");
      const change = new LibraryChange({ core, change: transaction, consumed });
      try {
        const value = await work(change);
        await change.steps.finish();
        return value;
      } catch (error) {
        await change.steps.abandon();
        throw error;
      }
    }, { dryRun, rerun: retry, ...(waitMs === undefined ? {} : { waitMs }) });
  }
}
