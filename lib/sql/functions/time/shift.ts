import type { Batch, Input, IntervalValue, Output } from "../../calls/mod.ts";

const US_A_MS = 1000n;
const DAY_US = 86_400_000_000n;
const INFINITE = 9_223_372_036_854_775_807n;

/**
 * A moment and so much time, in UTC: months first, to the last day of a month if the day isn't
 * there.
 */
function shifted(us: bigint, { months, days, us: rest }: IntervalValue): bigint {
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

/** Which argument of a batch is the moment, which the interval, and whether it is taken away. */
interface ShiftArguments {
  readonly moment: number;
  readonly interval: number;
  readonly less?: boolean;
}

/** Moments and so much time each, or less it: what `+` and `-` of the two are. */
export function shiftBatch(
  batch: Batch,
  out: Output,
  { moment, interval, less = false }: ShiftArguments,
): void {
  const [moments, intervals] = [batch.args[moment]!, batch.args[interval]!];
  for (let row = 0; row < batch.rows; row++) {
    if (!batch.isLive(row)) continue;
    const time = intervals.value(row) as unknown as IntervalValue;
    const { months, days, us } = time;
    const change = less ? { months: -months, days: -days, us: -us } : time;
    out.set(row, shifted(moments.value(row) as bigint, change));
  }
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
