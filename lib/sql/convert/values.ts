/**
 * Values read from their bytes, without a string in between. Every reader is told where the text starts and ends (trimmed), writes
 * what it found at an index of a typed array and returns whether the whole text was a value of its kind.
 */

const MINUS = 45;
const PLUS = 43;
const DOT = 46;
const SLASH = 47;
const ZERO = 48;
const COLON = 58;
const SPACE = 32;
const TWO_32 = 4294967296;
const MICROSECONDS = 1_000_000;
/** Seconds whose microseconds are exact in a double. */
const SAFE_SECONDS = 9_000_000_000;
/** The longest run of digits that a double always holds exactly. */
const SAFE_DIGITS = 15;
const MAX_INT64 = (1n << 63n) - 1n;
const decoder = new TextDecoder();

/** The powers of ten that a double holds exactly. */
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/** Where a reader inside another reader leaves its two results: no allocation for each value. */
const register = new Int32Array(2);

/**
 * A 64-bit integer as two 32-bit words, low word first: `-?(0|[1-9][0-9]*)` within int64, or `0x` and up to 15 hex digits.
 * Leading zeros are not accepted: `007` is a name, not seven.
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
 * A double, correctly rounded: `-?digits[.digits][e[+-]digits]`, `.5`, `5.`, `inf`, `infinity`, `nan` in any case, and what
 * {@linkcode readInt64} reads. No leading zeros before other digits and no plus sign, as for integers.
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

/** Days since 1970-01-01 of `YYYY-MM-DD` or `YYYY/MM/DD` (month and day of one or two digits). */
export function readDate(
  bytes: Uint8Array,
  start: number,
  end: number,
  days: Int32Array,
  index: number,
): boolean {
  if (!scanDate(bytes, start, end) || register[1] !== end) return false;
  days[index] = register[0]!;
  return true;
}

/** Microseconds since midnight of `H:M[:S[.fraction]]`; digits past the microsecond are cut. */
export function readTime(
  bytes: Uint8Array,
  start: number,
  end: number,
  words: Int32Array,
  index: number,
): boolean {
  const microseconds = scanTime(bytes, start, end);
  if (microseconds < 0 || register[1] !== end) return false;
  storeSafeInt(words, index, microseconds);
  return true;
}

/**
 * Microseconds UTC of a date, or of a date, `T` or a space, a time and an offset (`Z`, ` UTC`, `+HH`, `+HHMM`, `+HH:MM`); without an
 * offset the time is UTC. Digits past the microsecond are cut.
 */
export function readTimestamp(
  bytes: Uint8Array,
  start: number,
  end: number,
  words: Int32Array,
  index: number,
): boolean {
  if (!scanDate(bytes, start, end)) return false;
  const daySeconds = register[0]! * 86400;
  const dateEnd = register[1]!;
  if (dateEnd === end) return storeTime(words, index, daySeconds, 0);
  const separator = bytes[dateEnd];
  if (separator !== 84 && separator !== SPACE) return false;
  const timeUs = scanTime(bytes, dateEnd + 1, end);
  if (timeUs < 0) return false;
  const timeEnd = register[1]!;
  let offset = 0;
  if (timeEnd < end) {
    offset = scanOffset(bytes, timeEnd, end);
    if (offset === NO_OFFSET) return false;
  }
  return storeTime(words, index, daySeconds - offset, timeUs);
}

/** Writes an exactly known integer of at most 53 bits as two words. */
export function storeSafeInt(words: Int32Array, index: number, value: number): void {
  const high = Math.floor(value / TWO_32);
  words[2 * index] = value - high * TWO_32;
  words[2 * index + 1] = high;
}

/** Writes the low 64 bits of `value` as two words. */
export function storeBigInt(words: Int32Array, index: number, value: bigint): void {
  words[2 * index] = Number(value & 0xffffffffn);
  words[2 * index + 1] = Number((value >> 32n) & 0xffffffffn);
}

