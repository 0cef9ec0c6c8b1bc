import type { TimeRange } from "../../../table/mod.ts";
import {
  addMonths,
  evenSteps,
  monthOf,
  monthStart,
  monthSteps,
  type StepAtOrAfter,
  truncation,
} from "./calendar_steps.ts";

/** Where a time has to lie, so that a function of it lies in `range`, or at least outside of where it needn't be looked for. */
export type Preimage = (range: TimeRange) => TimeRange;

/** What SQL's INTERVAL adds: months, then microseconds. */
export interface Interval {
  readonly months: number;
  readonly us: bigint;
}

const DAY = 86_400_000_000n;
/** A month's last days fall on one when months are added, so that times change places within days. */
const MONTH_SLACK_US = 8n * DAY;

/** Of a function that doesn't change its argument. */
export const same: Preimage = (range) => range;

/** Of `date_trunc(unit, …)`. */
export function ofTruncation(unit: string): Preimage | undefined {
  const step = truncation(unit);
  return step && ofSteps(step);
}

/** Of a cast to DATE. */
export const ofDate: Preimage = ofSteps(evenSteps(DAY));

/** Of a cast to microseconds, which may round. */
export const ofRounding: Preimage = ({ startUs, endUs }) => ({
  startUs: startUs === null ? null : startUs - 1n,
  endUs: endUs === null ? null : endUs + 1n,
});

/** Of `time_bucket(width, …)`, with an origin or none; undefined for a width that it doesn't take. */
export function ofBucket(
  { months, us }: Interval,
  originUs?: bigint,
): Preimage | undefined {
  if (months === 0) return us > 0n ? ofSteps(evenSteps(us, originUs)) : undefined;
  if (us !== 0n || months < 0) return undefined;
  const origin = originUs === undefined ? undefined : monthOf(originUs);
  return origin === null ? undefined : ofSteps(monthSteps(months, origin));
}

/** Of adding `interval`. */
export function ofAdding({ months, us }: Interval): Preimage {
  const back = (time: bigint | null, slack: bigint) => {
    if (time === null) return null;
    if (months === 0) return time - us;
    const moved = addMonths(time - us, -months);
    return moved === null ? null : moved + slack;
  };
  return ({ startUs, endUs }) => ({
    startUs: back(startUs, -MONTH_SLACK_US),
    endUs: back(endUs, MONTH_SLACK_US),
  });
}

/** What must lie where `inner` says, after `outer` has. */
export function composed(outer: Preimage, inner: Preimage): Preimage {
  return (range) => inner(outer(range));
}

/** Of `year(…)`: years as if they were microseconds. */
export const ofYear: Preimage = ({ startUs, endUs }) => {
  const begin = (year: bigint | null) =>
    year === null || year < 1n || year > 9999n ? null : monthStart((Number(year) - 1970) * 12);
  return { startUs: begin(startUs), endUs: begin(endUs) };
};

/** A value is the last step at or before a time: it reaches a bound when the time reaches the next step. */
function ofSteps(atOrAfter: StepAtOrAfter): Preimage {
  return ({ startUs, endUs }) => ({
    startUs: startUs === null ? null : atOrAfter(startUs),
    endUs: endUs === null ? null : atOrAfter(endUs),
  });
}
