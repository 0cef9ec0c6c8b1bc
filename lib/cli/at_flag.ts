import type { Flags, Values } from "./description.ts";

/** Options of every command that reads: as of when. */
export const AT_FLAG = {
  at: {
    is: "text",
    value: "T|N",
    help: "as it was at a time (2026-11-01, now-7d) or after a transaction",
  },
  strict: { is: "boolean", help: "with --at: refuse what the host shows, which is live" },
} as const satisfies Flags;

/** The moment that a command with just these options reads; undefined for now, and where the command sees to it itself. */
export function momentOf(
  flags: Flags,
  { at, strict = false }: Values<typeof AT_FLAG>,
): { at: string; strict: boolean } | undefined {
  return flags["at"] !== AT_FLAG.at || at === undefined ? undefined : { at, strict };
}
