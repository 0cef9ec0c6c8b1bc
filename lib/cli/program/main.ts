import type { Extensions } from "../../commands/mod.ts";
import { cleanUpWhenInterrupted } from "./interruption.ts";
import { processHost } from "./process_host.ts";
import { runProgram } from "./program.ts";

/**
 * Runs the program in this process's world.
 * @param words without the program's own name
 * @param extensions factories of one's own, which the program then has beside those that are built
 *   in
 * @returns the exit status
 */
export async function main(
  words: readonly string[],
  extensions: Extensions = {},
): Promise<number> {
  cleanUpWhenInterrupted();
  return await runProgram(words, { ...processHost(), extensions });
}
