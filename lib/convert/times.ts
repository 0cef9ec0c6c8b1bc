/**
 * Dates and times read from their bytes, in the manner of `values.ts`.
 */
import { daysInMonth, daysSinceEpoch, type Moment } from "../base/mod.ts";
import { storeBigInt, storeSafeInt } from "./values.ts";

const PLUS = 43;
const MINUS = 45;
const DOT = 46;
const SLASH = 47;
const COMMA = 44;
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

/**
 * Microseconds since midnight of `H:MM[:SS[.fraction]]`; digits past the microsecond are cut.
 * Minutes and seconds have two digits: `3:2` and `16:9` are ratios.
 */
export function readTime(
  bytes: Uint8Array,
  start: number,
  end: number,
  words: Int32Array,
  index: number,
): boolean {
  const microseconds = scanTime(bytes, start, end);
  if (microseconds < 0 || register[1] !== end || microseconds >= 86_400 * MICROSECONDS) {
    return false;
  }
  const colon = bytes[start + 1] === COLON ? start + 1 : start + 2;
  for (let at = colon; at < end && bytes[at] === COLON; at += 3) {
    if (!isDigit(bytes[at + 2]!) || at + 2 >= end) return false;
  }
  storeSafeInt(words, index, microseconds);
  return true;
}

/**
 * Microseconds UTC of a date, or of a date, `T` or a space, a time and an offset (`Z`, ` UTC`,
 * `+HH`, `+HHMM`, `+HH:MM`, also behind a space); without an offset the time is UTC. ISO 8601's
 * basic form is read too (`20240131T120000Z`), and 24:00 as the end of a day. Digits past the
 * microsecond are cut.
 */
export function readTimestamp(
  bytes: Uint8Array,
  start: number,
  end: number,
  words: Int32Array,
  index: number,
): boolean {
  if (end - start === PLAIN_LENGTH && readPlainTimestamp(bytes, start, words, index)) return true;
  if (!readMoment(bytes, start, end, moment)) return false;
  return storeTime(words, index, moment.seconds, moment.us);
}

const moment: Moment = { seconds: 0, us: 0, hasOffset: false };

