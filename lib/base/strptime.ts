import { PondError } from "./errors.ts";
import {
  blanks,
  exactly,
  type Fields,
  NO_OFFSET,
  NONE,
  type Step,
  STEPS,
} from "./strptime_steps.ts";
import { daysInMonth, daysSinceEpoch, type Moment } from "./calendar.ts";

/** A form of dates and times, as strptime(3) writes it. */
export interface TimeForm {
  /** As it was given: `%d.%m.%Y %H:%M`. */
  readonly text: string;
  /** What it reads: a date without a time of day, a time without a date, or both. */
  readonly kind: "date" | "time" | "timestamp";
  /** Whether plain integers have this form too (`%Y%m%d`, `%s`). */
  readonly isNumeric: boolean;
  /** Reads the text at `start` … `end`, all of it; false: it has another form. */
  read(bytes: Uint8Array, start: number, end: number, into: Moment): boolean;
}

const ZERO = 48;
const DAY = 86_400;

/** Forms that stand for others. */
const SHORTHANDS: Readonly<Record<string, string>> = {
  F: "%Y-%m-%d",
  T: "%H:%M:%S",
  D: "%m/%d/%y",
  R: "%H:%M",
};

/** Units since 1970 as integers, for which strptime has no letter. */
const EPOCHS: Readonly<Record<string, number>> = {
  epoch_s: 1,
  epoch_ms: 1e3,
  epoch_us: 1e6,
  epoch_ns: 1e9,
};

/** Letters that mean the same as others. */
const ALIASES: Readonly<Record<string, string>> = { h: "b", B: "b", A: "a", k: "H", l: "I" };
const DATE_LETTERS = /%(?:-?[YymdejbBhs])/;
const TIME_LETTERS = /%(?:-?[HIMSfskl])/;

/**
 * The form that `text` writes: the letters of strptime(3) that Python and DuckDB know too, and `%s`
 * and `epoch_s`, `epoch_ms`, `epoch_us`, `epoch_ns` for integers since 1970.
 * @throws {PondError} `invalid-config` for a letter that isn't one, and a form without a date or
 *   time
 */
export function timeForm(text: string): TimeForm {
  if (Object.hasOwn(EPOCHS, text)) return epochForm(text, EPOCHS[text]!);
  const spelled = text.replace(/%([FTDR])/g, (_, letter) => SHORTHANDS[letter]!);
  const steps = stepsOf(spelled, text);
  const [hasDate, hasTime] = [DATE_LETTERS.test(spelled), TIME_LETTERS.test(spelled)];
  if (!hasDate && !hasTime) throw wrong(text, "it has neither date nor time");
  const fields = newFields();
  return {
    text,
    kind: hasDate ? (hasTime ? "timestamp" : "date") : "time",
    isNumeric: /^(?:%-?[YymdejHIMSfskl])+$/.test(spelled),
    read(bytes, start, end, into) {
      reset(fields, start);
      for (const step of steps) if (!step(bytes, end, fields)) return false;
      return fields.at === end && resolve(fields, into);
    },
  };
}

function stepsOf(spelled: string, text: string): Step[] {
  const steps: Step[] = [];
  for (let at = 0; at < spelled.length;) {
    const match = /^(?:%-?([A-Za-z%])|(\s+)|([^%\s]+))/.exec(spelled.slice(at));
    if (!match) throw wrong(text, "a letter has to follow %");
    const [whole, letter, run, literal] = match;
    if (letter !== undefined) {
      const step = letter === "%" ? exactly("%") : STEPS[ALIASES[letter] ?? letter];
      if (!step) throw wrong(text, `%${letter} is not known`);
      steps.push(step);
    } else steps.push(run === undefined ? exactly(literal!) : blanks);
    at += whole.length;
  }
  return steps;
}

function newFields(): Fields {
  const fields = {} as Fields;
  reset(fields, 0);
  return fields;
}

function reset(fields: Fields, at: number): void {
  fields.at = at;
  fields.year =
    fields.month =
    fields.day =
    fields.dayOfYear =
      NONE;
  fields.hour =
    fields.minute =
    fields.second =
    fields.us =
      0;
  fields.isAfternoon = NONE;
  fields.offset = NO_OFFSET;
  fields.epoch = NaN;
}

/** The moment that `fields` give; false for a day that there isn't. */
function resolve(fields: Fields, into: Moment): boolean {
  if (!Number.isNaN(fields.epoch)) {
    into.seconds = fields.epoch;
    into.us = fields.us;
    into.hasOffset = true;
    return true;
  }
  const days = daysOf(fields);
  if (Number.isNaN(days)) return false;
  let { hour } = fields;
  if (fields.isAfternoon >= 0) {
    if (hour < 1 || hour > 12) return false;
    hour = hour % 12 + 12 * fields.isAfternoon;
  }
  // ISO 8601 calls the end of a day 24:00.
  if (hour === 24 && fields.minute + fields.second + fields.us > 0) return false;
  const offset = fields.offset === NO_OFFSET ? 0 : fields.offset;
  into.seconds = days * DAY + hour * 3600 + fields.minute * 60 + fields.second - offset;
  into.us = fields.us;
  into.hasOffset = fields.offset !== NO_OFFSET;
  return true;
}

/** Days since 1970, or NaN; a form without a year is a time of day. */
function daysOf({ year, month, day, dayOfYear }: Fields): number {
  if (dayOfYear !== NONE && year !== NONE) {
    const last = daysSinceEpoch(year + 1, 1, 1) - daysSinceEpoch(year, 1, 1);
    return dayOfYear > last ? NaN : daysSinceEpoch(year, 1, 1) + dayOfYear - 1;
  }
  if (year === NONE && month === NONE && day === NONE) return 0;
  const [y, m, d] = [year, month, day].map((value, i) =>
    value === NONE ? (i === 0 ? 1900 : 1) : value
  ) as [number, number, number];
  return d > daysInMonth(y, m) ? NaN : daysSinceEpoch(y, m, d);
}

function epochForm(text: string, perSecond: number): TimeForm {
  return {
    text,
    kind: "timestamp",
    isNumeric: true,
    read(bytes, start, end, into) {
      const negative = bytes[start] === 45;
      const first = negative ? start + 1 : start;
      if (end - first < 1 || end - first > 19) return false;
      let count = 0n;
      for (let at = first; at < end; at++) {
        const digit = bytes[at]! - ZERO;
        if (digit < 0 || digit > 9) return false;
        count = count * 10n + BigInt(digit);
      }
      const us = (negative ? -count : count) * 1_000_000n;
      const per = BigInt(perSecond);
      // Cut like every digit past the microsecond: towards the past.
      const whole = us >= 0n || us % per === 0n ? us / per : us / per - 1n;
      const rest = ((whole % 1_000_000n) + 1_000_000n) % 1_000_000n;
      into.us = Number(rest);
      into.seconds = Number((whole - rest) / 1_000_000n);
      into.hasOffset = true;
      return true;
    },
  };
}

function wrong(text: string, why: string): PondError {
  return new PondError(
    "invalid-config",
    `cannot read times as ${JSON.stringify(text)}: ${why}`,
    {
      hint: "write it as strptime has it, %d.%m.%Y %H:%M:%S for instance, or epoch_s, epoch_ms, " +
        "epoch_us, epoch_ns",
    },
  );
}
