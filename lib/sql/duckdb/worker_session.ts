import { serialize } from "node:v8";
import { abortError, PondError, timeoutError, toPondError } from "../../base/mod.ts";
import { resultOf, RowError, type UserFunction } from "../calls/mod.ts";
import type { ByteSource } from "../../table/mod.ts";
import type { ParquetTarget } from "../../parquet/mod.ts";
import type { ReadCounter } from "./runtime.ts";
import type { Cursor, RegisteredTarget, Session, SourceOptions } from "./session.ts";
import { startThread, type Thread } from "./thread.ts";
import {
  type Applied,
  type ApplyRequest,
  Channel,
  type ReadRequest,
  type ThreadRequest,
  type WorkerAnswer,
  type WorkerCall,
  type WorkerValue,
  type WriteRequest,
} from "./worker_protocol.ts";

/** What ends a session before its work is done. */
export interface SessionLimits {
  /** From now until everything asked of the session must be done. */
  readonly timeoutMs?: number | undefined;
  /** When that began, by `performance.now()`; default now. */
  readonly startedMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A session in a thread of its own. */
export interface WorkerSession extends Session {
  /** Whether nothing more can be asked of it: it was ended, or what it answered shows that it broke. */
  readonly isSpent: boolean;
  /** Whether it is computing something. */
  readonly isWorking: boolean;
  /** Puts `limits` on what is asked from now on, in place of those before. */
  limit(limits: SessionLimits): void;
  /** Whether the process waits for it. */
  hold(isHeld: boolean): void;
}

/**
 * A DuckDB in a thread of its own, which is ended when the time is over or the signal says so, whatever it computes: the engine
 * doesn't come back to be asked while it works. Files and a library user's functions stay in this thread.
 * @throws {PondError} `timeout`, `interrupted`; `permission` where the worker's own file may not be read
 */
export async function openWorkerSession(
  limits: SessionLimits = {},
  functions: readonly UserFunction[] = [],
): Promise<WorkerSession> {
  const session = new ThreadSession(functions);
  session.limit(limits);
  try {
    await session.open();
    return session;
  } catch (error) {
    session.close();
    throw error;
  }
}

interface Waiting {
  resolve(value: WorkerValue): void;
  reject(error: unknown): void;
}

interface SharedFile {
  readonly source: ByteSource | null;
  readonly target: ParquetTarget | null;
  readonly counter: ReadCounter;
  sizeBytes: number;
}

class ThreadSession implements WorkerSession {
  readonly #thread: Thread;
  readonly #functions: readonly UserFunction[];
  /** The answer that the thread is given piece by piece. */
  #applied = new Uint8Array();
  readonly #channel = new Channel();
  readonly #waiting = new Map<number, Waiting>();
  readonly #files = new Map<number, SharedFile>();
  readonly #names = new Map<string, number>();
  #lastId = 0;
  #failure: PondError | null = null;
  #ended: PondError | null = null;
  #isBroken = false;
  #unlimit = () => {};

