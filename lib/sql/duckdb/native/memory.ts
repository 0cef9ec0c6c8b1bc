import type { NativeApi } from "../../../deps/duckdb_native.ts";

/** What of the package's module is used. */
export interface EngineModule {
  readonly HEAPU8: Uint8Array;
  _malloc(size: number): number;
  _free(pointer: number): void;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const FIRST_SCRATCH_BYTES = 16 * 1024;
/** An encoded text has at most so many bytes for each unit of UTF-16. */
const MAX_BYTES_PER_UNIT = 3;

/**
 * The engine's memory in views that stay right: whenever the engine is called it may move, and what
 * was taken before is empty then.
 */
export class Memory {
  readonly api: NativeApi;
  readonly #module: EngineModule;
  #bytes: Uint8Array = new Uint8Array();
  #words: Uint32Array = new Uint32Array();
  #scratch = 0;
  #scratchBytes = 0;

  constructor(module: EngineModule, api: NativeApi) {
    this.#module = module;
    this.api = api;
  }

  get bytes(): Uint8Array {
    if (this.#bytes.length === 0) this.#renew();
    return this.#bytes;
  }

  get words(): Uint32Array {
    if (this.#words.length === 0) this.#renew();
    return this.#words;
  }

  get view(): DataView {
    return new DataView(this.bytes.buffer);
  }

  #renew(): void {
    this.#bytes = this.#module.HEAPU8;
    this.#words = new Uint32Array(this.#bytes.buffer);
  }

  text(from: number, to: number): string {
    return decoder.decode(this.bytes.subarray(from, to));
  }

  /** The text, ended by a NUL, at `pointer`. */
  cText(pointer: number): string {
    return pointer === 0 ? "" : this.text(pointer, this.bytes.indexOf(0, pointer));
  }

  /** As {@linkcode Memory.cText}, of one that the API has given away. */
  takeCText(pointer: number): string {
    const text = this.cText(pointer >>> 0);
    if (pointer !== 0) this.api.duckdb_free(pointer);
    return text;
  }

  /** Calls `work` with the address of `text`, ended by a NUL. */
  withCText<T>(text: string, work: (pointer: number) => T): T {
    const { at } = this.put(`${text}\0`);
    return work(at);
  }

  /**
   * Calls `work` with the address of a place that holds `handle`, as what gives it back wants it.
   */
  withHandle(handle: number, work: (place: number) => unknown): void {
    const { at } = this.put("\0".repeat(8));
    const place = (at + 3) & ~3;
    this.words[place >>> 2] = handle;
    work(place);
  }

  /** Writes `text` where it stays until the next one. */
  put(text: string): { readonly at: number; readonly length: number } {
    const needed = text.length * MAX_BYTES_PER_UNIT;
    if (needed > this.#scratchBytes) this.#grow(needed);
    const into = this.bytes.subarray(this.#scratch, this.#scratch + this.#scratchBytes);
    return { at: this.#scratch, length: encoder.encodeInto(text, into).written };
  }

  #grow(needed: number): void {
    if (this.#scratch !== 0) this.#module._free(this.#scratch);
    this.#scratch = this.#scratchBytes = 0;
    const size = Math.max(FIRST_SCRATCH_BYTES, 2 * needed);
    const pointer = this.#module._malloc(size) >>> 0;
    if (pointer === 0) throw new Error("the engine has no memory left");
    this.#scratch = pointer;
    this.#scratchBytes = size;
  }
}
