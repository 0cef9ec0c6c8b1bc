/**
 * Numbers and truth values read from their bytes, without a string in between. Every reader is told
 * where the text starts and ends (trimmed), writes what it found at an index of a typed array and
 * returns whether the whole text was a value of its kind.
 */

const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const TWO_32 = 4294967296;
const PER_TWO_32 = 1 / TWO_32;
/** The longest run of digits that a double always holds exactly. */
const SAFE_DIGITS = 15;
const MAX_INT64 = (1n << 63n) - 1n;
const decoder = new TextDecoder();

/** The powers of ten that a double holds exactly. */
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * A 64-bit integer as two 32-bit words, low word first: `-?(0|[1-9][0-9]*)` within int64, or `0x`
 * and up to 15 hex digits. Leading zeros are not accepted: `007` is a name, not seven.
 */
export function readInt64(
  bytes: Uint8Array,
  start: number,
  end: number,
  words: Int32Array,
  index: number,
): boolean {
  const negative = bytes[start] === MINUS;
  let at = negative ? start + 1 : start;
  const digits = end - at;
  if (digits < 1) return false;
  if (digits > 1 && bytes[at] === ZERO) return readHex(bytes, start, end, words, index);
  if (digits > SAFE_DIGITS) return readLongInt64(bytes, start, end, words, index);
  let value = 0;
  for (; at < end; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit < 0 || digit > 9) return false;
    value = value * 10 + digit;
  }
  storeSafeInt(words, index, negative ? -value : value);
  return true;
}

/** Whether the text is `-?(0|[1-9][0-9]*)` with at most `maxDigits` digits. */
export function isInteger(
  bytes: Uint8Array,
  start: number,
  end: number,
  maxDigits: number,
): boolean {
  let at = bytes[start] === MINUS ? start + 1 : start;
  if (end - at < 1 || end - at > maxDigits) return false;
  if (bytes[at] === ZERO && end - at > 1) return false;
  for (; at < end; at++) {
    if (bytes[at]! < ZERO || bytes[at]! > 57) return false;
  }
  return true;
}

/**
 * A double, correctly rounded: `-?digits[.digits][e[+-]digits]`, `.5`, `5.`, `inf`, `infinity`,
 * `nan` in any case, and what {@linkcode readInt64} reads. No leading zeros before other digits and
 * no plus sign, as for integers.
 */
export function readDouble(
  bytes: Uint8Array,
  start: number,
  end: number,
  doubles: Float64Array,
  index: number,
): boolean {
  const negative = bytes[start] === MINUS;
  let at = negative ? start + 1 : start;
  const first = at;
  let mantissa = 0;
  let digits = 0;
  let fraction = 0;
  let seenDot = false;
  for (; at < end; at++) {
    const byte = bytes[at]!;
    const digit = byte - ZERO;
    if (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digits++;
      if (seenDot) fraction++;
    } else if (byte === DOT && !seenDot) seenDot = true;
    else break;
  }
  const whole = digits - fraction;
  if (whole > 1 && bytes[first] === ZERO) return false;
  if (at < end || digits > SAFE_DIGITS) {
    return readRareDouble(bytes, start, end, doubles, index);
  }
  if (digits === 0) return false;
  const value = fraction === 0 ? mantissa : mantissa / POWERS_OF_TEN[fraction]!;
  doubles[index] = negative ? -value : value;
  return true;
}

/** 1 for `true`, 0 for `false`, in any case; -1 for anything else. */
export function readBoolean(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length !== 4 && length !== 5) return -1;
  const word = length === 4 ? TRUE : FALSE;
  for (let i = 0; i < length; i++) {
    if ((bytes[start + i]! | 32) !== word[i]) return -1;
  }
  return length === 4 ? 1 : 0;
}

const TRUE = new TextEncoder().encode("true");
const FALSE = new TextEncoder().encode("false");

/** Writes an exactly known integer of at most 53 bits as two words. */
export function storeSafeInt(words: Int32Array, index: number, value: number): void {
  const small = value | 0;
  if (small === value) {
    words[2 * index] = small;
    words[2 * index + 1] = small >> 31;
    return;
  }
  const high = Math.floor(value * PER_TWO_32);
  words[2 * index] = value - high * TWO_32;
  words[2 * index + 1] = high;
}

/** Writes the low 64 bits of `value` as two words. */
export function storeBigInt(words: Int32Array, index: number, value: bigint): void {
  words[2 * index] = Number(value & 0xffffffffn);
  words[2 * index + 1] = Number((value >> 32n) & 0xffffffffn);
}

function readLongInt64(
  bytes: Uint8Array,
  start: number,
  end: number,
  words: Int32Array,
  index: number,
): boolean {
  if (!isInteger(bytes, start, end, 19)) return false;
  const value = BigInt(decoder.decode(bytes.subarray(start, end)));
  if (value > MAX_INT64 || value < -MAX_INT64 - 1n) return false;
  storeBigInt(words, index, value);
  return true;
}

function readHex(
  bytes: Uint8Array,
  start: number,
  end: number,
  words: Int32Array,
  index: number,
): boolean {
  if (bytes[start] !== ZERO || bytes[start + 1] !== 120 || end - start < 3 || end - start > 17) {
    return false;
  }
  const text = decoder.decode(bytes.subarray(start, end));
  if (!/^0x[0-9a-f]+$/i.test(text)) return false;
  storeBigInt(words, index, BigInt(text));
  return true;
}

const DOUBLE = /^-?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const NO_NUMBER = /^(-?)(?:(nan)|inf(?:inity)?)$/i;
const HEX = /^0x[0-9a-f]{1,15}$/i;

function readRareDouble(
  bytes: Uint8Array,
  start: number,
  end: number,
  doubles: Float64Array,
  index: number,
): boolean {
  const text = decoder.decode(bytes.subarray(start, end));
  if (DOUBLE.test(text) || HEX.test(text)) {
    doubles[index] = Number(text);
    return true;
  }
  const match = NO_NUMBER.exec(text);
  if (!match) return false;
  doubles[index] = match[2] ? NaN : match[1] ? -Infinity : Infinity;
  return true;
}
