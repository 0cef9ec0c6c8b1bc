import { timestampText } from "../../../encode/mod.ts";
import type { IntervalValue, SqlValue } from "../../calls/mod.ts";

const US_A_SECOND = 1_000_000n;
const DAY_MS = 86_400_000;

/** Days since 1970 of an ISO date, or of what comes as a number of them. */
export function daysOf(value: SqlValue): number {
  if (typeof value !== "string") return Number(value);
  const match = /^([+-]?\d{4,6})-(\d{2})-(\d{2})$/.exec(value);
  if (!match) throw new Error(`${JSON.stringify(value)} is no date such as 2024-01-31`);
  const date = new Date(0);
  date.setUTCFullYear(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  return date.getTime() / DAY_MS;
}

/** Microseconds of a time of day such as `10:00:00.5`, or of what comes as a number of them. */
export function timeUsOf(value: SqlValue): bigint {
  if (typeof value !== "string") return BigInt(value as bigint);
  const match = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?$/.exec(value);
  if (!match) throw new Error(`${JSON.stringify(value)} is not a time such as 10:00:00`);
  const [, hour, minute, second = "0", fraction = ""] = match;
  const seconds = (Number(hour) * 60 + Number(minute)) * 60 + Number(second);
  return BigInt(seconds) * US_A_SECOND + BigInt(fraction.slice(0, 6).padEnd(6, "0"));
}

/**
 * A DECIMAL of `scale` digits behind its point without that point; what is more precise is rounded
 * half away from zero.
 */
export function unscaledOf(value: SqlValue, scale: number): bigint {
  const match = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(String(value).trim());
  if (!match || match[2] + match[3]! === "") throw new Error(`${String(value)} is no number`);
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  const digits = whole + fraction;
  const keep = whole.length + Number(exponent) + scale;
  const kept = BigInt(keep <= 0 ? "0" : digits.slice(0, keep).padEnd(keep, "0"));
  const rounded = keep >= 0 && (digits[keep] ?? "0") >= "5" ? kept + 1n : kept;
  return sign === "-" ? -rounded : rounded;
}

/** A UUID as DuckDB stores it: with its highest bit turned, so that it sorts as a signed number. */
export function uuidOf(value: SqlValue): bigint {
  const hex = String(value).replaceAll("-", "");
  if (!/^[0-9a-f]{32}$/i.test(hex)) throw new Error(`${JSON.stringify(value)} is no UUID`);
  return BigInt(`0x${hex}`) ^ (1n << 127n);
}

/** As SQL writes a TIMESTAMP: `2024-01-01 10:00:00.5`. */
export function sqlTimestampText(value: bigint, unitsASecond = US_A_SECOND): string {
  return timestampText(value, unitsASecond).replace("T", " ").replace("Z", "");
}

/** As SQL writes an INTERVAL: `1 year 2 months 3 days 04:05:06.5`. */
export function sqlIntervalText({ months, days, us }: IntervalValue): string {
  const count = (number: number, word: string) =>
    number === 0 ? [] : [`${number} ${word}${Math.abs(number) === 1 ? "" : "s"}`];
  const parts = [
    ...count(Math.trunc(months / 12), "year"),
    ...count(months % 12, "month"),
    ...count(days, "day"),
  ];
  if (us !== 0n || parts.length === 0) parts.push(clockText(us));
  return parts.join(" ");
}

function clockText(us: bigint): string {
  const size = us < 0n ? -us : us;
  const two = (value: bigint) => String(value).padStart(2, "0");
  const seconds = size / US_A_SECOND;
  const fraction = String(size % US_A_SECOND).padStart(6, "0").replace(/0+$/, "");
  return `${us < 0n ? "-" : ""}${two(seconds / 3600n)}:${two(seconds / 60n % 60n)}:` +
    `${two(seconds % 60n)}${fraction === "" ? "" : `.${fraction}`}`;
}
