import type { Texts } from "./column_batch.ts";

/**
 * A hostile head can claim any number of values; more than a page may have are refused before
 * memory is taken.
 */
const MAX_VALUES = 0x7fffffff;

/** Integers and where the bytes behind them begin. */
export interface DecodedDeltas<Values> {
  readonly values: Values;
  readonly end: number;
}

/**
 * Integers of 64 bits in the encoding DELTA_BINARY_PACKED
 * (https://parquet.apache.org/docs/file-format/data-pages/encodings/#a-deltabinarypacked); sums
 * wrap around, as they do in every writer.
 * @param atMost no more values than this are there
 * @throws {RangeError} when the bytes end early or hold more values
 */
export function decodeDeltas64(
  bytes: Uint8Array,
  { at, atMost }: { readonly at: number; readonly atMost: number },
): DecodedDeltas<BigInt64Array> {
  const reader = new DeltaReader(bytes, at);
  const head = reader.head(atMost);
  const values = new BigInt64Array(head.count);
  let value = BigInt.asIntN(64, head.first);
  if (head.count > 0) values[0] = value;
  for (let done = 1; done < head.count;) {
    const least = reader.zigzag();
    const widths = reader.take(head.miniblocks);
    for (let mini = 0; mini < head.miniblocks && done < head.count; mini++) {
      const width = widths[mini]!;
      const count = Math.min(head.perMiniblock, head.count - done);
      const start = reader.miniblock(width, head.perMiniblock, count);
      if (width > 64) throw new RangeError(`a width of ${width} bits is too large`);
      for (let i = 0; i < count; i++) {
        const delta = width === 0 ? 0n : bitsAt(bytes, 8 * start + i * width, width);
        value = BigInt.asIntN(64, value + least + delta);
        values[done++] = value;
      }
    }
  }
  return { values, end: reader.at };
}

/** As {@linkcode decodeDeltas64}, for 32 bits. */
export function decodeDeltas32(
  bytes: Uint8Array,
  { at, atMost }: { readonly at: number; readonly atMost: number },
): DecodedDeltas<Int32Array> {
  const reader = new DeltaReader(bytes, at);
  const head = reader.head(atMost);
  const values = new Int32Array(head.count);
  let value = Number(BigInt.asIntN(32, head.first));
  if (head.count > 0) values[0] = value;
  for (let done = 1; done < head.count;) {
    const least = Number(BigInt.asIntN(32, reader.zigzag()));
    const widths = reader.take(head.miniblocks);
    for (let mini = 0; mini < head.miniblocks && done < head.count; mini++) {
      const width = widths[mini]!;
      const count = Math.min(head.perMiniblock, head.count - done);
      const start = reader.miniblock(width, head.perMiniblock, count);
      // Writers of 32-bit integers may compute in 64: what counts is the sum's low half.
      if (width > 64) throw new RangeError(`a width of ${width} bits is too large`);
      for (let i = 0; i < count; i++) {
        const delta = width === 0 ? 0 : lowWordAt(bytes, 8 * start + i * width, width);
        value = (value + least + delta) | 0;
        values[done++] = value;
      }
    }
  }
  return { values, end: reader.at };
}

/**
 * Texts in the encoding DELTA_LENGTH_BYTE_ARRAY: their lengths, then all of them back to back.
 * @throws {RangeError}
 */
export function decodeLengths(
  bytes: Uint8Array,
  { at, count }: { readonly at: number; readonly count: number },
): Texts {
  const { values: lengths, end } = decodeDeltas32(bytes, { at, atMost: count });
  if (lengths.length !== count) {
    throw new RangeError(`it has ${lengths.length} of ${count} values`);
  }
  const offsets = new Int32Array(count + 1);
  for (let i = 0, sum = 0; i < count; i++) {
    sum += lengths[i]!;
    if (lengths[i]! < 0 || end + sum > bytes.length) {
      throw new RangeError("a value's length leads out of its page");
    }
    offsets[i + 1] = sum;
  }
  return { bytes: bytes.subarray(end, end + offsets[count]!), offsets };
}

