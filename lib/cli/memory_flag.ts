import { parseSizeBytes, PondError, readEnv } from "../base/mod.ts";
import type { Flags, Values } from "./description.ts";

/** Option of every command whose queries may need much memory. */
export const MEMORY_FLAG = {
  memory: {
    is: "text",
    value: "SIZE",
    help: "memory for queries, 3.5GiB at most; default $POND_MEMORY, else 3GiB",
  },
} as const satisfies Flags;

/** What the engine needs for anything at all. */
const LEAST_BYTES = 16 * 1024 ** 2;

/**
 * The limit that {@linkcode MEMORY_FLAG} sets, else POND_MEMORY.
 * @throws {PondError} `usage` for what is no size, or too small for any query
 */
export function memoryOf(options: Values<typeof MEMORY_FLAG>): { memoryLimitBytes?: number } {
  const given = options.memory ?? readEnv("POND_MEMORY");
  if (given === undefined || given === "") return {};
  const memoryLimitBytes = parseSizeBytes(given);
  if (memoryLimitBytes >= LEAST_BYTES) return { memoryLimitBytes };
  const name = options.memory === undefined ? "POND_MEMORY" : "--memory";
  throw new PondError("usage", `cannot run queries: ${name} is ${given}, they need 16MiB or more`);
}
