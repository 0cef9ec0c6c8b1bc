/**
 * Dates and times read from their bytes, in the manner of `values.ts`.
 */
import { storeBigInt, storeSafeInt } from "./values.ts";

const PLUS = 43;
const MINUS = 45;
const DOT = 46;
const SLASH = 47;
const ZERO = 48;
const COLON = 58;
const SPACE = 32;
const MICROSECONDS = 1_000_000;
/** Seconds whose microseconds are exact in a double. */
const SAFE_SECONDS = 9_000_000_000;

/** Where a reader inside another reader leaves its two results: no allocation for each value. */
const register = new Int32Array(2);

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
  if (end - start === PLAIN_LENGTH && readPlainTimestamp(bytes, start, words, index)) return true;
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

const PLAIN_LENGTH = "YYYY-MM-DD HH:MM:SS".length;

/** The usual form in one go; a no only means that {@linkcode readTimestamp} has to look. */
function readPlainTimestamp(
  bytes: Uint8Array,
  start: number,
  words: Int32Array,
  index: number,
): boolean {
  const separator = bytes[start + 10];
  if (
    bytes[start + 4] !== MINUS || bytes[start + 7] !== MINUS ||
    bytes[start + 13] !== COLON || bytes[start + 16] !== COLON ||
    (separator !== SPACE && separator !== 84)
  ) return false;
  const century = twoDigits(bytes, start);
  const year = twoDigits(bytes, start + 2);
  const number = twoDigits(bytes, start + 5);
  const day = twoDigits(bytes, start + 8);
  const hours = twoDigits(bytes, start + 11);
  const minutes = twoDigits(bytes, start + 14);
  const seconds = twoDigits(bytes, start + 17);
  // One that is negative makes all of them negative.
  if ((century | year | number | day | hours | minutes | seconds) < 0) return false;
  if (century + year === 0 || number < 1 || number > 12) return false;
  enterMonth(100 * century + year, number);
  if (day < 1 || day > month.days || hours > 23 || minutes > 59 || seconds > 59) return false;
  const ofDay = hours * 3600 + minutes * 60 + seconds;
  return storeTime(words, index, (month.before + day) * 86400 + ofDay, 0);
}

/** Two digits as a number, or -1. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - ZERO;
  const ones = bytes[at + 1]! - ZERO;
  return tens >>> 0 < 10 && ones >>> 0 < 10 ? 10 * tens + ones : -1;
}

function storeTime(words: Int32Array, index: number, seconds: number, us: number): boolean {
  if (seconds > -SAFE_SECONDS && seconds < SAFE_SECONDS) {
    storeSafeInt(words, index, seconds * MICROSECONDS + us);
  } else storeBigInt(words, index, BigInt(seconds) * 1_000_000n + BigInt(us));
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
  const number = scanPair(bytes, start + 5, end);
  const monthEnd = register[1]!;
  if (year < 1 || number < 1 || number > 12 || bytes[monthEnd] !== separator) return false;
  const day = scanPair(bytes, monthEnd + 1, end);
  enterMonth(year, number);
  if (day < 1 || day > month.days) return false;
  register[0] = month.before + day;
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

/** The month that was asked for last, its days and the day before its first: the next value is mostly in the same month. */
const month = { key: -1, days: 0, before: 0 };

/** Makes {@linkcode month} the month of a year. */
function enterMonth(year: number, number: number): void {
  const key = year * 16 + number;
  if (month.key === key) return;
  month.key = key;
  month.days = number === 2
    ? (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
    : number === 4 || number === 6 || number === 9 || number === 11
    ? 30
    : 31;
  month.before = daysSinceEpoch(year, number, 1) - 1;
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
