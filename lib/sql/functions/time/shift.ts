import type { Input, IntervalValue, Output } from "../../calls/mod.ts";

const US_A_MS = 1000n;
const DAY_US = 86_400_000_000n;
const INFINITE = 9_223_372_036_854_775_807n;

/**
 * A moment and so much time, in UTC: months first, to the last day of a month if the day isn't
 * there.
 */
export function shifted(us: bigint, { months, days, us: rest }: IntervalValue): bigint {
  if (us >= INFINITE || us <= -INFINITE) return us;
  let moved = us;
  if (months !== 0) {
    const ofDay = ((us % DAY_US) + DAY_US) % DAY_US;
    const date = new Date(Number((us - ofDay) / US_A_MS));
    const day = date.getUTCDate();
    date.setUTCDate(1);
    date.setUTCMonth(date.getUTCMonth() + months);
    const last = new Date(date.getTime());
    last.setUTCMonth(last.getUTCMonth() + 1, 0);
    date.setUTCDate(Math.min(day, last.getUTCDate()));
    moved = BigInt(date.getTime()) * US_A_MS + ofDay;
  }
  return moved + BigInt(days) * DAY_US + rest;
}

/** The time between two moments, in days and what is left. */
export function between(us: bigint, earlier: bigint): IntervalValue {
  const total = us - earlier;
  return { months: 0, days: Number(total / DAY_US), us: total % DAY_US };
}

/** The day in UTC of a moment. */
export function dayOfMoment(input: Input, out: Output): (row: number) => void {
  return (row) => {
    const us = input.value(row) as bigint;
    if (us >= INFINITE || us <= -INFINITE) throw new Error("an infinite time has no day");
    out.set(row, (us - ((us % DAY_US) + DAY_US) % DAY_US) / DAY_US);
  };
}
