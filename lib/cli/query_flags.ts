import type { RunOptions } from "../commands/mod.ts";
import type { Call } from "./call.ts";
import type { Flags } from "./description.ts";
import type { Progress } from "./progress.ts";

/** Options of every command whose queries may take long. */
export const RUN_FLAGS = {
  timeout: { is: "duration", value: "D", help: "give up after this long: 30s, 5m" },
} as const satisfies Flags;

/** Options of every command that puts out the rows of a query. */
export const QUERY_FLAGS = {
  all: { is: "boolean", help: "every row of a grid on a terminal, instead of 40" },
  explain: { is: "boolean", help: "what was read instead of the rows; with --json as an object" },
  ...RUN_FLAGS,
} as const satisfies Flags;

/** Limits and hooks of a run. */
export function runOptions(
  timeoutUs: bigint | undefined,
  progress: Progress,
  signal?: AbortSignal,
): RunOptions {
  return {
    ...(signal ? { signal } : {}),
    ...(timeoutUs === undefined ? {} : { timeoutMs: Math.max(1, Number(timeoutUs / 1000n)) }),
    onProgress: ({ bytesRead, bytesTotal }) => progress.update(bytesRead, bytesTotal),
  };
}

/** Runs `work` with a line of progress that is gone before anything else is written. */
export async function withProgress<T>(
  call: Pick<Call, "progress">,
  label: string,
  work: (progress: Progress) => Promise<T>,
): Promise<T> {
  const progress = call.progress(label);
  try {
    return await work(progress);
  } finally {
    progress.clear();
  }
}