function storeTime(words: Int32Array, index: number, seconds: number, us: number): boolean {
  if (seconds > -SAFE_SECONDS && seconds < SAFE_SECONDS) {
    storeSafeInt(words, index, seconds * MICROSECONDS + us);
  } else storeBigInt(words, index, BigInt(seconds) * 1_000_000n + BigInt(us));
  return true;
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

/** Leaves the days in `register[0]` and where the date ended in `register[1]`. */
function scanDate(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 8) return false;
  let year = 0;
  for (let at = start; at < start + 4; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit < 0 || digit > 9) return false;
    year = year * 10 + digit;
  }
  const separator = bytes[start + 4];
  if (separator !== MINUS && separator !== SLASH) return false;
  const month = scanPair(bytes, start + 5, end);
  const monthEnd = register[1]!;
  if (month < 1 || month > 12 || bytes[monthEnd] !== separator) return false;
  const day = scanPair(bytes, monthEnd + 1, end);
  if (year < 1 || day < 1 || day > daysInMonth(year, month)) return false;
  register[0] = daysSinceEpoch(year, month, day);
  return true;
}

/** Microseconds since midnight or -1; leaves where the time ended in `register[1]`. */
function scanTime(bytes: Uint8Array, start: number, end: number): number {
  const hours = scanPair(bytes, start, end);
  let at = register[1]!;
  if (hours < 0 || hours > 23 || at >= end || bytes[at] !== COLON) return -1;
  const minutes = scanPair(bytes, at + 1, end);
  at = register[1]!;
  if (minutes < 0 || minutes > 59) return -1;
  const whole = hours * 3600 + minutes * 60;
  if (at >= end || bytes[at] !== COLON) return whole * MICROSECONDS;
  const seconds = scanPair(bytes, at + 1, end);
  at = register[1]!;
  if (seconds < 0 || seconds > 59) return -1;
  let microseconds = 0;
  if (at < end && bytes[at] === DOT) {
    const first = ++at;
    let scale = MICROSECONDS;
    for (; at < end; at++) {
      const digit = bytes[at]! - ZERO;
      if (digit < 0 || digit > 9) break;
      scale /= 10;
      if (scale >= 1) microseconds += digit * scale;
    }
    if (at === first) return -1;
    register[1] = at;
  }
  return (whole + seconds) * MICROSECONDS + microseconds;
}

const NO_OFFSET = 1 << 30;

/** Seconds east of UTC, or NO_OFFSET where `start` … `end` is not one whole offset. */
function scanOffset(bytes: Uint8Array, start: number, end: number): number {
  const sign = bytes[start]!;
  if (sign === 90) return end - start === 1 ? 0 : NO_OFFSET;
  if (sign === SPACE) {
    const utc = end - start === 4 && bytes[start + 1] === 85 && bytes[start + 2] === 84 &&
      bytes[start + 3] === 67;
    return utc ? 0 : NO_OFFSET;
  }
  if ((sign !== PLUS && sign !== MINUS) || end - start < 3) return NO_OFFSET;
  const hours = scanPair(bytes, start + 1, end);
  if (hours < 0 || hours > 15 || register[1] !== start + 3) return NO_OFFSET;
  let minutes = 0;
  if (end > start + 3) {
    const at = bytes[start + 3] === COLON ? start + 4 : start + 3;
    if (end - at !== 2) return NO_OFFSET;
    minutes = scanPair(bytes, at, end);
    if (minutes < 0 || minutes > 59 || register[1] !== end) return NO_OFFSET;
  }
  const seconds = hours * 3600 + minutes * 60;
  return sign === MINUS ? -seconds : seconds;
}

/** One or two digits as a number, or -1; leaves where they ended in `register[1]`. */
function scanPair(bytes: Uint8Array, start: number, end: number): number {
  register[1] = start;
  if (start >= end) return -1;
  const first = bytes[start]! - ZERO;
  if (first < 0 || first > 9) return -1;
  register[1] = start + 1;
  if (start + 1 >= end) return first;
  const second = bytes[start + 1]! - ZERO;
  if (second < 0 || second > 9) return first;
  register[1] = start + 2;
  return first * 10 + second;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar (Howard Hinnant's `days_from_civil`). */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) +
    dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}
