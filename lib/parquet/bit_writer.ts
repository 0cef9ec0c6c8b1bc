const TWO_32 = 4294967296;
/** Twice this is exact as a number, and one less. */
export const MAX_ZIGZAG = 2 ** 51;

/** What is packed at a time of a value of many bits. */
const PART_BITS = 24;
const PART = 1 << PART_BITS;

/** Bits that hold every integer from 0 to `most`. */
export function bitWidth(most: number): number {
  const high = Math.floor(most / TWO_32);
  return high > 0 ? 64 - Math.clz32(high) : 32 - Math.clz32(most);
}

/** Writes into memory of a known size. */
export class BitWriter {
  readonly bytes: Uint8Array;
  /** Bytes written. */
  length = 0;

  constructor(sizeBytes: number) {
    this.bytes = new Uint8Array(sizeBytes);
  }

  varint(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) {
      this.bytes[this.length++] = 0x80 | (rest % 0x80);
    }
    this.bytes[this.length++] = rest;
  }

  zigzag(value: number): void {
    if (value >= 0 && value <= MAX_ZIGZAG) return this.varint(2 * value);
    if (value < 0 && value >= -MAX_ZIGZAG) return this.varint(-2 * value - 1);
    let rest = value >= 0 ? 2n * BigInt(value) : -2n * BigInt(value) - 1n;
    for (; rest >= 0x80n; rest >>= 7n) this.bytes[this.length++] = 0x80 | Number(rest & 0x7fn);
    this.bytes[this.length++] = Number(rest);
  }

  /**
   * The `width` bits of each value from `from` on, the lowest first; `to - from` is a multiple of
   * 8, or zeros follow.
   */
  pack(
    values: Float64Array | Int32Array,
    { from, to, width }: { readonly from: number; readonly to: number; readonly width: number },
  ): void {
    const { bytes } = this;
    let at = this.length;
    let pending = 0;
    let pendingBits = 0;
    for (let i = from; i < to; i++) {
      let value = values[i]!;
      let left = width;
      // With what is pending, more bits would not fit into an integer of 32.
      for (; left > PART_BITS; left -= PART_BITS) {
        pending |= (value % PART) << pendingBits;
        bytes[at++] = pending;
        bytes[at++] = pending >>> 8;
        bytes[at++] = pending >>> 16;
        pending >>>= PART_BITS;
        value = Math.floor(value / PART);
      }
      pending |= value << pendingBits;
      pendingBits += left;
      for (; pendingBits >= 8; pendingBits -= 8) {
        bytes[at++] = pending;
        pending >>>= 8;
      }
    }
    if (pendingBits > 0) bytes[at] = pending;
    this.length += Math.ceil((to - from) / 8) * width;
  }
}
