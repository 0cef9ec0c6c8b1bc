/** A pond in memory, opened as scripts open one. */
import { isPondError } from "../../lib/base/mod.ts";
import { initPond, type OpenOptions, type Pond } from "../../lib/library/mod.ts";
import { memoryStore } from "../store/memory.ts";

/** A new pond that lies in memory, whose queries run in this thread, which is sooner ready. */
export function memoryPond(options: OpenOptions = {}): Promise<Pond> {
  return initPond("/pond", { store: memoryStore(), inline: true, ...options });
}

/** The code of the error that `work` ends with; "none" if it doesn't. */
export async function codeOf(work: PromiseLike<unknown> | (() => unknown)): Promise<string> {
  try {
    await (typeof work === "function" ? work() : work);
    return "none";
  } catch (error) {
    if (isPondError(error)) return error.code;
    throw error;
  }
}
