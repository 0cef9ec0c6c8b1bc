import { processHost } from "./process_host.ts";
import { runProgram } from "./program.ts";

/** Runs the program in this process's world; returns the exit status. */
export async function main(words: readonly string[]): Promise<number> {
  return await runProgram(words, processHost());
}
