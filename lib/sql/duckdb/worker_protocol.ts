import type { SqlValue, UserFunction } from "../calls/mod.ts";
import type { ErrorCode } from "../../base/mod.ts";

/**
 * What the main thread asks of the worker; each is answered by a {@linkcode WorkerAnswer} with its
 * id.
 */
export type WorkerCall =
  | {
    readonly do: "open";
    readonly channel: SharedArrayBuffer;
    /** Functions that the main thread computes, in its order. */
    readonly functions: readonly RemoteFunction[];
  }
  | { readonly do: "run"; readonly sql: string }
  | { readonly do: "start"; readonly sql: string }
  | { readonly do: "next"; readonly cursor: number }
  | { readonly do: "end"; readonly cursor: number }
  | { readonly do: "plan"; readonly sql: string; readonly setup: readonly string[] }
  | { readonly do: "check"; readonly sql: string; readonly setup: readonly string[] }
  | { readonly do: "tableNames"; readonly sql: string }
  | { readonly do: "addSource"; readonly file: number; readonly sizeBytes: number; label: string }
  | { readonly do: "addTarget"; readonly file: number; readonly label: string }
  | { readonly do: "drop"; readonly name: string }
  | { readonly do: "limitMemory"; readonly bytes: number };

/** What a call gives back: whichever of these its kind has. */
export interface WorkerValue {
  readonly bytes?: Uint8Array | null;
  readonly cursor?: number;
  readonly names?: readonly string[];
  readonly name?: string;
}

/** The end of a call. */
export interface WorkerAnswer {
  readonly id: number;
  readonly value?: WorkerValue;
  readonly error?: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly hint: string | undefined;
    /** Whether nothing in the engine can be trusted any more. */
    readonly isBroken: boolean;
    readonly engineMessage: unknown;
  };
}

/** A library user's function, without what computes it. */
export type RemoteFunction = Omit<UserFunction, "callBatch">;

/** What the worker wants of the main thread; it sleeps until the channel says it is done. */
export type ThreadRequest = ReadRequest | WriteRequest | ApplyRequest | RestRequest;

/**
 * What function number `apply` gives; the answer is an {@linkcode Applied}, as `node:v8` writes it.
 */
export interface ApplyRequest {
  readonly apply: number;
  readonly columns: readonly (readonly SqlValue[])[];
  readonly rows: number;
}

/** More of an answer that the channel couldn't hold at once, from byte `rest` on. */
export interface RestRequest {
  readonly rest: number;
}

/** Results, or which row failed and why; null: the whole batch. */
export type Applied =
  | { readonly results: readonly unknown[] }
  | { readonly failure: string; readonly row: number | null };

/** Bytes of file number `read`. */
export interface ReadRequest {
  readonly read: number;
  readonly offset: number;
  readonly length: number;
}

/** Bytes for file number `write`. */
export interface WriteRequest {
  readonly write: number;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/**
 * The memory that both threads see: a state, a count, then the bytes read. The worker can't await
 * inside a call from WebAssembly, so it waits on the state.
 */
export class Channel {
  static readonly DATA_BYTES = 1024 * 1024;
  static readonly #HEADER_BYTES = 8;
  readonly buffer: SharedArrayBuffer;
  readonly data: Uint8Array;
  readonly #header: Int32Array;

  constructor(buffer?: SharedArrayBuffer) {
    this.buffer = buffer ??
      new SharedArrayBuffer(Channel.#HEADER_BYTES + Channel.DATA_BYTES);
    this.#header = new Int32Array(this.buffer, 0, 2);
    this.data = new Uint8Array(this.buffer, Channel.#HEADER_BYTES);
  }

  /** The worker's side: sends `request` and sleeps; returns the count, -1 when the file failed. */
  ask(send: () => void): number {
    Atomics.store(this.#header, 0, 0);
    send();
    Atomics.wait(this.#header, 0, 0);
    return Atomics.load(this.#header, 1);
  }

  /** The main thread's side. */
  answer(count: number): void {
    Atomics.store(this.#header, 1, count);
    Atomics.store(this.#header, 0, 1);
    Atomics.notify(this.#header, 0);
  }
}
