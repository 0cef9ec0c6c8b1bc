import { runProgram } from "./program.ts";
import { processStreams } from "./terminal.ts";

/** Runs the program in this process's world; returns the exit status. */
export async function main(words: readonly string[]): Promise<number> {
  const encoder = new TextEncoder();
  return await runProgram(words, {
    stdout: Deno.stdout,
    stderr: (text) => writeError(encoder.encode(text)),
    stdin: { [Symbol.asyncIterator]: () => Deno.stdin.readable[Symbol.asyncIterator]() },
    streams: processStreams(),
  });
}

function writeError(bytes: Uint8Array): void {
  try {
    for (let done = 0; done < bytes.length;) done += Deno.stderr.writeSync(bytes.subarray(done));
  } catch (error) {
    // Nobody reads what is said to a person: the work goes on.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}
