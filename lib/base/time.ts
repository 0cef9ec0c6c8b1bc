import { daysInMonth, daysSinceEpoch } from "./calendar.ts";
import { PondError } from "./errors.ts";

/** Years outside 0000 … 9999 have a sign and six digits where they are written, as ISO 8601 wants. */
const ISO = new RegExp(
  "^([+-]?\\d{4,6})-(\\d{2})-(\\d{2})" +
    "(?:[T ](\\d{2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?\\s*(Z|[+-]\\d{2}(?::?\\d{2})?)?)?$",
  "i",
);
const DURATION = /^(\d+(?:\.\d+)?)\s*(us|ms|s|m|min|h|d|w)$/;
/** What is printed of a moment that `Date` doesn't reach. */
const MICROSECONDS = /^(-?\d{1,19})us$/;
/** The first and the last moment that the SQL engine knows; beyond are its infinities. */
const FIRST_US = -9_223_372_022_400_000_000n;
const LAST_US = 9_223_372_036_854_775_806n;
const UNIT_US: Readonly<Record<string, number>> = {
  us: 1,
  ms: 1e3,
  s: 1e6,
  m: 6e7,
  min: 6e7,
  h: 3.6e9,
  d: 8.64e10,
  w: 6.048e11,
};

/** `2026-01-31T12:00:00.000001Z`; the fraction is left out where it is zero. */
export function formatTimeUs(timeUs: bigint): string {
  const microseconds = ((timeUs % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = (timeUs - microseconds) / 1_000_000n;
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return `${timeUs}us`;
  const whole = date.toISOString().slice(0, -5);
  if (microseconds === 0n) return `${whole}Z`;
  return `${whole}.${String(microseconds).padStart(6, "0").replace(/0+$/, "")}Z`;
}

/**
 * Microseconds of an ISO 8601 date or time; without an offset it is UTC. Digits past the
 * microsecond are cut.
 * @throws {PondError} `usage` when `text` is no time, or one that the engine can't hold
 */
export function parseIsoTimeUs(text: string): bigint {
  const match = ISO.exec(text.trim());
  if (!match) throw notATime(text);
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", zone] = match;
  const [years, months, days] = [Number(year), Number(month), Number(day)];
  const isDate = months >= 1 && months <= 12 && days >= 1 && days <= daysInMonth(years, months);
  if (!isDate || Number(hour) > 24 || Number(minute) > 59 || Number(second) > 60) {
    throw notATime(text);
  }
  const seconds = daysSinceEpoch(years, months, days) * 86_400 + Number(hour) * 3600 +
    Number(minute) * 60 + Number(second) - offsetSeconds(zone);
  return within(text, BigInt(seconds) * 1_000_000n + BigInt(fraction.slice(0, 6).padEnd(6, "0")));
}

/**
 * Microseconds of a `--time-start`/`--time-end` word: an ISO date or time, `now`, `now-6h`,
 * `now+1d`, or microseconds since 1970 as {@linkcode formatTimeUs} writes them.
 * @throws {PondError} `usage` when `text` is none of these, or a time that the engine can't hold
 */
export function parseTimeUs(text: string, nowUs: bigint): bigint {
  return within(text, anyTimeUs(text.trim(), nowUs));
}

function within(text: string, timeUs: bigint): bigint {
  if (timeUs >= FIRST_US && timeUs <= LAST_US) return timeUs;
  throw new PondError(
    "usage",
    `cannot read ${JSON.stringify(text)} as a time: it is out of range`,
    { hint: "times reach from the year -290308 to the year 294246" },
  );
}

function anyTimeUs(text: string, nowUs: bigint): bigint {
  const relative = /^now(?:\s*([+-])\s*(.+))?$/i.exec(text);
  if (relative) {
    if (relative[1] === undefined) return nowUs;
    const shift = parseDurationUs(relative[2]!);
    return relative[1] === "-" ? nowUs - shift : nowUs + shift;
  }
  const microseconds = MICROSECONDS.exec(text);
  return microseconds ? BigInt(microseconds[1]!) : parseIsoTimeUs(text);
}

/**
 * Microseconds of `250ms`, `30s`, `5m`, `6h`, `1d`, `2w`, or `0`.
 * @throws {PondError} `usage` when `text` is no duration
 */
export function parseDurationUs(text: string): bigint {
  if (/^0+$/.test(text.trim())) return 0n;
  const match = DURATION.exec(text.trim());
  const us = match ? Math.round(Number(match[1]) * UNIT_US[match[2]!]!) : NaN;
  if (!Number.isFinite(us)) {
    throw new PondError("usage", `cannot read ${JSON.stringify(text)} as a duration`, {
      hint: "write a number and a unit: 250ms, 30s, 5m, 6h, 1d",
    });
  }
  return BigInt(us);
}

function offsetSeconds(zone: string | undefined): number {
  if (zone === undefined || zone.toUpperCase() === "Z") return 0;
  const sign = zone.startsWith("-") ? -1 : 1;
  const digits = zone.slice(1).replace(":", "");
  return sign * (Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2) || "0") * 60);
}

function notATime(text: string): PondError {
  return new PondError("usage", `cannot read ${JSON.stringify(text)} as a time`, {
    hint: "write an ISO date or time such as 2026-01-31 or 2026-01-31T12:00:00Z, now, or now-6h",
  });
}
