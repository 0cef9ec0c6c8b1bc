import type { ProgramHost } from "./program.ts";
import { processStreams } from "../terminal.ts";

/** The process's own streams as the program's world. */
export function processHost(): ProgramHost {
  const encoder = new TextEncoder();
  return {
    stdout: Deno.stdout,
    stderr: (text) => writeError(encoder.encode(text)),
    stdin: { [Symbol.asyncIterator]: () => Deno.stdin.readable[Symbol.asyncIterator]() },
    streams: processStreams(),
  };
}

function writeError(bytes: Uint8Array): void {
  try {
    for (let done = 0; done < bytes.length;) done += Deno.stderr.writeSync(bytes.subarray(done));
  } catch (error) {
    // Nobody reads what is said to a person: the work goes on.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}
