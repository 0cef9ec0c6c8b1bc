import { type ErrorCode, PondError, toPondError } from "../../base/mod.ts";
import type { HeapBound } from "../../deps/duckdb.ts";
import { labelOfFile, takeFailure } from "./runtime.ts";
import { MOST_LIMIT_BYTES, UNCOUNTED_BYTES } from "./session.ts";

/** Words that DuckDB begins its messages with, and what they mean here. */
const CODES: readonly (readonly [RegExp, ErrorCode])[] = [
  [
    /^Out of Memory Error|could not allocate|bad_?alloc|failed to (?:allocate|pin)/i,
    "out-of-memory",
  ],
  [/^INTERNAL Error|^FATAL Error|INTERNAL Error:/i, "internal"],
  [/^(?:INTERRUPT|Interrupted)/i, "interrupted"],
  [/^Not implemented/i, "unsupported"],
];

/**
 * What a call into the engine threw, as a {@linkcode PondError}: the error of a source or target
 * when a callback met one, else the engine's own message without names that only the engine knows.
 * `heap` is the engine's.
 */
export function engineError(error: unknown, heap: HeapBound): PondError {
  const failure = takeFailure();
  if (failure) return new PondError(failure.code, failure.message, { cause: failure });
  if (error instanceof PondError) return error;
  // Whatever failed then (a decoder, a copy) says what it couldn't do, not why.
  if (heap.exhausted) return outOfMemory(error, heap, { heapExhausted: true });
  if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) {
    return new PondError("out-of-memory", `cannot run a query: ${error.message}`, {
      hint: "narrow the query, or read fewer columns",
      cause: error,
    });
  }
  if (!(error instanceof Error)) return toPondError(error, "cannot run a query");
  const message = withoutFileNames(error.message);
  const code = CODES.find(([pattern]) => pattern.test(message))?.[1] ?? "invalid-query";
  if (code === "out-of-memory") return outOfMemory(error, heap, { engineMessage: message });
  return new PondError(code, `cannot run a query: ${message}`, {
    data: { engineMessage: message },
    cause: error,
  });
}

function outOfMemory(
  cause: unknown,
  { limitBytes: heapBytes }: HeapBound,
  more: Readonly<Record<string, unknown>>,
): PondError {
  const limitBytes = heapBytes - UNCOUNTED_BYTES;
  const isMost = limitBytes >= MOST_LIMIT_BYTES;
  return new PondError(
    "out-of-memory",
    `cannot run a query: it needs more memory than the limit of ${sizeText(limitBytes)} allows`,
    {
      hint: isMost
        ? `narrow the query by time or columns: there is no more than ${sizeText(MOST_LIMIT_BYTES)}`
        : "narrow the query by time or columns, or raise the limit: --memory 3.5GiB, POND_MEMORY, " +
          "or memoryLimitBytes in a script",
      data: { ...more, limitBytes },
      cause,
    },
  );
}

/** As people give it: `512MiB`, `3.5GiB`. */
function sizeText(bytes: number): string {
  const [size, unit] = bytes >= 1024 ** 3 ? [bytes / 1024 ** 3, "GiB"] : [bytes / 1024 ** 2, "MiB"];
  return `${Number(size.toFixed(2))}${unit}`;
}

function withoutFileNames(message: string): string {
  return message.replace(/pond_[0-9a-f]{32}/g, (name) => labelOfFile(name) ?? "a file");
}
