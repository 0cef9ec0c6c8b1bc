import { PondError } from "./errors.ts";

const ISO = new RegExp(
  "^(\\d{4,6})-(\\d{2})-(\\d{2})" +
    "(?:[T ](\\d{2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?\\s*(Z|[+-]\\d{2}(?::?\\d{2})?)?)?$",
  "i",
);
const DURATION = /^(\d+(?:\.\d+)?)\s*(us|ms|s|m|min|h|d|w)$/;
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
 * @throws {PondError} `usage` when `text` is no time
 */
export function parseIsoTimeUs(text: string): bigint {
  const match = ISO.exec(text.trim());
  if (!match) throw notATime(text);
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", zone] = match;
  const date = Date.UTC(2000, Number(month) - 1, Number(day));
  const shifted = new Date(date);
  shifted.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  const valid = shifted.getUTCMonth() === Number(month) - 1 && shifted.getUTCDate() === Number(day);
  if (!valid || Number(hour) > 24 || Number(minute) > 59 || Number(second) > 60) {
    throw notATime(text);
  }
  const seconds = shifted.getTime() / 1000 + Number(hour) * 3600 + Number(minute) * 60 +
    Number(second) - offsetSeconds(zone);
  return BigInt(seconds) * 1_000_000n + BigInt(fraction.slice(0, 6).padEnd(6, "0"));
}

/**
 * Microseconds of a `--time-start`/`--time-end` word: an ISO date or time, `now`, `now-6h`,
 * `now+1d`.
 * @throws {PondError} `usage` when `text` is none of these
 */
export function parseTimeUs(text: string, nowUs: bigint): bigint {
  const relative = /^now(?:\s*([+-])\s*(.+))?$/i.exec(text.trim());
  if (!relative) return parseIsoTimeUs(text);
  if (relative[1] === undefined) return nowUs;
  const shift = parseDurationUs(relative[2]!);
  return relative[1] === "-" ? nowUs - shift : nowUs + shift;
}

/**
 * Microseconds of `250ms`, `30s`, `5m`, `6h`, `1d`, `2w`, or `0`.
 * @throws {PondError} `usage` when `text` is no duration
 */
export function parseDurationUs(text: string): bigint {
  if (/^0+$/.test(text.trim())) return 0n;
  const match = DURATION.exec(text.trim());
  if (!match) {
    throw new PondError("usage", `cannot read ${JSON.stringify(text)} as a duration`, {
      hint: "write a number and a unit: 250ms, 30s, 5m, 6h, 1d",
    });
  }
  return BigInt(Math.round(Number(match[1]) * UNIT_US[match[2]!]!));
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
