import { watchUnfinished } from "../../base/mod.ts";

/** Signals that end the program, and the statuses that tell of them. */
const SIGNALS: Readonly<Record<string, number>> = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/**
 * What the watcher runs. The engine and large copies block the event loop of the program, so
 * signals are received in a worker, which has one of its own: it removes the files, then lets the
 * signal do what it does by default. Older Deno doesn't let a program signal itself; there the
 * program is told, and ends as soon as it looks.
 */
function watcher(signals: Record<string, number>): void {
  const scope = globalThis as unknown as {
    onmessage: (event: MessageEvent) => void;
    postMessage(message: unknown): void;
  };
  const files = new Set<string>();
  let flag: Int32Array | undefined;
  scope.onmessage = ({ data }) => {
    if (data.flag) flag = data.flag;
    else if (data.begun) files.add(data.begun);
    else files.delete(data.ended);
  };
  const names = Object.keys(signals) as Deno.Signal[];
  const removeAll = () => {
    for (const file of files) {
      try {
        Deno.removeSync(file);
      } catch {
        // It has been removed, or renamed to what it was to be, a moment ago.
      }
    }
  };
  const handlers = names.map((name) => async () => {
    // From here on the program begins no other file; one that it began a moment ago is still to be heard of.
    if (flag) Atomics.store(flag, 0, signals[name]!);
    removeAll();
    const { default: process } = await import("node:process");
    await new Promise((resolve) => setTimeout(resolve, 5));
    removeAll();
    scope.postMessage(signals[name]);
    names.forEach((each, i) => Deno.removeSignalListener(each, handlers[i]!));
    try {
      process.kill(process.pid, name);
    } catch {
      // The program has been told.
    }
  });
  names.forEach((name, i) => {
    try {
      Deno.addSignalListener(name, handlers[i]!);
    } catch {
      // A system without this signal doesn't send it.
    }
  });
  scope.postMessage("ready");
}

const flag = new Int32Array(new SharedArrayBuffer(4));

/**
 * Removes unfinished files when the program is told to stop: by Ctrl-C, by a signal, by a terminal
 * that closes. Costs nothing until there is such a file.
 */
export function cleanUpWhenInterrupted(): void {
  let watching: Watching | undefined;
  watchUnfinished({
    begun: (hostPath) => {
      endIfInterrupted();
      watching ??= startWatcher();
      watching.worker.postMessage({ begun: hostPath });
      return watching.ready;
    },
    ended: (hostPath) => watching?.worker.postMessage({ ended: hostPath }),
    written: endIfInterrupted,
  });
}

interface Watching {
  readonly worker: Worker;
  /** When it listens. */
  readonly ready: Promise<void>;
}

function startWatcher(): Watching {
  const code = `(${watcher})(${JSON.stringify(SIGNALS)})`;
  const worker = new Worker(`data:text/javascript,${encodeURIComponent(code)}`, { type: "module" });
  const ready = new Promise<void>((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<number | "ready">) => {
      if (data !== "ready") Deno.exit(data);
      resolve();
    };
  });
  worker.postMessage({ flag });
  return { worker, ready };
}

/**
 * Ends the program where a signal has come while the event loop was blocked. Cheap enough to be
 * called for every chunk.
 */
export function endIfInterrupted(): void {
  const status = Atomics.load(flag, 0);
  if (status !== 0) Deno.exit(status);
}
