import { Worker as NodeWorker } from "node:worker_threads";
import { PondError } from "../../base/mod.ts";

const MODULE = new URL("./session_worker.ts", import.meta.url);
const isLocal = MODULE.protocol === "file:" && !globalThis.Deno?.build.standalone;

/** A worker, as far as a session needs one. */
export interface Thread {
  post(message: unknown): void;
  /** Ends it at once, whatever it computes. */
  terminate(): void;
  /** Whether the process waits for it before it ends. */
  hold(isHeld: boolean): void;
}

/** What a thread's owner is told. */
export interface ThreadEvents {
  message(data: unknown): void;
  error(message: string): void;
}

/**
 * Starts the module of sessions as a worker. Node's kind of worker can be let go of without ending
 * it, so that a process isn't kept by one that waits for work; Deno starts those from local files
 * only.
 * @throws {PondError} `permission` where the worker's own file may not be read
 */
export function startThread(events: ThreadEvents): Thread {
  return isLocal ? localThread(events) : webThread(events);
}

function localThread(events: ThreadEvents): Thread {
  const problem = threadProblem();
  if (problem) throw problem;
  const worker = new NodeWorker(MODULE);
  worker.on("message", (data: unknown) => events.message(data));
  worker.on("error", (error: Error) => events.error(error.message));
  return {
    post: (message) => worker.postMessage(message),
    terminate: () => void worker.terminate(),
    hold: (isHeld) => void (isHeld ? worker.ref() : worker.unref()),
  };
}

function webThread(events: ThreadEvents): Thread {
  const worker = new Worker(MODULE, { type: "module" });
  worker.onmessage = ({ data }) => events.message(data);
  worker.onerror = (event) => {
    event.preventDefault();
    events.error(event.message);
  };
  return {
    post: (message) => worker.postMessage(message),
    terminate: () => worker.terminate(),
    hold: () => {},
  };
}

/**
 * Why no thread can be started: Deno asks for leave to read a local file that becomes a worker,
 * unlike for one that is imported.
 */
export function threadProblem(): PondError | undefined {
  if (!isLocal || !globalThis.Deno) return undefined;
  const { state } = Deno.permissions.querySync({ name: "read", path: MODULE });
  if (state === "granted") return undefined;
  const path = decodeURIComponent(MODULE.pathname);
  return new PondError("permission", `cannot run a query in a thread: ${path} may not be read`, {
    hint: `add --allow-read=${path}`,
    data: { path },
  });
}
