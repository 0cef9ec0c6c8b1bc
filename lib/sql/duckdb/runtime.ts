import { PondError, toHex, toPondError } from "../../base/mod.ts";
import type { DuckDbRuntime } from "../../deps/duckdb.ts";
import type { ByteSource } from "../../table/mod.ts";
import type { ParquetTarget } from "../../parquet/mod.ts";

/** What is read of a registered file. */
export interface ReadCounter {
  /** Bytes that the engine asked for and got. */
  bytesRead: number;
  /** Whether the engine opened the file at all. */
  opened: boolean;
  /** Called for every read. */
  readonly onRead?: (offset: number, length: number) => void;
}

/** A file that the engine may see. */
export interface EngineFile {
  /** What messages call it: a pond path. */
  readonly label: string;
  /** What is read, or null for a file that is only written. */
  readonly source: ByteSource | null;
  /** What is written to, or null for a file that is only read. */
  readonly target: ParquetTarget | null;
  readonly counter: ReadCounter;
  /** End of the farthest write. */
  sizeBytes: number;
}

/** The part of the WebAssembly module that callbacks touch. */
interface Module {
  readonly HEAPU8: Uint8Array;
  readonly HEAPF64: Float64Array;
  _malloc(size: number): number;
  stackSave(): number;
  stackAlloc(size: number): number;
  stackRestore(pointer: number): void;
  ccall(name: string, returns: null, types: string[], values: unknown[]): unknown;
}

/** `FILE_FLAGS_WRITE` of the engine. */
const WRITE_FLAG = 2;
/**
 * Any protocol but "buffer" makes the engine ask the runtime; 1 is what the host file system has.
 */
const HOST_PROTOCOL = 1;
/** 64-bit integers cross as BigInt. */
const BIGINT_FEATURE = 1;

/**
 * The file system that DuckDB sees: registered files under random names, and nothing else. The
 * package calls one global runtime, so this is one for the whole process; names never collide or
 * get guessed.
 */
const files = new Map<string, EngineFile>();
const openFiles = new WeakMap<Module, Map<number, EngineFile>>();
let failure: PondError | null = null;

/** Makes `file` visible to the engine and returns its name. */
export function registerFile(file: EngineFile): string {
  const name = `pond_${toHex(crypto.getRandomValues(new Uint8Array(16)))}`;
  files.set(name, file);
  return name;
}

/** Forgets a registered file. */
export function unregisterFile(name: string): void {
  files.delete(name);
}

/** What messages call the registered file `name`. */
export function labelOfFile(name: string): string | undefined {
  return files.get(name)?.label;
}

/**
 * The error that a callback met since the last call; the engine only knows that something failed.
 */
export function takeFailure(): PondError | null {
  const taken = failure;
  failure = null;
  return taken;
}

/** The callbacks, as the package wants them. */
export const duckDbRuntime: DuckDbRuntime = {
  _files: new Map(),
  _udfFunctions: new Map(),
  testPlatformFeature: (_module: Module, feature: number) => feature === BIGINT_FEATURE,
  getDefaultDataProtocol: () => HOST_PROTOCOL,
  openFile,
  syncFile() {},
  closeFile(module: Module, id: number) {
    openFiles.get(module)?.delete(id);
  },
  getLastFileModificationTime: () => 0,
  truncateFile() {},
  readFile,
  writeFile,
  removeDirectory() {},
  checkDirectory: () => false,
  createDirectory() {},
  listDirectoryEntries: () => false,
  glob(module: Module, pointer: number, length: number) {
    const name = readString(module, pointer, length);
    if (files.has(name)) module.ccall("duckdb_web_fs_glob_add_path", null, ["string"], [name]);
  },
  moveFile() {},
  // False for targets too: the engine then writes them in place, not through a second file.
  checkFile: (module: Module, pointer: number, length: number) =>
    files.get(readString(module, pointer, length))?.source != null,
  removeFile() {},
  callScalarUDF() {},
};

/**
 * Returns a pointer to the file's size and buffer. A failed opening for writing hangs this build,
 * so an unknown name becomes an empty file inside the engine's memory, and the call that wanted it
 * fails when it is back.
 */
function openFile(module: Module, id: number, flags: number): number {
  const file = files.get(fileName(module, id));
  const wanted = (flags & WRITE_FLAG) !== 0 ? file?.target : file?.source;
  const result = module._malloc(16);
  if (!file || !wanted) {
    failure ??= new PondError("invalid-query", "cannot open a file: a query reads relations only");
    module.HEAPF64[result >>> 3] = 1;
    module.HEAPF64[(result >>> 3) + 1] = module._malloc(1);
    return result;
  }
  const open = openFiles.get(module) ?? new Map<number, EngineFile>();
  openFiles.set(module, open.set(id, file));
  file.counter.opened = true;
  module.HEAPF64[result >>> 3] = file.source?.sizeBytes ?? file.sizeBytes;
  module.HEAPF64[(result >>> 3) + 1] = 0;
  return result;
}

function readFile(module: Module, id: number, at: number, length: number, offset: number): number {
  try {
    const file = openFiles.get(module)?.get(id);
    if (!file?.source) throw new PondError("internal", "cannot read a file: it is not open");
    const count = readFully(file.source, offset, memoryAt(module, at, length));
    file.counter.bytesRead += count;
    file.counter.onRead?.(offset, count);
    return count;
  } catch (error) {
    fail(module, toPondError(error, "cannot read a file"));
    return 0;
  }
}

function writeFile(module: Module, id: number, at: number, length: number, offset: number): number {
  try {
    const file = openFiles.get(module)?.get(id);
    if (!file?.target) throw new PondError("internal", "cannot write a file: it is not open");
    file.target.writeSync(memoryAt(module, at, length).slice(), offset);
    file.sizeBytes = Math.max(file.sizeBytes, offset + length);
    return length;
  } catch (error) {
    fail(module, toPondError(error, "cannot write a file"));
    return 0;
  }
}

function readFully(source: ByteSource, offset: number, into: Uint8Array): number {
  let done = 0;
  while (done < into.length) {
    const count = source.readSync(offset + done, into.subarray(done));
    if (count === 0) break;
    done += count;
  }
  return done;
}

/** The first error is the cause; what follows it is noise. */
function fail(module: Module, error: PondError): void {
  failure ??= error;
  module.ccall("duckdb_web_fail_with", null, ["string"], [error.message]);
}

function fileName(module: Module, id: number): string {
  const stack = module.stackSave();
  const response = module.stackAlloc(24);
  module.ccall("duckdb_web_fs_get_file_info_by_id", null, ["number", "number", "number"], [
    response,
    id,
    0,
  ]);
  const [, pointer, length] = module.HEAPF64.subarray(response >>> 3, (response >>> 3) + 3);
  module.stackRestore(stack);
  const text = readString(module, pointer ?? 0, length ?? 0);
  module.ccall("duckdb_web_clear_response", null, [], []);
  return text === "" ? "" : (JSON.parse(text) as { fileName?: string } | null)?.fileName ?? "";
}

/** A pointer beyond 2 GiB comes out of WebAssembly as a negative number. */
function memoryAt(module: Module, pointer: number, length: number): Uint8Array {
  const start = pointer >>> 0;
  return module.HEAPU8.subarray(start, start + length);
}

const decoder = new TextDecoder();

function readString(module: Module, pointer: number, length: number): string {
  return decoder.decode(memoryAt(module, pointer, length));
}
