import { isPondError } from "../../base/mod.ts";

/**
 * After a trap in WebAssembly or an internal error of the engine nothing in the instance can be
 * trusted, and memory that it has grown to its bound is never given back.
 */
export function isBreakdown(error: unknown): boolean {
  if (isPondError(error, "internal")) return true;
  if (isPondError(error, "out-of-memory") && error.data.heapExhausted) return true;
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof WebAssembly.RuntimeError) return true;
  }
  return false;
}
