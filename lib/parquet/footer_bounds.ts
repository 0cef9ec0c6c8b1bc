import type { Bounds } from "./bounds.ts";
import type { ChunkContent } from "./footer_writer.ts";
import { isText, type SchemaNode } from "./schema.ts";

/** Bounds of text are cut to this many bytes; ids of 32 hex digits stay whole. */
const MAX_BYTES = 64;
const LAST_CHARACTER = "\u{10ffff}";

type FooterBounds = Pick<ChunkContent, "min" | "max" | "isMinExact" | "isMaxExact">;

/**
 * Bounds as a footer has them, in the encoding PLAIN. Long ones are cut, the upper one rounded up,
 * and said to be no values of the column; an upper one that can't be rounded up stays whole.
 */
export function footerBounds(bounds: Bounds | null, node: SchemaNode): FooterBounds {
  if (!bounds) return { min: null, max: null };
  const { min, max } = { min: plainBound(bounds.min, node), max: plainBound(bounds.max, node) };
  if (node.physical !== "bytes") return { min, max };
  const isUtf8 = isText(node);
  const low = cutLength(min, isUtf8);
  const high = max.length > MAX_BYTES
    ? roundedUp(max.subarray(0, cutLength(max, isUtf8)), isUtf8)
    : max;
  return {
    min: min.subarray(0, low),
    max: high ?? max,
    ...(low < min.length ? { isMinExact: false } : {}),
    ...(high && high !== max ? { isMaxExact: false } : {}),
  };
}

function plainBound(bound: Bounds["min"], { physical, typeLength }: SchemaNode): Uint8Array {
  if (bound instanceof Uint8Array) return bound;
  const bytes = new Uint8Array(typeLength || 8);
  const view = new DataView(bytes.buffer);
  switch (physical) {
    case "boolean":
      return Uint8Array.of(bound ? 1 : 0);
    case "int32":
      view.setInt32(0, Number(bound), true);
      return bytes.subarray(0, 4);
    case "float":
      view.setFloat32(0, Number(bound), true);
      return bytes.subarray(0, 4);
    case "double":
      view.setFloat64(0, Number(bound), true);
      return bytes;
    case "fixed":
      // Two's complement, the highest byte first.
      for (let i = typeLength - 1, rest = BigInt(bound); i >= 0; i--, rest >>= 8n) {
        bytes[i] = Number(rest & 0xffn);
      }
      return bytes;
    default:
      view.setBigInt64(0, BigInt(bound), true);
      return bytes;
  }
}

/** How much of `bytes` is kept: no character of a text is cut. */
function cutLength(bytes: Uint8Array, isUtf8: boolean): number {
  if (bytes.length <= MAX_BYTES) return bytes.length;
  let length = MAX_BYTES;
  while (isUtf8 && length > 0 && isContinuation(bytes[length]!)) length--;
  return length;
}

/**
 * The least bound of about that length that is greater than all that begin with `bytes`; null where
 * there is none.
 */
function roundedUp(bytes: Uint8Array, isUtf8: boolean): Uint8Array | null {
  if (isUtf8) return roundedUpText([...new TextDecoder().decode(bytes)]);
  const end = bytes.findLastIndex((byte) => byte < 0xff) + 1;
  if (end === 0) return null;
  const rounded = bytes.slice(0, end);
  rounded[end - 1]!++;
  return rounded;
}

function roundedUpText(characters: readonly string[]): Uint8Array | null {
  const end = characters.findLastIndex((character) => character < LAST_CHARACTER) + 1;
  if (end === 0) return null;
  const next = characters[end - 1]!.codePointAt(0)! + 1;
  // Surrogates are no characters.
  const rounded = String.fromCodePoint(next === 0xd800 ? 0xe000 : next);
  return new TextEncoder().encode(characters.slice(0, end - 1).join("") + rounded);
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}