  constructor(functions: readonly UserFunction[]) {
    this.#functions = functions;
    this.#thread = startThread({
      message: (data) => this.#receive(data as WorkerAnswer | ThreadRequest),
      error: (message) =>
        this.#end(new PondError("internal", `cannot run a query: its thread broke: ${message}`)),
    });
  }

  get isSpent(): boolean {
    return this.#ended !== null || this.#isBroken;
  }

  get isWorking(): boolean {
    return this.#waiting.size > 0;
  }

  limit({ timeoutMs, signal, startedMs = performance.now() }: SessionLimits): void {
    this.#unlimit();
    if (this.#ended) return;
    const timer = timeoutMs === undefined ? undefined : setTimeout(
      () => this.#end(timeoutError(timeoutMs, "cannot run a query")),
      Math.max(0, startedMs + timeoutMs - performance.now()),
    );
    const abort = () => this.#end(abortError(signal!, "cannot run a query"));
    signal?.addEventListener("abort", abort);
    this.#unlimit = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    };
    if (signal?.aborted) abort();
  }

  hold(isHeld: boolean): void {
    if (!this.#ended) this.#thread.hold(isHeld);
  }

  async open(): Promise<void> {
    const functions = this.#functions.map(({ callBatch: _, ...shape }) => shape);
    await this.#call({ do: "open", channel: this.#channel.buffer, functions });
  }

  async run(sql: string): Promise<Uint8Array> {
    return bytesOf(await this.#call({ do: "run", sql }));
  }

  async start(sql: string): Promise<Cursor> {
    const started = await this.#call({ do: "start", sql });
    const cursor = started.cursor!;
    return new WorkerCursor(bytesOf(started), {
      next: async () => (await this.#call({ do: "next", cursor })).bytes ?? null,
      end: async () => {
        if (!this.#ended) await this.#call({ do: "end", cursor });
      },
    });
  }

  async plan(sql: string, setup: readonly string[]): Promise<Uint8Array> {
    return bytesOf(await this.#call({ do: "plan", sql, setup }));
  }

  async check(sql: string, setup: readonly string[]): Promise<void> {
    await this.#call({ do: "check", sql, setup });
  }

  async tableNames(sql: string): Promise<readonly string[]> {
    return (await this.#call({ do: "tableNames", sql })).names ?? [];
  }

  async addSource(source: ByteSource, options: SourceOptions): Promise<string> {
    const counter = options.counter ?? { bytesRead: 0, opened: false };
    const file = this.#share({ source, target: null, counter, sizeBytes: source.sizeBytes });
    const { sizeBytes } = source;
    const { name } = await this.#call({ do: "addSource", file, sizeBytes, label: options.label });
    this.#names.set(name!, file);
    return name!;
  }

  async addTarget(target: ParquetTarget, label: string): Promise<RegisteredTarget> {
    const counter = { bytesRead: 0, opened: false };
    const shared: SharedFile = { source: null, target, counter, sizeBytes: 0 };
    const file = this.#share(shared);
    const { name } = await this.#call({ do: "addTarget", file, label });
    this.#names.set(name!, file);
    return { name: name!, sizeBytes: () => shared.sizeBytes };
  }

  async drop(name: string): Promise<void> {
    this.#files.delete(this.#names.get(name) ?? -1);
    this.#names.delete(name);
    if (!this.#ended) await this.#call({ do: "drop", name });
  }

  async limitMemory(bytes: number): Promise<void> {
    await this.#call({ do: "limitMemory", bytes });
  }

  close(): void {
    this.#end(new PondError("interrupted", "cannot run a query: the engine has been closed"));
  }

  #share(file: SharedFile): number {
    this.#files.set(++this.#lastId, file);
    return this.#lastId;
  }

  #call(call: WorkerCall): Promise<WorkerValue> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#thread.post({ id, call });
    });
  }

  #receive(message: WorkerAnswer | ThreadRequest): void {
    if (!("id" in message)) return this.#serve(message);
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (!message.error) return waiting?.resolve(message.value ?? {});
    const failure = this.#failure;
    this.#failure = null;
    if (failure) {
      return waiting?.reject(new PondError(failure.code, failure.message, { cause: failure }));
    }
    const { code, message: text, hint, isBroken, engineMessage } = message.error;
    this.#isBroken ||= isBroken;
    const data = engineMessage === undefined ? {} : { engineMessage };
    waiting?.reject(new PondError(code, text, { data, ...(hint === undefined ? {} : { hint }) }));
  }

  #serve(request: ThreadRequest): void {
    try {
      this.#channel.answer(this.#served(request));
    } catch (error) {
      this.#failure ??= toPondError(error, "cannot read or write a file");
      this.#channel.answer(-1);
    }
  }

  #served(request: ThreadRequest): number {
    if ("read" in request) return this.#read(request);
    if ("write" in request) return this.#write(request);
    if ("apply" in request) this.#applied = new Uint8Array(serialize(this.#apply(request)));
    const rest = this.#applied.subarray("rest" in request ? request.rest : 0);
    this.#channel.data.set(rest.subarray(0, Channel.DATA_BYTES));
    return this.#applied.length;
  }

  #apply({ apply, columns, rows }: ApplyRequest): Applied {
    try {
      return { results: Array.from(this.#functions[apply]!.callBatch(columns, rows), plainResult) };
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error);
      return { failure, row: error instanceof RowError ? error.row : null };
    }
  }

  #read({ read, offset, length }: ReadRequest): number {
    const file = this.#files.get(read);
    if (!file?.source) throw new PondError("internal", "cannot read a file: it is not open");
    // Not every source can fill shared memory.
    const bytes = new Uint8Array(length);
    const count = file.source.readSync(offset, bytes);
    this.#channel.data.set(bytes.subarray(0, count));
    file.counter.opened = true;
    file.counter.bytesRead += count;
    file.counter.onRead?.(offset, count);
    return count;
  }

  #write({ write, offset, bytes }: WriteRequest): number {
    const file = this.#files.get(write);
    if (!file?.target) throw new PondError("internal", "cannot write a file: it is not open");
    file.target.writeSync(bytes, offset);
    file.sizeBytes = Math.max(file.sizeBytes, offset + bytes.length);
    return bytes.length;
  }

  #end(error: PondError): void {
    if (this.#ended) return;
    this.#ended = error;
    this.#unlimit();
    this.#thread.terminate();
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

class WorkerCursor implements Cursor {
  #open = true;

  constructor(
    readonly schema: Uint8Array,
    readonly remote: {
      next(): Promise<Uint8Array | null>;
      end(): Promise<void>;
    },
  ) {}

  async next(): Promise<Uint8Array | null> {
    if (!this.#open) return null;
    const bytes = await this.remote.next();
    if (bytes === null) await this.close();
    return bytes;
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.remote.end();
  }
}

/** What crosses to the other thread as it is. */
function plainResult(result: unknown, row: number): unknown {
  try {
    return resultOf(result);
  } catch (error) {
    throw new RowError(row, error);
  }
}

function bytesOf(value: WorkerValue): Uint8Array {
  return value.bytes ?? new Uint8Array();
}
