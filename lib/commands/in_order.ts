import { PondError } from "../base/mod.ts";

/** A target of writes at offsets, for a stream that can't seek. */
export interface OrderedWrites {
  /**
   * @throws {PondError} `internal` for a gap, and for a change of what has been passed on already
   */
  write(chunk: Uint8Array, offset: number): void;
  /** Passes on what was held back. */
  finish(): void;
}

/**
 * How much of the end is held back: more than any footer, and as much as the engine keeps of it.
 */
const HELD_BYTES = 16 * 1024 * 1024;

/**
 * Passes appended chunks on in their order. The end is held back, since the writer of a Parquet
 * file goes back to its footer once that is whole.
 */
export function inOrder(to: (chunk: Uint8Array) => void, heldBytes = HELD_BYTES): OrderedWrites {
  const held: Uint8Array[] = [];
  let start = 0;
  let end = 0;
  return {
    write(chunk, offset) {
      if (offset < end) return change(held, chunk, offset - start);
      if (offset > end) throw new PondError("internal", `cannot write a stream: a gap at ${end}`);
      held.push(chunk);
      end += chunk.length;
      while (end - start - (held[0]?.length ?? 0) >= heldBytes) {
        const first = held.shift()!;
        start += first.length;
        to(first);
      }
    },
    finish() {
      for (const chunk of held.splice(0)) to(chunk);
      start = end;
    },
  };
}

/**
 * Puts `bytes` at `offset` into what is held; the chunks may belong to somebody else, so they are
 * copied.
 */
function change(held: Uint8Array[], bytes: Uint8Array, offset: number): void {
  if (offset < 0) {
    throw new PondError("internal", "cannot write a stream: its start has been passed on");
  }
  let at = 0;
  let left = bytes;
  for (let i = 0; i < held.length && left.length > 0; i++) {
    const chunk = held[i]!;
    const from = offset + (bytes.length - left.length) - at;
    at += chunk.length;
    if (from >= chunk.length) continue;
    const part = left.subarray(0, chunk.length - from);
    held[i] = chunk.slice();
    held[i]!.set(part, from);
    left = left.subarray(part.length);
  }
  if (left.length > 0) {
    throw new PondError("internal", "cannot write a stream: a write over its end");
  }
}
