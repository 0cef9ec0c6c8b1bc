/**
 * Door to `@duckdb/duckdb-wasm` 1.28.0, browser-blocking build: the last release with Parquet linked in,
 * and the build that needs no permission.
 */
// deno-lint-ignore-file no-explicit-any
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
  fetchQueryResults(connection: number): Uint8Array;
  getTableNames(connection: number, sql: string): string[];
  createPrepared(connection: number, sql: string): number;
  dropFile(name: string): void;
  sendPrepared(connection: number, statement: number, parameters: readonly unknown[]): Uint8Array;
  closePrepared(connection: number, statement: number): void;
  insertArrowFromIPCStream(
    connection: number,
    bytes: Uint8Array,
    options: Record<string, unknown>,
  ): void;
  tokenize(sql: string): { offsets: number[]; types: number[] };
}

/** Text shorter than this many characters goes on the engine's stack. */
const STACK_TEXT = 4096;

/**
 * A fresh engine over `runtime`; instances are independent, but the package keeps one runtime global.
 * @param print takes the lines that the engine prints
 */
export async function newDuckDb(
  runtime: DuckDbRuntime,
  print: (line: string) => void,
): Promise<DuckDbBindings> {
  const [imported, module] = await Promise.all([
    // @ts-types="./duckdb_bundle.d.ts"
    import("npm:@duckdb/duckdb-wasm@1.28.0/dist/duckdb-browser-blocking.cjs"),
    duckdbModule(),
  ]);
  const duckdb: any = imported.default;
  const bundle = { mainModule: "linked in" };
  const bindings: any = await closingChannels(() =>
    duckdb.createDuckDB({ mvp: bundle, eh: bundle }, { log() {} }, runtime)
  );
  (globalThis as any).DUCKDB_RUNTIME = runtime;
  bindings.instantiateWasm = (
    imports: WebAssembly.Imports,
    success: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ) => {
    const instantiated = WebAssembly.instantiate(module, imports) as unknown as Promise<
      WebAssembly.Instance
    >;
    instantiated.then((instance) => success(instance, module));
    return {};
  };
  const instantiateImpl = bindings.instantiateImpl.bind(bindings);
  bindings.instantiateImpl = (overrides: Record<string, unknown>) =>
    instantiateImpl({ ...overrides, print, printErr: print });
  await bindings.instantiate();
  passTextOnHeap(bindings.mod);
  return bindings;
}

/** Runs `work`, which tries whether the platform has threads by opening a channel, and closes what it leaves open. */
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
 * The bundle hands text to the engine on its stack, which a statement that names a thousand files overflows: a call with
 * long text gets it on the heap.
 */
function passTextOnHeap(mod: any): void {
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
