import type { TimeZone } from "../base/mod.ts";

/**
 * Fractions of a second in each unit of Arrow's `TimeUnit`: seconds, milli-, micro-, nanoseconds.
 */
export const UNITS_A_SECOND: readonly bigint[] = [1n, 1000n, 1_000_000n, 1_000_000_000n];

/** A day counted from 1970-01-01 as ISO 8601, any year; the engine's infinities by name. */
export function dateText(days: number): string {
  if (days === 2_147_483_647) return "infinity";
  if (days === -2_147_483_647) return "-infinity";
  const { year, month, day } = civil(days);
  return `${yearText(year)}-${two(month)}-${two(day)}`;
}

/**
 * A moment as ISO 8601, in UTC or with the offset of `zone`, with the digits of its unit and no
 * trailing zeros.
 */
export function timestampText(value: bigint, unitsASecond: bigint, zone?: TimeZone): string {
  if (value === 9_223_372_036_854_775_807n) return "infinity";
  if (value === -9_223_372_036_854_775_807n) return "-infinity";
  const offset = zone ? zone.offsetAtUtc(Number(floorDivide(value, unitsASecond))) : 0;
  const local = value + BigInt(offset) * unitsASecond;
  const unitsADay = 86_400n * unitsASecond;
  const days = floorDivide(local, unitsADay);
  const text = `${dateText(Number(days))}T${timeText(local - days * unitsADay, unitsASecond)}`;
  return text + (zone ? offsetText(offset) : "Z");
}

/** `+01:00`; with seconds where a place had its own mean time. */
function offsetText(seconds: number): string {
  const size = Math.abs(seconds);
  const parts = [Math.floor(size / 3600), Math.floor(size / 60) % 60];
  if (size % 60 !== 0) parts.push(size % 60);
  return (seconds < 0 ? "-" : "+") + parts.map((part) => two(part)).join(":");
}

/** A time of day. */
export function timeText(value: bigint, unitsASecond: bigint): string {
  const seconds = value / unitsASecond;
  const clock = [seconds / 3600n, seconds / 60n % 60n, seconds % 60n].map(two).join(":");
  return clock + fractionText(value % unitsASecond, unitsASecond);
}

/**
 * An ISO 8601 duration such as `P1Y2M3DT4H5M6.5S`; months, days and seconds keep their own signs.
 */
export function intervalText(months: number, days: number, nanoseconds: bigint): string {
  let text = "P";
  if (Math.trunc(months / 12) !== 0) text += `${Math.trunc(months / 12)}Y`;
  if (months % 12 !== 0) text += `${months % 12}M`;
  if (days !== 0) text += `${days}D`;
  const sign = nanoseconds < 0n ? "-" : "";
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const seconds = size / 1_000_000_000n;
  const fraction = fractionText(size % 1_000_000_000n, 1_000_000_000n);
  let clock = "";
  if (seconds >= 3600n) clock += `${sign}${seconds / 3600n}H`;
  if (seconds / 60n % 60n !== 0n) clock += `${sign}${seconds / 60n % 60n}M`;
  if (seconds % 60n !== 0n || fraction !== "") clock += `${sign}${seconds % 60n}${fraction}S`;
  if (clock !== "") text += `T${clock}`;
  return text === "P" ? "PT0S" : text;
}

/** The shortest digits that read back as the same double; `-0` keeps its sign. */
export function doubleText(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

/** The shortest digits that read back as the same single-precision number. */
export function floatText(value: number): string {
  if (!Number.isFinite(value) || value === 0) return doubleText(value);
  for (let digits = 1; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return String(rounded);
  }
  return String(Number(value.toPrecision(9)));
}

/** `unscaled` × 10^-`scale` with all its digits. */
export function decimalText(unscaled: bigint, scale: number): string {
  if (scale <= 0) return String(unscaled * 10n ** BigInt(-scale));
  const sign = unscaled < 0n ? "-" : "";
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, "0");
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Standard base64 of any number of bytes. */
export function base64Text(bytes: Uint8Array): string {
  let binary = "";
  for (let i = 0; i < bytes.length; i += 8192) {
    binary += String.fromCharCode(...bytes.subarray(i, i + 8192));
  }
  return btoa(binary);
}

/**
 * `text` as a JSON string. What a terminal would act on (C1 controls, bidi marks, line separators)
 * is escaped beside what JSON itself escapes, so JSON can be shown as it is.
 */
export function jsonString(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function fractionText(fraction: bigint, unitsASecond: bigint): string {
  if (fraction === 0n) return "";
  const width = String(unitsASecond).length - 1;
  return `.${String(fraction).padStart(width, "0").replace(/0+$/, "")}`;
}

/** ISO 8601 wants a sign and more digits for years outside 0000 … 9999. */
function yearText(year: number): string {
  if (year >= 0 && year <= 9999) return String(year).padStart(4, "0");
  return (year < 0 ? "-" : "+") + String(Math.abs(year)).padStart(6, "0");
}

/**
 * Days to year, month, day in the proleptic Gregorian calendar (Hinnant, "chrono-compatible
 * low-level date algorithms").
 */
function civil(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra -
    (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
  };
}

function floorDivide(a: bigint, b: bigint): bigint {
  return a >= 0n ? a / b : -((-a + b - 1n) / b);
}

function two(value: number | bigint): string {
  return String(value).padStart(2, "0");
}
