/** What a form has read so far. */
export interface Fields {
  at: number;
  year: number;
  month: number;
  day: number;
  dayOfYear: number;
  hour: number;
  isAfternoon: number;
  minute: number;
  second: number;
  us: number;
  /** Seconds east of UTC, or NO_OFFSET. */
  offset: number;
  /** Seconds since 1970 where the form has them. */
  epoch: number;
}

/** Reads on from `fields.at`; false: what is there is something else. */
export type Step = (bytes: Uint8Array, end: number, fields: Fields) => boolean;

export const NONE = -1;
export const NO_OFFSET = 1 << 30;
const ZERO = 48;

const MONTHS = [
  ["jan", "january"],
  ["feb", "february"],
  ["mar", "march"],
  ["apr", "april"],
  ["may", "may"],
  ["jun", "june"],
  ["jul", "july"],
  ["aug", "august"],
  ["sep", "september"],
  ["oct", "october"],
  ["nov", "november"],
  ["dec", "december"],
];
const WEEKDAYS = [
  ["mon", "monday"],
  ["tue", "tuesday"],
  ["wed", "wednesday"],
  ["thu", "thursday"],
  ["fri", "friday"],
  ["sat", "saturday"],
  ["sun", "sunday"],
];

/** The letters of strptime(3) that Python and DuckDB know too. */
export const STEPS: Readonly<Record<string, Step>> = {
  Y: digits("year", { least: 4, most: 4, min: 1, max: 9999 }),
  y: twoDigitYear,
  m: digits("month", { least: 1, most: 2, min: 1, max: 12 }),
  d: digits("day", { least: 1, most: 2, min: 1, max: 31 }),
  e: digits("day", { least: 1, most: 2, min: 1, max: 31 }),
  j: digits("dayOfYear", { least: 1, most: 3, min: 1, max: 366 }),
  H: digits("hour", { least: 1, most: 2, min: 0, max: 24 }),
  I: digits("hour", { least: 1, most: 2, min: 1, max: 12 }),
  M: digits("minute", { least: 1, most: 2, min: 0, max: 59 }),
  S: digits("second", { least: 1, most: 2, min: 0, max: 59 }),
  f: fraction,
  p: word([["am"], ["pm"]], (fields, index) => fields.isAfternoon = index),
  b: word(MONTHS, (fields, index) => fields.month = index + 1),
  a: word(WEEKDAYS, () => {}),
  z: offset,
  Z: word([["utc"], ["gmt"], ["z"]], (fields) => fields.offset = 0),
  s: epochSeconds,
  n: blanks,
  t: blanks,
};
/** What {@linkcode scanDigits} found. */
let scanned = 0;

/** Whole digits from `fields.at` on, at most `most` of them; their count. */
function scanDigits(bytes: Uint8Array, end: number, fields: Fields, most: number): number {
  const last = Math.min(end, fields.at + most);
  let at = fields.at;
  scanned = 0;
  for (; at < last; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit < 0 || digit > 9) break;
    scanned = scanned * 10 + digit;
  }
  const count = at - fields.at;
  fields.at = at;
  return count;
}

interface Digits {
  readonly least: number;
  readonly most: number;
  readonly min: number;
  readonly max: number;
}

function digits(name: keyof Fields, { least, most, min, max }: Digits): Step {
  return (bytes, end, fields) => {
    if (scanDigits(bytes, end, fields, most) < least || scanned < min || scanned > max) {
      return false;
    }
    fields[name] = scanned;
    return true;
  };
}

/** As POSIX has it: 69 … 99 are of the last century, 00 … 68 of this one. */
function twoDigitYear(bytes: Uint8Array, end: number, fields: Fields): boolean {
  if (scanDigits(bytes, end, fields, 2) !== 2) return false;
  fields.year = scanned < 69 ? 2000 + scanned : 1900 + scanned;
  return true;
}

/** One to nine digits; those past the microsecond are cut. */
function fraction(bytes: Uint8Array, end: number, fields: Fields): boolean {
  const count = scanDigits(bytes, end, fields, 9);
  if (count === 0) return false;
  fields.us = Math.floor(scanned * 10 ** (6 - count));
  return true;
}

function epochSeconds(bytes: Uint8Array, end: number, fields: Fields): boolean {
  const negative = bytes[fields.at] === 45;
  if (negative) fields.at++;
  if (scanDigits(bytes, end, fields, 12) === 0) return false;
  fields.epoch = negative ? -scanned : scanned;
  return true;
}

function offset(bytes: Uint8Array, end: number, fields: Fields): boolean {
  const sign = bytes[fields.at]!;
  if (fields.at >= end) return false;
  if (sign === 90 || sign === 122) {
    fields.at++;
    fields.offset = 0;
    return true;
  }
  if (sign !== 43 && sign !== 45) return false;
  let seconds = 0;
  fields.at++;
  for (const unit of [3600, 60, 1]) {
    if (unit !== 3600) {
      const isColon = bytes[fields.at] === 58 && fields.at < end;
      const digit = bytes[fields.at + (isColon ? 1 : 0)]! - ZERO;
      if (!(digit >= 0 && digit <= 9) || fields.at >= end) break;
      if (isColon) fields.at++;
    }
    if (scanDigits(bytes, end, fields, 2) !== 2) return false;
    if (unit === 3600 ? scanned > 15 : scanned > 59) return false;
    seconds += scanned * unit;
  }
  fields.offset = sign === 45 ? -seconds : seconds;
  return true;
}

/** A run of spaces and tabs. */
export function blanks(bytes: Uint8Array, end: number, fields: Fields): boolean {
  const start = fields.at;
  while (fields.at < end && (bytes[fields.at] === 32 || bytes[fields.at] === 9)) fields.at++;
  return fields.at > start;
}

/** Text that stands for itself. */
export function exactly(text: string): Step {
  const wanted = new TextEncoder().encode(text);
  return (bytes, end, fields) => {
    if (fields.at + wanted.length > end) return false;
    for (const byte of wanted) if (bytes[fields.at++] !== byte) return false;
    return true;
  };
}

/** One of some words in any case, the longest that is there; a point may follow a short one. */
function word(
  words: readonly (readonly string[])[],
  found: (fields: Fields, index: number) => void,
): Step {
  const spellings = words.flatMap((names, index) => names.map((name) => ({ name, index })))
    .sort((a, b) => b.name.length - a.name.length);
  return (bytes, end, fields) => {
    for (const { name, index } of spellings) {
      if (!startsWith(bytes, end, { at: fields.at, name })) continue;
      fields.at += name.length;
      found(fields, index);
      return true;
    }
    return false;
  };
}

function startsWith(
  bytes: Uint8Array,
  end: number,
  { at, name }: { readonly at: number; readonly name: string },
): boolean {
  if (at + name.length > end) return false;
  for (let i = 0; i < name.length; i++) {
    if ((bytes[at + i]! | 32) !== name.charCodeAt(i)) return false;
  }
  return true;
}
