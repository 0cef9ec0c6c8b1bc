import { PondError, toPondError } from "../../base/mod.ts";
import type { ByteSource } from "../../table/mod.ts";
import type { ParquetTarget } from "../../parquet/mod.ts";
import type { ReadCounter } from "./runtime.ts";
import type { Cursor, RegisteredTarget, Session, SourceOptions } from "./session.ts";
import {
  Channel,
  type FileRequest,
  type ReadRequest,
  type WorkerAnswer,
  type WorkerCall,
  type WorkerValue,
  type WriteRequest,
} from "./worker_protocol.ts";

/** Limits of a {@linkcode openWorkerSession}. */
export interface WorkerSessionOptions {
  /** From now until everything asked of the session must be done. */
  readonly timeoutMs: number;
}

/**
 * A DuckDB in a thread of its own, which is ended when the time is over, whatever it computes: the engine doesn't come
 * back to be asked while it works. Files stay in this thread.
 * @throws {PondError} `timeout`; `permission` where the worker's own file may not be read
 */
export async function openWorkerSession(options: WorkerSessionOptions): Promise<Session> {
  const session = new WorkerSession(options);
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

class WorkerSession implements Session {
  readonly #worker: Worker;
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #channel = new Channel();
  readonly #waiting = new Map<number, Waiting>();
  readonly #files = new Map<number, SharedFile>();
  readonly #names = new Map<string, number>();
  #lastId = 0;
  #failure: PondError | null = null;
  #ended: PondError | null = null;

  constructor({ timeoutMs }: WorkerSessionOptions) {
    this.#worker = startWorker();
    this.#worker.onmessage = ({ data }) => this.#receive(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#end(
        new PondError("internal", `cannot run a query: its thread broke: ${event.message}`),
      );
    };
    this.#timer = setTimeout(() => {
      this.#end(
        new PondError("timeout", `cannot run a query: it took longer than ${timeoutMs / 1000} s`, {
          hint: "narrow the query, or give it more time",
          data: { timeoutMs },
        }),
      );
    }, timeoutMs);
  }

  async open(): Promise<void> {
    await this.#call({ do: "open", channel: this.#channel.buffer });
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
      this.#worker.postMessage({ id, call });
    });
  }

  #receive(message: WorkerAnswer | FileRequest): void {
    if (!("id" in message)) return this.#serve(message);
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (!message.error) return waiting?.resolve(message.value ?? {});
    const failure = this.#failure;
    this.#failure = null;
    if (failure) {
      return waiting?.reject(new PondError(failure.code, failure.message, { cause: failure }));
    }
    const { code, message: text, hint, engineMessage } = message.error;
    const data = engineMessage === undefined ? {} : { engineMessage };
    waiting?.reject(new PondError(code, text, { data, ...(hint === undefined ? {} : { hint }) }));
  }

  #serve(request: FileRequest): void {
    try {
      this.#channel.answer("read" in request ? this.#read(request) : this.#write(request));
    } catch (error) {
      this.#failure ??= toPondError(error, "cannot read or write a file");
      this.#channel.answer(-1);
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
    clearTimeout(this.#timer);
    this.#worker.terminate();
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

/** Deno asks for leave to read a local file that becomes a worker, unlike for one that is imported or embedded. */
function startWorker(): Worker {
  const url = new URL("./session_worker.ts", import.meta.url);
  if (url.protocol === "file:" && !Deno.build.standalone) {
    const path = decodeURIComponent(url.pathname);
    const { state } = Deno.permissions.querySync({ name: "read", path: url });
    if (state !== "granted") {
      throw new PondError("permission", `cannot limit a query in time: ${path} may not be read`, {
        hint: `add --allow-read=${path}`,
        data: { path },
      });
    }
  }
  return new Worker(url, { type: "module" });
}

function bytesOf(value: WorkerValue): Uint8Array {
  return value.bytes ?? new Uint8Array();
}