/** As {@linkcode readTimestamp}, and whether an offset was written. */
export function readMoment(bytes: Uint8Array, start: number, end: number, into: Moment): boolean {
  into.us = 0;
  into.hasOffset = false;
  const isBasic = isBasicDate(bytes, start, end);
  if (!(isBasic ? scanBasicDate(bytes, start) : scanDate(bytes, start, end))) return false;
  into.seconds = register[0]! * 86_400;
  const dateEnd = register[1]!;
  if (dateEnd === end) return true;
  const separator = bytes[dateEnd]!;
  if ((separator | 32) !== 116 && separator !== SPACE) return false;
  const timeUs = isBasic
    ? scanBasicTime(bytes, dateEnd + 1, end)
    : scanTime(bytes, dateEnd + 1, end);
  if (timeUs < 0) return false;
  const timeEnd = register[1]!;
  let offset = 0;
  if (timeEnd < end) {
    offset = scanOffset(bytes, timeEnd, end);
    if (offset === NO_OFFSET) return false;
    into.hasOffset = true;
  }
  into.us = timeUs % MICROSECONDS;
  into.seconds += (timeUs - into.us) / MICROSECONDS - offset;
  return true;
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

/** Writes a moment in microseconds. */
export function storeTime(words: Int32Array, index: number, seconds: number, us: number): boolean {
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

/** Whether `YYYYMMDDT` stands there: without the `T` it is a number. */
function isBasicDate(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start > 8 && (bytes[start + 8]! | 32) === 116 && isDigit(bytes[start + 4]!);
}

function scanBasicDate(bytes: Uint8Array, start: number): boolean {
  const century = twoDigits(bytes, start);
  const year = twoDigits(bytes, start + 2);
  const number = twoDigits(bytes, start + 4);
  const day = twoDigits(bytes, start + 6);
  if ((century | year) < 0 || century + year === 0 || number < 1 || number > 12) return false;
  enterMonth(100 * century + year, number);
  if (day < 1 || day > month.days) return false;
  register[0] = month.before + day;
  register[1] = start + 8;
  return true;
}

/** As {@linkcode scanTime} for `HHMM[SS[.fraction]]`. */
function scanBasicTime(bytes: Uint8Array, start: number, end: number): number {
  const hours = end - start < 4 ? -1 : twoDigits(bytes, start);
  const minutes = twoDigits(bytes, start + 2);
  if (hours < 0 || minutes < 0 || minutes > 59) return -1;
  register[1] = start + 4;
  const whole = hours * 3600 + minutes * 60;
  const hasSeconds = start + 6 <= end && isDigit(bytes[start + 4]!);
  if (!hasSeconds) return withinDay(whole, 0);
  const seconds = twoDigits(bytes, start + 4);
  if (seconds < 0 || seconds > 59) return -1;
  register[1] = start + 6;
  const us = scanFraction(bytes, start + 6, end);
  return us < 0 ? -1 : withinDay(whole + seconds, us);
}

/** The microseconds of a time of day that is one, 24:00 included; else -1. */
function withinDay(seconds: number, us: number): number {
  const isOne = seconds < 86_400 || seconds === 86_400 && us === 0;
  return isOne ? seconds * MICROSECONDS + us : -1;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= 57;
}

/** Microseconds since midnight or -1; leaves where the time ended in `register[1]`. */
function scanTime(bytes: Uint8Array, start: number, end: number): number {
  const hours = scanPair(bytes, start, end);
  let at = register[1]!;
  if (hours < 0 || hours > 24 || at >= end || bytes[at] !== COLON) return -1;
  const minutes = scanPair(bytes, at + 1, end);
  at = register[1]!;
  if (minutes < 0 || minutes > 59) return -1;
  const whole = hours * 3600 + minutes * 60;
  if (at >= end || bytes[at] !== COLON) return withinDay(whole, 0);
  const seconds = scanPair(bytes, at + 1, end);
  at = register[1]!;
  if (seconds < 0 || seconds > 59) return -1;
  const us = scanFraction(bytes, at, end);
  return us < 0 ? -1 : withinDay(whole + seconds, us);
}

/** Microseconds of a point or comma and digits, 0 where there are none, -1 for a point alone. */
function scanFraction(bytes: Uint8Array, start: number, end: number): number {
  register[1] = start;
  if (start >= end || (bytes[start] !== DOT && bytes[start] !== COMMA)) return 0;
  let microseconds = 0;
  let scale = MICROSECONDS;
  let at = start + 1;
  for (; at < end; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit < 0 || digit > 9) break;
    scale /= 10;
    if (scale >= 1) microseconds += digit * scale;
  }
  register[1] = at;
  return at === start + 1 ? -1 : microseconds;
}

const NO_OFFSET = 1 << 30;

/** Seconds east of UTC, or NO_OFFSET where `start` … `end` is not one whole offset. */
function scanOffset(bytes: Uint8Array, start: number, end: number): number {
  const at = bytes[start] === SPACE ? start + 1 : start;
  const sign = bytes[at]!;
  if ((sign | 32) === 122) return end - at === 1 ? 0 : NO_OFFSET;
  if (at > start && end - at === 3 && isUtc(bytes, at)) return 0;
  if ((sign !== PLUS && sign !== MINUS) || end - at < 3) return NO_OFFSET;
  const hours = scanPair(bytes, at + 1, end);
  if (hours < 0 || hours > 15 || register[1] !== at + 3) return NO_OFFSET;
  let minutes = 0;
  if (end > at + 3) {
    const from = bytes[at + 3] === COLON ? at + 4 : at + 3;
    if (end - from !== 2) return NO_OFFSET;
    minutes = scanPair(bytes, from, end);
    if (minutes < 0 || minutes > 59 || register[1] !== end) return NO_OFFSET;
  }
  const seconds = hours * 3600 + minutes * 60;
  return sign === MINUS ? -seconds : seconds;
}

/** Whether `UTC` or `GMT` stands there. */
function isUtc(bytes: Uint8Array, at: number): boolean {
  const name = bytes[at]! << 16 | bytes[at + 1]! << 8 | bytes[at + 2]!;
  return name === 0x555443 || name === 0x474d54;
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

/**
 * The month that was asked for last, its days and the day before its first: the next value is
 * mostly in the same month.
 */
const month = { key: -1, days: 0, before: 0 };

/** Makes {@linkcode month} the month of a year. */
function enterMonth(year: number, number: number): void {
  const key = year * 16 + number;
  if (month.key === key) return;
  month.key = key;
  month.days = daysInMonth(year, number);
  month.before = daysSinceEpoch(year, number, 1) - 1;
}
