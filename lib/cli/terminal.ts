import { readEnv } from "./environment.ts";

/** Which of the standard streams a person looks at. */
export interface Streams {
  readonly stdout: boolean;
  readonly stderr: boolean;
  /** Characters a line of standard output, null where it is no terminal or can't be told. */
  readonly width: number | null;
  /** Lines of it, null likewise. */
  readonly height: number | null;
}

/** What is known of the places the program writes to. */
export interface Terminal extends Streams {
  readonly color: boolean;
}

/** `streams` with the colour that `--color` and `NO_COLOR` leave. */
export function terminalOf(
  streams: Streams,
  color: "auto" | "always" | "never" = "auto",
): Terminal {
  const plain = (readEnv("NO_COLOR") ?? "") !== "";
  return {
    ...streams,
    color: color === "always" || (color === "auto" && streams.stdout && !plain),
  };
}

/** The streams of this process. */
export function processStreams(): Streams {
  const stdout = Deno.stdout.isTerminal();
  const size = stdout ? sizeOf() : null;
  return {
    stdout,
    stderr: Deno.stderr.isTerminal(),
    width: size?.columns ?? null,
    height: size?.rows ?? null,
  };
}

function sizeOf(): { columns: number; rows: number } | null {
  try {
    return Deno.consoleSize();
  } catch {
    // A terminal that doesn't tell its size: lines are not cut.
    return null;
  }
}
