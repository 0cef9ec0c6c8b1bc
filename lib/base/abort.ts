import { PondError } from "./errors.ts";

/**
 * What a signal that was aborted means for work: `timeout` where its reason is one, as for
 * `AbortSignal.timeout`, else `interrupted`. The reason is the cause.
 */
export function abortError(signal: AbortSignal, doing: string): PondError {
  const cause: unknown = signal.reason;
  if (cause instanceof PondError) return new PondError(cause.code, cause.message, { cause });
  const isTimeout = cause instanceof DOMException && cause.name === "TimeoutError";
  return isTimeout
    ? new PondError("timeout", `${doing}: the time is over`, { cause })
    : new PondError("interrupted", `${doing}: it was aborted`, { cause });
}

/** What a time limit ends work with. @param doing default anything */
export function timeoutError(timeoutMs: number, doing = "cannot finish"): PondError {
  return new PondError("timeout", `${doing}: it took longer than ${timeoutMs / 1000} s`, {
    hint: "ask for less, or give it more time",
    data: { timeoutMs },
  });
}
