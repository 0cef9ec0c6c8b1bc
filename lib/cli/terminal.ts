import { readEnv } from "../base/mod.ts";

/** Of a terminal that doesn't tell, or says that it has none. */
const DEFAULT_WIDTH = 80;

/** Which of the standard streams a person looks at. */
export interface Streams {
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  /** Characters a line of standard output, null where it is no terminal. */
  readonly width: number | null;
  /** Lines of it, null likewise. */
  readonly height: number | null;
}

/** What is known of the places the program writes to. */
export interface Terminal extends Streams {
  readonly color: boolean;
}

/** `streams` with the colour that `--color`, `NO_COLOR` and a terminal that knows none leave. */
export function terminalOf(
  streams: Streams,
  color: "auto" | "always" | "never" = "auto",
): Terminal {
  const plain = (readEnv("NO_COLOR") ?? "") !== "" || readEnv("TERM") === "dumb";
  return {
    ...streams,
    color: color === "always" || (color === "auto" && streams.stdout && !plain),
  };
}

/** The streams of this process. */
export function processStreams(): Streams {
  const stdout = Deno.stdout.isTerminal();
  const size = stdout ? sizeOf() : null;
  const cells = (count: number | undefined) => count === undefined || count <= 0 ? null : count;
  return {
    stdin: Deno.stdin.isTerminal(),
    stdout,
    stderr: Deno.stderr.isTerminal(),
    width: cells(size?.columns) ?? (stdout ? DEFAULT_WIDTH : null),
    height: cells(size?.rows),
  };
}

function sizeOf(): { columns: number; rows: number } | null {
  try {
    return Deno.consoleSize();
  } catch {
    // A terminal that doesn't tell its size is taken for an ordinary one.
    return null;
  }
}
