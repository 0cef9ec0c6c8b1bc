import type { Limits } from "../base/mod.ts";
import type { RunOptions } from "../commands/mod.ts";
import type { Call } from "./call.ts";
import type { Flags, Values } from "./description.ts";
import { MEMORY_FLAG, memoryOf } from "./memory_flag.ts";
import type { Progress } from "./progress.ts";

/** Options of every command that may take long. */
export const TIMEOUT_FLAG = {
  timeout: { is: "duration", value: "D", help: "give up after this long: 30s, 5m" },
} as const satisfies Flags;

/** Options of every command whose queries may take long, and much. */
export const RUN_FLAGS = {
  ...TIMEOUT_FLAG,
  ...MEMORY_FLAG,
} as const satisfies Flags;

/** Options of every command that puts out the rows of a query. */
export const QUERY_FLAGS = {
  all: { is: "boolean", help: "every row of a grid on a terminal, instead of 40" },
  explain: { is: "boolean", help: "what was read instead of the rows; with --json as an object" },
  ...RUN_FLAGS,
} as const satisfies Flags;

/** The limits that `--timeout` sets, for all that the command does. */
export function timeLimitOf(
  flags: Flags,
  { timeout }: Partial<Values<typeof TIMEOUT_FLAG>>,
): Limits {
  if (!flags["timeout"] || timeout === undefined) return {};
  return { timeoutMs: Math.max(1, Number(timeout / 1000n)) };
}

/** Memory and hooks of a run. @throws {PondError} `usage` for a limit that is none */
export function runOptions(
  options: Values<typeof MEMORY_FLAG>,
  progress: Progress,
  signal?: AbortSignal,
): RunOptions {
  return {
    ...memoryOf(options),
    ...(signal ? { signal } : {}),
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
