import type { TimeZone } from "../../../base/mod.ts";
import type { IntervalValue } from "../../calls/mod.ts";
import { dayOf } from "./truncate.ts";
import { momentOf, US_A_SECOND } from "./zones.ts";

const DAY = 86_400;
/** 2000-01-03, a Monday, where buckets of days, weeks and less begin. */
const ORIGIN_DAY = 10_959;
/** 2000-01, where those of months begin, as months since year 0. */
const ORIGIN_MONTH = 24_000;

/**
 * The beginning of the bucket of `width` that a moment lies in, in microseconds since 1970. Buckets
 * of days and of months begin at midnight in `zone`; shorter ones are as long as they say, also
 * where clocks are changed.
 * @throws {Error} for a width that is neither of months, of days, nor of less, or not positive
 */
export function bucketStart(us: number, width: IntervalValue, zone: TimeZone): number {
  const { months, days } = width;
  const widthUs = Number(width.us);
  if ([months, days, widthUs].filter((part) => part !== 0).length !== 1) {
    throw new Error(
      "a bucket is of months, of days, or of hours and less, not of several of these",
    );
  }
  if (months < 0 || days < 0 || widthUs < 0) {
    throw new Error("the width of a bucket must be greater than 0");
  }
  if (widthUs > 0) {
    const origin = momentOf(zone, ORIGIN_DAY * DAY) * US_A_SECOND;
    return origin + Math.floor((us - origin) / widthUs) * widthUs;
  }
  const seconds = Math.floor(us / US_A_SECOND);
  const day = Math.floor((seconds + zone.offsetAtUtc(seconds)) / DAY);
  const first = days > 0
    ? ORIGIN_DAY + Math.floor((day - ORIGIN_DAY) / days) * days
    : monthsBucket(day, months);
  return momentOf(zone, first * DAY) * US_A_SECOND;
}

function monthsBucket(day: number, months: number): number {
  const date = new Date(day * DAY * 1000);
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
  return dayOf(0, ORIGIN_MONTH + Math.floor((month - ORIGIN_MONTH) / months) * months);
}
