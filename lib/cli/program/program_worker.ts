/** The program in a worker whose permissions are narrowed, see `bounds.ts`. */
import { cleanUpWhenInterrupted } from "./interruption.ts";
import { processHost } from "./process_host.ts";
import { runProgram } from "./program.ts";

interface WorkerScope {
  onmessage: (event: MessageEvent<readonly string[]>) => void;
  postMessage(status: number): void;
}

const scope = globalThis as unknown as WorkerScope;

scope.onmessage = async ({ data: words }) => {
  cleanUpWhenInterrupted();
  scope.postMessage(await runProgram(words, { ...processHost(), isBounded: true }));
};
