/**
 * The worker of {@linkcode openWorkerSession}: a DuckDB whose files are read and written by the
 * thread that started it. It can be terminated at any moment.
 */
import { deserialize } from "node:v8";
import { parentPort } from "node:worker_threads";
import { isPondError, PondError, toPondError } from "../../base/mod.ts";
import type { ByteSource } from "../../table/mod.ts";
import type { ParquetTarget } from "../../parquet/mod.ts";
import { isBreakdown } from "./breakdown.ts";
import { RowError, type UserFunction } from "../calls/mod.ts";
import { openLocalSession } from "./local_session.ts";
import type { Cursor, Session } from "./session.ts";
import {
  type Applied,
  type ApplyRequest,
  Channel,
  type RemoteFunction,
  type ThreadRequest,
  type WorkerAnswer,
  type WorkerCall,
  type WorkerValue,
} from "./worker_protocol.ts";

interface Request {
  readonly id: number;
  readonly call: WorkerCall;
}

interface WorkerScope {
  onmessage: (event: MessageEvent<Request>) => void;
  postMessage(message: WorkerAnswer | ThreadRequest): void;
}

/** Of a worker of the web's kind, and of Node's. */
const scope = globalThis as unknown as WorkerScope;
const post = (message: WorkerAnswer | ThreadRequest) =>
  parentPort ? parentPort.postMessage(message) : scope.postMessage(message);
const cursors = new Map<number, Cursor>();
let nextCursor = 0;
let session: Session;
let channel: Channel;

if (parentPort) parentPort.on("message", (request: Request) => void receive(request));
else scope.onmessage = ({ data }) => void receive(data);

async function receive({ id, call }: Request): Promise<void> {
  try {
    post({ id, value: await answer(call) });
  } catch (error) {
    const { code, message, hint, data } = toPondError(error, "cannot run a query");
    post({
      id,
      error: {
        code: isPondError(error) ? code : "internal",
        message,
        hint,
        isBroken: isBreakdown(error),
        engineMessage: data.engineMessage,
      },
    });
  }
}

async function answer(call: WorkerCall): Promise<WorkerValue> {
  switch (call.do) {
    case "open":
      channel = new Channel(call.channel);
      session = await openLocalSession(call.functions.map(remoteFunction));
      return {};
    case "run":
      return { bytes: await session.run(call.sql) };
    case "start": {
      const cursor = await session.start(call.sql);
      cursors.set(++nextCursor, cursor);
      return { cursor: nextCursor, bytes: cursor.schema };
    }
    case "next":
      return { bytes: await cursors.get(call.cursor)?.next() ?? null };
    case "end": {
      const cursor = cursors.get(call.cursor);
      cursors.delete(call.cursor);
      await cursor?.close();
      return {};
    }
    case "plan":
      return { bytes: await session.plan(call.sql, call.setup) };
    case "check":
      await session.check(call.sql, call.setup);
      return {};
    case "tableNames":
      return { names: await session.tableNames(call.sql) };
    case "addSource": {
      const { file, sizeBytes, label } = call;
      return { name: await session.addSource(remoteSource(file, sizeBytes), { label }) };
    }
    case "addTarget":
      return { name: (await session.addTarget(remoteTarget(call.file), call.label)).name };
    case "drop":
      await session.drop(call.name);
      return {};
    case "limitMemory":
      await session.limitMemory(call.bytes);
      return {};
  }
}

function remoteSource(file: number, sizeBytes: number): ByteSource {
  return {
    sizeBytes,
    key: `${file}`,
    readSync(offset, into) {
      const length = Math.min(into.length, Channel.DATA_BYTES);
      const count = ask({ read: file, offset, length });
      into.set(channel.data.subarray(0, count));
      return count;
    },
    close() {},
  };
}

function remoteTarget(file: number): ParquetTarget {
  return { writeSync: (bytes, offset) => void ask({ write: file, offset, bytes }) };
}

/** One that the other thread computes. */
function remoteFunction(shape: RemoteFunction, index: number): UserFunction {
  return {
    ...shape,
    callBatch(columns, rows) {
      const applied = applyThere({ apply: index, columns, rows });
      if ("results" in applied) return applied.results;
      if (applied.row === null) throw new Error(applied.failure);
      throw new RowError(applied.row, applied.failure);
    },
  };
}

function applyThere(request: ApplyRequest): Applied {
  const length = ask(request);
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += Channel.DATA_BYTES) {
    if (at > 0) ask({ rest: at });
    bytes.set(channel.data.subarray(0, Math.min(Channel.DATA_BYTES, length - at)), at);
  }
  return deserialize(bytes);
}

function ask(request: ThreadRequest): number {
  const count = channel.ask(() => post(request));
  // The other thread knows the error and puts it in place of this one.
  if (count < 0) throw new PondError("io", "cannot read or write a file");
  return count;
}
