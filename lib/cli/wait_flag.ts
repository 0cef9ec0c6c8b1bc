import { parseDurationUs, readEnv } from "../base/mod.ts";
import type { Flags } from "./description.ts";

/** The option of every command that writes: how long it waits for others. */
export const WAIT_FLAG = {
  wait: {
    is: "duration",
    value: "D",
    help: "wait so long for other writers; default $POND_WAIT, else 10s",
  },
} as const satisfies Flags;

/**
 * What a command with {@linkcode WAIT_FLAG} opens the pond with. @throws {PondError} `usage` for a
 * POND_WAIT that is no duration
 */
export function waitOf(
  flags: Flags,
  options: { readonly wait?: bigint },
): { lockDeadlineMs?: number } {
  if (!Object.hasOwn(flags, "wait")) return {};
  const fromEnvironment = readEnv("POND_WAIT");
  const waitUs = options.wait ?? (fromEnvironment ? parseDurationUs(fromEnvironment) : undefined);
  return waitUs === undefined ? {} : { lockDeadlineMs: Number(waitUs) / 1000 };
}
