import { daysInMonth, daysSinceEpoch } from "../base/mod.ts";

/**
 * As SQL casts text to TIMESTAMP: a date, and behind `T` or blanks a time; with seconds a zone or
 * blanks may follow.
 */
const TIME_TEXT =
  /^\s*(\d{1,6})([-/])(\d{1,2})\2(\d{1,2})(?:(?:T|\s+)(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d*))?(?:Z|\s+[Uu][Tt][Cc]|([+-])(\d{2})(?::?(\d{2}))?)?\s*)?)?$/;
/** The last year that a TIMESTAMP in microseconds holds whole. */
const MAX_YEAR = 294_246;

/**
 * Microseconds UTC of a text that SQL casts to TIMESTAMP, where it is a time that is written out;
 * null for any other text. Digits past the microsecond are cut.
 */
export function parseTimeText(text: string): bigint | null {
  const match = TIME_TEXT.exec(text);
  if (!match) return null;
  const part = (index: number) => Number(match[index] ?? 0);
  const [year, month, day] = [part(1), part(3), part(4)];
  if (year > MAX_YEAR || month < 1 || month > 12 || day < 1) return null;
  if (day > daysInMonth(year, month)) return null;
  const [hour, minute, second] = [part(5), part(6), part(7)];
  const fraction = (match[8] ?? "").padEnd(6, "0").slice(0, 6);
  if (minute > 59 || second > 59 || hour > 24) return null;
  const timeOfDay = (hour * 60 + minute) * 60 + second;
  // The end of a day can be said, nothing after it.
  if (hour === 24 && (timeOfDay > 86_400 || Number(fraction) > 0)) return null;
  const offset = (match[9] === "-" ? -60 : 60) * (part(10) * 60 + part(11));
  const seconds = daysSinceEpoch(year, month, day) * 86_400 + timeOfDay - offset;
  return BigInt(seconds) * 1_000_000n + BigInt(fraction);
}
