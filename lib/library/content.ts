import { PondError } from "../base/mod.ts";
import type { Content } from "./change_api.ts";

/** Streams and iterators that a change has read: they give their bytes once. */
export type Consumed = WeakSet<object>;

/**
 * The bytes of `content`.
 * @throws {PondError} `usage` for what has no bytes, and for a stream that was read already
 */
export function chunksOf(content: Content, consumed: Consumed): AsyncIterable<Uint8Array> {
  if (typeof content === "string") return one(new TextEncoder().encode(content));
  if (content instanceof Blob) return content.stream();
  if (content instanceof ArrayBuffer) return one(new Uint8Array(content));
  if (ArrayBuffer.isView(content)) {
    return one(new Uint8Array(content.buffer, content.byteOffset, content.byteLength));
  }
  if (content instanceof Response) {
    if (content.bodyUsed) throw readAlready();
    return content.body ? onceOnly(content.body, consumed) : one(new Uint8Array());
  }
  if (typeof (content as Partial<AsyncIterable<unknown>>)?.[Symbol.asyncIterator] === "function") {
    return onceOnly(content, consumed);
  }
  throw new PondError("usage", `cannot write a file: ${describe(content)} has no bytes`, {
    hint: "give text, bytes, a Blob, a Response, a ReadableStream or an async iterable of chunks",
  });
}

function onceOnly(
  content: AsyncIterable<Uint8Array | string>,
  consumed: Consumed,
): AsyncIterable<Uint8Array> {
  if (consumed.has(content)) throw readAlready();
  consumed.add(content);
  return encoded(content);
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function* encoded(
  content: AsyncIterable<Uint8Array | string>,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const chunk of content) {
    if (typeof chunk === "string") yield encoder.encode(chunk);
    else if (chunk instanceof Uint8Array) yield chunk;
    else throw new PondError("usage", `cannot write a file: a chunk is ${describe(chunk)}`);
  }
}

function readAlready(): PondError {
  return new PondError("usage", "cannot write a file: its stream has been read already", {
    hint: "make the stream inside of the work, which is done again after a conflict",
  });
}

function describe(value: unknown): string {
  if (value === null || typeof value !== "object") return String(value);
  return `an object (${value.constructor?.name ?? "without a class"})`;
}
