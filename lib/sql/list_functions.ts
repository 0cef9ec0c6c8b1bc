import type { SqlFunction } from "./calls/mod.ts";

/** The functions that pond adds to those of the engine, as help lists them. */
export async function sqlFunctions(): Promise<readonly SqlFunction[]> {
  return (await import("./functions/mod.ts")).FUNCTIONS;
}
