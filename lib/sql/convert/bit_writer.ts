const TWO_32 = 4294967296;
/** Twice this is exact as a number, and one less. */
export const MAX_ZIGZAG = 2 ** 51;

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
  #pending = 0;
  #pendingBits = 0;

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

  /** The `width` bits of a whole number, the lowest first; after a multiple of 8 bits in all nothing is pending. */
  bits(value: number, width: number): void {
    let [rest, left] = [value, width];
    for (; left > 24; left -= 24) {
      this.#put(rest % 0x1000000, 24);
      rest = Math.floor(rest / 0x1000000);
    }
    this.#put(rest, left);
  }

  #put(value: number, width: number): void {
    let pending = this.#pending | value << this.#pendingBits;
    let pendingBits = this.#pendingBits + width;
    for (; pendingBits >= 8; pendingBits -= 8) {
      this.bytes[this.length++] = pending;
      pending >>>= 8;
    }
    this.#pending = pending;
    this.#pendingBits = pendingBits;
  }
}
