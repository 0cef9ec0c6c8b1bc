import { daysInMonth } from "../base/mod.ts";
import type { TimeUnit } from "./schema.ts";

/**
 * Of centuries further away nobody writes dates as digits, and more numbers would look like some.
 */
const [FIRST_YEAR, LAST_YEAR] = [1900, 2199];

/**
 * The form of a date whose digits `value` has, as strptime writes it: 1998 `%Y`, 202401 `%Y%m`,
 * 20240131 `%Y%m%d`, and so on to seconds; null for any other number.
 */
export function dateDigits(value: bigint | number): string | null {
  const digits = String(value);
  if (!/^\d{4}(\d\d){0,5}$/.test(digits)) return null;
  const [year, month = 1, day = 1, hour = 0, minute = 0, second = 0] = [
    Number(digits.slice(0, 4)),
    ...(digits.slice(4).match(/\d\d/g) ?? []).map(Number),
  ] as [number, ...number[]];
  const isDate = year >= FIRST_YEAR && year <= LAST_YEAR && month >= 1 && month <= 12 &&
    day >= 1 && day <= daysInMonth(year, month) && hour < 24 && minute < 60 && second < 60;
  return isDate ? "%Y%m%d%H%M%S".slice(0, digits.length - 2) : null;
}

/**
 * From here on a count since 1970 is one of the next smaller unit: the year 5138 in seconds, 1973
 * in milliseconds, and so on.
 */
const LIMITS: readonly (readonly [number, TimeUnit])[] = [
  [1e11, "s"],
  [1e14, "ms"],
  [1e17, "us"],
  [Infinity, "ns"],
];
/** What is written as seconds, if it is one of the years 1973 … 2100. */
const [RECENT, DISTANT] = [1e8, 4.1e9];

const UNITS: readonly TimeUnit[] = ["s", "ms", "us", "ns"];

/**
 * Whether `value`, before 1970 or after, is a time that people keep (of the years 1973 … 2100 and
 * as far back) in `unit`.
 */
export function isLikelyTime(value: bigint | number, unit: TimeUnit): boolean {
  const size = Math.abs(Number(value));
  const factor = 1000 ** UNITS.indexOf(unit);
  return size >= RECENT * factor && size < DISTANT * factor;
}

/**
 * The unit of integers between `min` and `max` that count from 1970: it follows from the largest of
 * them, before 1970 or after. Null where it doesn't, since the least looks like a recent time in
 * one unit and the greatest in another.
 */
export function guessTimeUnit(min: bigint | number, max: bigint | number): TimeUnit | null {
  const [low, high] = [Math.abs(Number(min)), Math.abs(Number(max))].sort((a, b) => a - b) as [
    number,
    number,
  ];
  const place = LIMITS.findIndex(([limit]) => high < limit);
  if (UNITS.slice(0, place).some((smaller) => isLikelyTime(low, smaller))) return null;
  return LIMITS[place]![1];
}
