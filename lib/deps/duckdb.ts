/**
 * Door to `@duckdb/duckdb-wasm` 1.28.1-dev278.0, which is DuckDB 1.1.0, in its browser-blocking
 * build: the youngest release with Parquet linked in, and the build that needs no permission.
 */
// deno-lint-ignore-file no-explicit-any
import { loadDuckDbBundle } from "./duckdb_bundle.js";
import { answeringExtensions, type DuckDbExtensions } from "./duckdb_extensions.ts";
import { USED_EXPORTS } from "./duckdb_exports.ts";
import { registerParquet } from "./duckdb_parquet.ts";
import { duckdbModule } from "./duckdb_wasm_module.js";

/** The engine's file system, called from inside WebAssembly. */
export interface DuckDbRuntime {
  [callback: string]: unknown;
}

/** The bindings object of the package. */
export interface DuckDbBindings {
  readonly mod: any;
  connect(): { readonly _conn: number; close(): void };
  disconnect(connection: number): void;
  runQuery(connection: number, sql: string): Uint8Array;
  startPendingQuery(connection: number, sql: string): Uint8Array | null;
  pollPendingQuery(connection: number): Uint8Array | null;
  fetchQueryResults(connection: number): Uint8Array;
  getTableNames(connection: number, sql: string): string[];
  createPrepared(connection: number, sql: string): number;
  dropFile(name: string): void;
  sendPrepared(connection: number, statement: number, parameters: readonly unknown[]): Uint8Array;
  closePrepared(connection: number, statement: number): void;
  /** How far the engine's memory may grow. */
  readonly heap: HeapBound;
  /** The engine's own functions, as far as `duckdb_exports.ts` lists them. */
  readonly exports: WebAssembly.Exports;
  /** Where a function stands that the engine calls by a pointer. */
  readonly functionTable: WebAssembly.Table;
}

/** The engine's memory as a whole, which it doesn't keep within its own limit by itself. */
export interface HeapBound {
  /** It grows no further than this. */
  limitBytes: number;
  /** Whether an allocation has failed since this was set to false. */
  exhausted: boolean;
}

const PAGE_BYTES = 65_536;
/** Before it gives an allocation up, the package asks for less and less beyond what is needed. */
const GROWTH_ATTEMPTS = 3;

/** Text shorter than this many characters goes on the engine's stack. */
const STACK_TEXT = 4096;

/**
 * A fresh engine over `runtime`, with a database in memory that reads and writes Parquet. Instances
 * are independent, but the package keeps one runtime global.
 * @param extensions signed by DuckDB for this very release, loaded before anything else
 * @throws {Error} when the package doesn't start, or isn't what this door knows; for an extension
 *   that isn't signed
 */
export async function newDuckDb(
  runtime: DuckDbRuntime,
  extensions: DuckDbExtensions = new Map(),
): Promise<DuckDbBindings> {
  const [duckdb, module] = await Promise.all([loadDuckDbBundle(), duckdbModule()]);
  const bundle = { mainModule: "linked in" };
  const bindings: any = await closingChannels(() =>
    duckdb.createDuckDB({ mvp: bundle, eh: bundle }, { log() {} }, runtime)
  );
  (globalThis as any).DUCKDB_RUNTIME = runtime;
  bindings.heap = { limitBytes: Infinity, exhausted: false };
  bindings.instantiateWasm = (
    imports: WebAssembly.Imports,
    success: (instance: { exports: WebAssembly.Exports }, module: WebAssembly.Module) => void,
  ) => {
    const instantiated = WebAssembly.instantiate(module, imports) as unknown as Promise<
      WebAssembly.Instance
    >;
    boundGrowth(imports.env!.memory as WebAssembly.Memory, bindings.heap);
    bindings.functionTable = imports.env!.__indirect_function_table;
    instantiated.then((instance) => {
      bindings.exports = usedExports(instance);
      success({ exports: bindings.exports }, module);
    });
    return {};
  };
  const instantiateImpl = bindings.instantiateImpl.bind(bindings);
  const silent = { print() {}, printErr() {} };
  bindings.instantiateImpl = (overrides: Record<string, unknown>) =>
    instantiateImpl({ ...overrides, ...silent });
  await bindings.instantiate();
  passLargeAddresses(bindings.mod);
  const connection = bindings.connect();
  const heap = () => bindings.mod.HEAPU8.buffer as ArrayBufferLike;
  registerParquet({ exports: bindings.exports, heap, connection: connection._conn });
  answeringExtensions(extensions, () => {
    for (const name of extensions.keys()) bindings.runQuery(connection._conn, `LOAD ${name}`);
  });
  bindings.disconnect(connection._conn);
  return bindings;
}

/** The exports that somebody names. */
function usedExports({ exports }: WebAssembly.Instance): WebAssembly.Exports {
  return Object.fromEntries(
    USED_EXPORTS.flatMap((name) => {
      const value = exports[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Puts `bound` on `memory`. The package takes what `grow` throws for a failed allocation. */
function boundGrowth(memory: WebAssembly.Memory, bound: HeapBound): void {
  const grow = memory.grow.bind(memory);
  let refusals = 0;
  memory.grow = (pages) => {
    try {
      if (memory.buffer.byteLength + pages * PAGE_BYTES > bound.limitBytes) {
        throw new RangeError("the engine's memory may not grow any further");
      }
      const before = grow(pages);
      refusals = 0;
      return before;
    } catch (error) {
      bound.exhausted ||= ++refusals % GROWTH_ATTEMPTS === 0;
      throw error;
    }
  };
}

/**
 * Runs `work`, which tries whether the platform has threads by opening a channel, and closes what
 * it leaves open.
 */
async function closingChannels<T>(work: () => Promise<T>): Promise<T> {
  const Channel = globalThis.MessageChannel;
  const opened: MessageChannel[] = [];
  globalThis.MessageChannel = class extends Channel {
    constructor() {
      super();
      opened.push(this);
    }
  };
  try {
    return await work();
  } finally {
    globalThis.MessageChannel = Channel;
    for (const { port1, port2 } of opened) [port1, port2].forEach((port) => port.close());
  }
}

/**
 * Beyond 2 GiB addresses come out of WebAssembly as negative numbers. The package puts text on the
 * engine's stack, which a statement that names a thousand files overflows: a call with long text
 * gets it on the heap.
 */
function passLargeAddresses(mod: any): void {
  const malloc = mod._malloc;
  mod._malloc = (sizeBytes: number) => malloc(sizeBytes) >>> 0;
  const call = mod.ccall;
  mod.ccall = (name: string, returns: unknown, types: string[], args: unknown[]) => {
    const held: number[] = [];
    const passed = args.map((arg, i) => {
      if (types[i] !== "string" || typeof arg !== "string" || arg.length < STACK_TEXT) return arg;
      const bytes = new TextEncoder().encode(arg);
      const address = mod._malloc(bytes.length + 1);
      mod.HEAPU8.set(bytes, address);
      mod.HEAPU8[address + bytes.length] = 0;
      held.push(address);
      types = types.with(i, "number");
      return address;
    });
    try {
      return call(name, returns, types, passed);
    } finally {
      for (const address of held) mod._free(address);
    }
  };
}
