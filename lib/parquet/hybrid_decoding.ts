/** What small integers are decoded into. */
export type IntegerArray = Uint8Array | Uint16Array | Int32Array;

/**
 * Decodes `output.length` integers of `width` bits from runs and bit-packed groups
 * (https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE).
 * @returns the position behind them
 * @throws {RangeError} when `bytes` holds fewer
 */
export function decodeHybrid(
  bytes: Uint8Array,
  output: IntegerArray,
  { at, width }: { readonly at: number; readonly width: number },
): number {
  if (width > 32) throw new RangeError(`a width of ${width} bits is too large`);
  if (width === 0 && at >= bytes.length) return at;
  const runBytes = (width + 7) >> 3;
  let next = at;
  for (let done = 0; done < output.length;) {
    let header = 0;
    for (let shift = 0;; shift += 7) {
      const byte = bytes[next++];
      if (byte === undefined || shift > 28) throw new RangeError("its runs end early");
      header += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    if (header % 2 === 0) {
      const count = Math.min(header / 2, output.length - done);
      if (count === 0) throw new RangeError("a run is empty");
      if (next + runBytes > bytes.length) throw new RangeError("its runs end early");
      let value = 0;
      for (let i = 0; i < runBytes; i++) value |= bytes[next++]! << (8 * i);
      output.fill(value, done, done + count);
      done += count;
    } else {
      const groups = Math.floor(header / 2);
      const count = Math.min(groups * 8, output.length - done);
      if (count === 0) throw new RangeError("a run is empty");
      // Some writers leave out what pads the last group.
      if (next + ((count * width + 7) >> 3) > bytes.length) {
        throw new RangeError("its runs end early");
      }
      unpackBits(bytes, output, { at: next, width, from: done, to: done + count });
      next = Math.min(bytes.length, next + groups * width);
      done += count;
    }
  }
  return next;
}

/** Where packed values lie, and where they go. */
export interface PackedRange {
  readonly at: number;
  readonly width: number;
  readonly from: number;
  readonly to: number;
}

/** Values of `width` bits each, at most 32, the lowest bit first; bytes past the end are zero. */
function unpackBits(
  bytes: Uint8Array,
  output: IntegerArray,
  { at, width, from, to }: PackedRange,
): void {
  const mask = width === 32 ? -1 : (1 << width) - 1;
  let bit = 8 * at;
  for (let i = from; i < to; i++, bit += width) {
    const byte = bit >> 3;
    const shift = bit & 7;
    let word = bytes[byte]! | bytes[byte + 1]! << 8 | bytes[byte + 2]! << 16 |
      bytes[byte + 3]! << 24;
    word >>>= shift;
    if (shift > 0 && width + shift > 32) word |= bytes[byte + 4]! << (32 - shift);
    output[i] = word & mask;
  }
}

/**
 * The deprecated encoding BIT_PACKED, which levels of old files are in: no head, the highest bit
 * first.
 * @returns the position behind them
 * @throws {RangeError} when `bytes` holds fewer
 */
export function decodeBitPacked(
  bytes: Uint8Array,
  output: IntegerArray,
  { at, width }: { readonly at: number; readonly width: number },
): number {
  const size = (output.length * width + 7) >> 3;
  if (at + size > bytes.length) throw new RangeError("its levels end early");
  for (let i = 0, bit = 8 * at; i < output.length; i++) {
    let value = 0;
    for (let left = width; left > 0; left--, bit++) {
      value = value << 1 | (bytes[bit >> 3]! >> (7 - (bit & 7))) & 1;
    }
    output[i] = value;
  }
  return at + size;
}