/**
 * Texts in the encoding DELTA_BYTE_ARRAY: how much of the one before each begins with, and what
 * follows.
 * @throws {RangeError}
 */
export function decodePrefixes(bytes: Uint8Array, count: number): Texts {
  const { values: prefixes, end } = decodeDeltas32(bytes, { at: 0, atMost: count });
  const suffixes = decodeLengths(bytes, { at: end, count });
  const offsets = new Int32Array(count + 1);
  let before = 0;
  for (let i = 0; i < count; i++) {
    const prefix = prefixes[i] ?? -1;
    if (prefix < 0 || prefix > before) {
      throw new RangeError("a value's prefix is longer than what it is of");
    }
    before = prefix + suffixes.offsets[i + 1]! - suffixes.offsets[i]!;
    offsets[i + 1] = offsets[i]! + before;
    if (offsets[i + 1]! < 0) throw new RangeError("its values are too long");
  }
  const output = new Uint8Array(offsets[count]!);
  for (let i = 0; i < count; i++) {
    const start = offsets[i]!;
    const prefix = prefixes[i]!;
    if (prefix > 0) output.copyWithin(start, offsets[i - 1]!, offsets[i - 1]! + prefix);
    output.set(
      suffixes.bytes.subarray(suffixes.offsets[i]!, suffixes.offsets[i + 1]!),
      start + prefix,
    );
  }
  return { bytes: output, offsets };
}

class DeltaReader {
  constructor(readonly bytes: Uint8Array, public at: number) {}

  head(atMost: number) {
    const perBlock = this.#varint();
    const miniblocks = this.#varint();
    const count = this.#varint();
    const first = this.zigzag();
    const perMiniblock = perBlock / miniblocks;
    if (!Number.isInteger(perMiniblock) || perMiniblock % 8 !== 0 || perMiniblock === 0) {
      throw new RangeError("its blocks have an impossible size");
    }
    if (count > Math.min(atMost, MAX_VALUES)) throw new RangeError("it has too many values");
    return { perMiniblock, miniblocks, count, first };
  }

  zigzag(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value & 1n ? -(value >> 1n) - 1n : value >> 1n;
    }
    throw new RangeError("an integer is too long");
  }

  take(length: number): Uint8Array {
    if (this.at + length > this.bytes.length) throw new RangeError("its values end early");
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  /**
   * Passes over a miniblock and returns where it began. Some writers cut off what pads the last
   * one.
   */
  miniblock(width: number, values: number, needed: number): number {
    const start = this.at;
    if (start + ((needed * width + 7) >> 3) > this.bytes.length) {
      throw new RangeError("its values end early");
    }
    this.at = Math.min(this.bytes.length, start + values / 8 * width);
    return start;
  }

  #varint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.#byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError("an integer is too long");
  }

  #byte(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw new RangeError("its values end early");
    return byte;
  }
}

function bitsAt(bytes: Uint8Array, bit: number, width: number): bigint {
  if (width <= 32) return BigInt(lowWordAt(bytes, bit, width) >>> 0);
  const low = BigInt(lowWordAt(bytes, bit, 32) >>> 0);
  return low | BigInt(lowWordAt(bytes, bit + 32, width - 32) >>> 0) << 32n;
}

/** The low 32 bits of a value of `width`. */
function lowWordAt(bytes: Uint8Array, bit: number, width: number): number {
  const byte = bit >> 3;
  const shift = bit & 7;
  let word = bytes[byte]! | bytes[byte + 1]! << 8 | bytes[byte + 2]! << 16 | bytes[byte + 3]! << 24;
  word >>>= shift;
  if (shift > 0) word |= bytes[byte + 4]! << (32 - shift);
  return width >= 32 ? word : word & ((1 << width) - 1);
}
