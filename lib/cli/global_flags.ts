import type { Flags } from "./description.ts";

/** Options that every command takes, before or after the command's name. */
export const GLOBAL_FLAGS = {
  pond: { is: "text", value: "DIR", help: "the pond; default $POND, else the nearest .pond" },
  quiet: { is: "boolean", short: "q", help: "no progress and no notes on stderr" },
  color: {
    is: "choice",
    values: ["auto", "always", "never"],
    help: "colour; auto is on a terminal without NO_COLOR",
  },
  help: { is: "boolean", short: "h", help: "help, and end" },
} as const satisfies Flags;

/** What only stands before (or instead of) a command. */
export const PROGRAM_FLAGS = {
  ...GLOBAL_FLAGS,
  version: { is: "boolean", short: "V", alsoShort: "v", help: "version, and end" },
  "allow-read": {
    is: "texts",
    value: "DIR,…",
    help:
      "read nothing else of the host, write as ever; default $POND_ALLOW_READ (executable only)",
  },
  "allow-write": {
    is: "texts",
    value: "DIR,…",
    help:
      "write nothing else of the host, read as ever; default $POND_ALLOW_WRITE (executable only)",
  },
} as const satisfies Flags;
