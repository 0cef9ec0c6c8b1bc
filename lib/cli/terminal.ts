import { readEnv } from "./environment.ts";

/** What is known of the places the program writes to. */
export interface Terminal {
  /** Whether a person looks at standard output. */
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly color: boolean;
  /** Characters a line, null where it is no terminal or can't be told. */
  readonly width: number | null;
}

/** The terminal of this process; `color` is the value of `--color`. */
export function detectTerminal(color: "auto" | "always" | "never" = "auto"): Terminal {
  const stdout = Deno.stdout.isTerminal();
  const plain = (readEnv("NO_COLOR") ?? "") !== "";
  return {
    stdout,
    stderr: Deno.stderr.isTerminal(),
    color: color === "always" || (color === "auto" && stdout && !plain),
    width: stdout ? columnsOf() : null,
  };
}

function columnsOf(): number | null {
  try {
    return Deno.consoleSize().columns;
  } catch {
    // A terminal that doesn't tell its size: lines are not cut.
    return null;
  }
}
