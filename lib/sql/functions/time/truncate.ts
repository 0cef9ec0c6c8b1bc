import type { TimeZone } from "../../../base/mod.ts";
import { momentOf, US_A_SECOND } from "./zones.ts";

const HOUR = 3600;
const DAY = 86_400;
/** 1970-01-01 was a Thursday. */
const DAYS_TO_MONDAY = 3;

/** Parts shorter than a day, in microseconds. */
const SHORT_US: Readonly<Record<string, number>> = {
  microsecond: 1,
  millisecond: 1000,
  second: US_A_SECOND,
  minute: 60 * US_A_SECOND,
  hour: HOUR * US_A_SECOND,
};

/** Years in the longer parts. */
const YEARS: Readonly<Record<string, number>> = {
  year: 1,
  decade: 10,
  century: 100,
  millennium: 1000,
};

const SYNONYMS: Readonly<Record<string, string>> = {
  ...{ us: "microsecond", usec: "microsecond", usecs: "microsecond", usecond: "microsecond" },
  ...{ ms: "millisecond", msec: "millisecond", msecs: "millisecond", s: "second", sec: "second" },
  ...{ secs: "second", m: "minute", min: "minute", mins: "minute", h: "hour", hr: "hour" },
  ...{ hrs: "hour", d: "day", w: "week", mon: "month", mons: "month", y: "year", yr: "year" },
  ...{ yrs: "year", dec: "decade", decs: "decade", c: "century", cent: "century" },
  ...{ centuries: "century", mil: "millennium", mils: "millennium", millennia: "millennium" },
  ...{ millenia: "millennium", weekday: "day" },
};

/**
 * The beginning of the part of time that a moment lies in, in local time; both in microseconds
 * since 1970.
 * @throws {Error} for a part that is none
 */
export function truncated(us: number, part: string, zone: TimeZone): number {
  const name = partNamed(part);
  const seconds = Math.floor(us / US_A_SECOND);
  const offset = zone.offsetAtUtc(seconds);
  const short = SHORT_US[name];
  if (short !== undefined) {
    const local = us + offset * US_A_SECOND;
    return Math.floor(local / short) * short - offset * US_A_SECOND;
  }
  const day = Math.floor((seconds + offset) / DAY);
  return momentOf(zone, firstDay(day, name) * DAY) * US_A_SECOND;
}

function partNamed(part: string): string {
  const lower = part.toLowerCase();
  const name = SYNONYMS[lower] ?? lower.replace(/s$/, "");
  if (name in SHORT_US || name in YEARS || /^(?:day|week|month|quarter|isoyear)$/.test(name)) {
    return name;
  }
  throw new Error(`${JSON.stringify(part)} is no part of a time such as hour, day or month`);
}

function firstDay(day: number, part: string): number {
  if (part === "day") return day;
  if (part === "week") return monday(day);
  const date = new Date(day * DAY * 1000);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (part === "month") return dayOf(year, month);
  if (part === "quarter") return dayOf(year, month - month % 3);
  if (part === "isoyear") {
    // The year of the week's Thursday begins with the week of January 4.
    const thursday = new Date((monday(day) + 3) * DAY * 1000);
    return monday(dayOf(thursday.getUTCFullYear(), 0) + 3);
  }
  const years = YEARS[part]!;
  return dayOf(Math.floor(year / years) * years, 0);
}

function monday(day: number): number {
  return day - (((day + DAYS_TO_MONDAY) % 7) + 7) % 7;
}

/** The day, counted from 1970, on which a month begins; it may lie in another year. */
export function dayOf(year: number, month: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, 1);
  return date.getTime() / 1000 / DAY;
}
