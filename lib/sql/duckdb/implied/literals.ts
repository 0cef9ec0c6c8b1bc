import type { Interval } from "./monotone.ts";

const MOMENT = /^(\d{4})-(\d\d)-(\d\d)(?: (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?)?$/;

/** Microseconds of a DATE or TIMESTAMP as the engine prints it; null for infinity and years that are no four digits. */
export function momentUs(text: string): bigint | null {
  const match = MOMENT.exec(text);
  if (!match) return null;
  const [year, month, day, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map((field) =>
    Number(field ?? 0)
  );
  const date = new Date(0);
  date.setUTCFullYear(year!, month! - 1, day!);
  date.setUTCHours(hour, minute, second);
  return BigInt(date.getTime()) * 1000n + BigInt((match[7] ?? "").padEnd(6, "0"));
}

const CLOCK = /^(-?)(\d+):(\d\d):(\d\d)(?:\.(\d{1,6}))?$/;
const UNITS: Readonly<Record<string, (count: number) => Interval>> = {
  year: (count) => ({ months: 12 * count, us: 0n }),
  month: (count) => ({ months: count, us: 0n }),
  day: (count) => ({ months: 0, us: 86_400_000_000n * BigInt(count) }),
};

/** An INTERVAL as the engine prints it: `1 year 2 months 3 days 04:05:06.5`; null for anything else. */
export function parseInterval(text: string): Interval | null {
  let [months, us] = [0, 0n];
  const words = text.split(" ");
  for (let i = 0; i < words.length; i++) {
    const clock = CLOCK.exec(words[i]!);
    if (clock) {
      const [hours, minutes, seconds] = clock.slice(2, 5).map(Number);
      const fraction = BigInt((clock[5] ?? "").padEnd(6, "0"));
      const time = BigInt(hours! * 3600 + minutes! * 60 + seconds!) * 1_000_000n + fraction;
      us += clock[1] === "-" ? -time : time;
      continue;
    }
    const unit = UNITS[words[i + 1]?.replace(/s$/, "") ?? ""];
    if (!/^-?\d+$/.test(words[i]!) || !unit) return null;
    const added = unit(Number(words[i++]));
    months += added.months;
    us += added.us;
  }
  return { months, us };
}
