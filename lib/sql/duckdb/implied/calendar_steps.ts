/** The least value of a step function at or after a time, microseconds; null where that is not known. */
export type StepAtOrAfter = (us: bigint) => bigint | null;

const SECOND = 1_000_000n;
const DAY = 86_400n * SECOND;
/** Beyond these days (of the years 0001 and 9999) calendars are not computed with. */
const [FIRST_US, LAST_US] = [-719_162n * DAY, 2_932_896n * DAY];
/** The first Monday of 2000, from which `time_bucket` counts; its months are counted from that of 2000-01-01. */
const MONDAY_US = 946_857_600n * SECOND;
const MONTHS_OF_2000 = 30 * 12;

/** Units of `date_trunc` that have one length, and where one of them begins. */
const EVEN_UNITS: readonly (readonly [names: string, lengthUs: bigint])[] = [
  ["microsecond microseconds us usec usecs", 1n],
  ["millisecond milliseconds ms msec msecs", 1000n],
  ["second seconds sec secs s", SECOND],
  ["minute minutes min mins m", 60n * SECOND],
  ["hour hours hr hrs h", 3600n * SECOND],
  ["day days d dayofmonth", DAY],
  ["week weeks w weekofyear", 7n * DAY],
];
const MONTH_UNITS: readonly (readonly [names: string, months: number])[] = [
  ["month months mon mons", 1],
  ["quarter quarters", 3],
  ["year years yr yrs y", 12],
];

/** What `date_trunc(unit, …)` steps by; undefined for a unit that isn't known here. */
export function truncation(unit: string): StepAtOrAfter | undefined {
  const named = (names: string) => names.split(" ").includes(unit.toLowerCase());
  const even = EVEN_UNITS.find(([names]) => named(names));
  if (even) return evenSteps(even[1], MONDAY_US);
  const months = MONTH_UNITS.find(([names]) => named(names));
  return months && monthSteps(months[1], MONTHS_OF_2000);
}

/** Steps of one length, counted from `originUs`. */
export function evenSteps(lengthUs: bigint, originUs: bigint = MONDAY_US): StepAtOrAfter {
  return (us) => originUs - floorDivide(originUs - us, lengthUs) * lengthUs;
}

/** Steps of so many months, counted from a month since 1970. */
export function monthSteps(months: number, origin: number = MONTHS_OF_2000): StepAtOrAfter {
  return (us) => {
    const month = monthOf(us);
    if (month === null) return null;
    const isStart = monthStart(month) === us;
    const least = isStart ? month : month + 1;
    return monthStart(origin + Math.ceil((least - origin) / months) * months);
  };
}

/** Months since 1970 of the month that holds `us`; null beyond the calendar. */
export function monthOf(us: bigint): number | null {
  if (us < FIRST_US || us > LAST_US) return null;
  const date = new Date(Number(floorDivide(us, 1000n)));
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}

/** The first moment of a month, by months since 1970. */
export function monthStart(month: number): bigint {
  const date = new Date(0);
  date.setUTCFullYear(1970, month, 1);
  return BigInt(date.getTime()) * 1000n;
}

/** `us` with so many months added, the day as it is or the month's last; null beyond the calendar. */
export function addMonths(us: bigint, months: number): bigint | null {
  const month = monthOf(us);
  if (month === null) return null;
  const start = monthStart(month + months);
  const rest = us - monthStart(month);
  const length = monthStart(month + months + 1) - start;
  const day = rest / DAY;
  const days = length / DAY;
  return start + (day < days ? day : days - 1n) * DAY + rest % DAY;
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}
