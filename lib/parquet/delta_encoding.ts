import { bitWidth, BitWriter, MAX_ZIGZAG } from "./bit_writer.ts";

/** Values in a block, which has a least difference, and in a miniblock, which has a width. */
const BLOCK = 128;
const MINIBLOCK = 32;
/** The page's head, and what a block may take beside its values. */
const HEAD_BYTES = 24;
const BLOCK_HEAD_BYTES = 16;
/** Up to here numbers and their differences are exact. */
const MAX_VALUE = 2 ** 53;

/**
 * Whether all values between `min` and `max` lie close enough together for
 * {@linkcode encodeDeltas}, so that neither their differences nor what these have in common leaves
 * the column's type, or the integers that a double holds.
 */
export function areClose(min: number, max: number, { bits }: { readonly bits: 32 | 64 }): boolean {
  const isExact = min >= -MAX_VALUE && max <= MAX_VALUE;
  return isExact && max - min <= (bits === 32 ? 2 ** 31 - 1 : MAX_ZIGZAG);
}

/**
 * Integers in the encoding DELTA_BINARY_PACKED
 * (https://parquet.apache.org/docs/file-format/data-pages/encodings/#a-deltabinarypacked).
 * @param values at least one, {@linkcode areClose}
 */
export function encodeDeltas(values: Float64Array): Uint8Array {
  const blocks = Math.ceil((values.length - 1) / BLOCK);
  const output = new BitWriter(HEAD_BYTES + blocks * (BLOCK_HEAD_BYTES + 7 * BLOCK));
  output.varint(BLOCK);
  output.varint(BLOCK / MINIBLOCK);
  output.varint(values.length);
  output.zigzag(values[0]!);
  const deltas = new Float64Array(BLOCK);
  for (let at = 1; at < values.length; at += BLOCK) {
    const count = Math.min(BLOCK, values.length - at);
    let least = Infinity;
    for (let i = 0; i < count; i++) {
      const delta = values[at + i]! - values[at + i - 1]!;
      deltas[i] = delta;
      if (delta < least) least = delta;
    }
    for (let i = 0; i < count; i++) deltas[i]! -= least;
    deltas.fill(0, count);
    output.zigzag(least);
    writeBlock(output, deltas, count);
  }
  return output.bytes.subarray(0, output.length);
}

function writeBlock(output: BitWriter, deltas: Float64Array, count: number): void {
  const widths = output.length;
  output.length += BLOCK / MINIBLOCK;
  for (let mini = 0; mini * MINIBLOCK < BLOCK; mini++) {
    const first = mini * MINIBLOCK;
    let most = 0;
    // Past `count` there are zeros, which need no bits of their own.
    for (let i = first; i < first + MINIBLOCK; i++) if (deltas[i]! > most) most = deltas[i]!;
    const width = bitWidth(most);
    output.bytes[widths + mini] = width;
    if (first < count) output.pack(deltas, { from: first, to: first + MINIBLOCK, width });
  }
}
