import { type Moment, type TimeForm, timeForm, type TimeZone, timeZone } from "../base/mod.ts";
import { type Column, type CsvOptions, ISO_TIMES } from "../table/mod.ts";
import { fits, isBlank, type Kind, kindOf, kindOfNumber } from "./kinds.ts";
import { NumberText } from "./number_text.ts";
import { formatOfColumn, formatOfKind, type ValueFormat, type ValueReader } from "./readers.ts";
import { readDate, readMoment, readTime, storeTime } from "./times.ts";
import { readBoolean, storeSafeInt } from "./values.ts";

/** How the values of a column are written. */
export interface ValueSyntax {
  /** The narrowest kind of the text at `start` … `end`. */
  kindOf(bytes: Uint8Array, start: number, end: number): Kind;
  /**
   * A quick yes for the usual value of a kind; a no only means that {@linkcode kindOf} has to look.
   */
  fits(kind: Kind, bytes: Uint8Array, start: number, end: number): boolean;
  formatOfKind(kind: Kind): ValueFormat;
  /** @throws {PondError} `invalid-config` for a type that text isn't read as */
  formatOfColumn(column: Column): ValueFormat;
}

/** Numbers with a point and ISO 8601 times, in UTC where they have no offset. */
const PLAIN_SYNTAX: ValueSyntax = {
  kindOf,
  // Positional as the readers it calls: once for each value.
  fits,
  formatOfKind,
  formatOfColumn,
};

type SyntaxOptions = Pick<CsvOptions, "decimal" | "thousands" | "time_format" | "timezone">;

/**
 * How values are written by `options`.
 * @param numericTimes whether integers that have one of the time forms are times
 * @throws {PondError} `invalid-config` for a form that is none, `invalid-input` for an unknown zone
 */
export function valueSyntax(
  options: SyntaxOptions,
  { numericTimes }: { readonly numericTimes: boolean },
): ValueSyntax {
  const { decimal, thousands, time_format, timezone } = options;
  const plainNumbers = decimal === "." && thousands === "";
  const isUtc = /^(utc|etc\/utc|gmt)$/i.test(timezone) || timezone === "";
  if (plainNumbers && time_format.length === 0 && isUtc) return PLAIN_SYNTAX;
  const numbers = plainNumbers ? null : new NumberText(decimal, thousands);
  const times = new TimeText(time_format, isUtc ? null : timeZone(timezone));
  return new CustomSyntax(numbers, times, numericTimes);
}

const DATE_AND_TIME: ReadonlySet<string> = new Set(["date", "time", "timestamp"]);
const NO_NUMBERS: ReadonlySet<string> = new Set(["boolean", "string", "binary"]);

class CustomSyntax implements ValueSyntax {
  constructor(
    readonly numbers: NumberText | null,
    readonly times: TimeText,
    readonly numericTimes: boolean,
  ) {}

  kindOf(bytes: Uint8Array, start: number, end: number): Kind {
    if (readBoolean(bytes, start, end) >= 0) return "boolean";
    let [from, to] = [start, end];
    while (from < to && isBlank(bytes[from]!)) from++;
    while (from < to && isBlank(bytes[to - 1]!)) to--;
    if (from === to) return "string";
    const time = this.times.kindOf(bytes, from, to);
    if (time && (this.numericTimes || !time.isNumeric)) return time.kind;
    const number = this.numbers
      ? this.numbers.with(bytes, from, to, kindOfNumber)
      : kindOfNumber(bytes, from, to);
    return number ?? time?.kind ?? "string";
  }

  fits(kind: Kind, bytes: Uint8Array, start: number, end: number): boolean {
    return this.kindOf(bytes, start, end) === kind;
  }

  formatOfKind(kind: Kind): ValueFormat {
    return this.#adapted(formatOfKind(kind));
  }

  formatOfColumn(column: Column): ValueFormat {
    return this.#adapted(formatOfColumn(column));
  }

  #adapted(format: ValueFormat): ValueFormat {
    const { type, fixed } = format;
    if (!fixed || NO_NUMBERS.has(type.is)) return format;
    if (DATE_AND_TIME.has(type.is)) {
      return { type, fixed: { ...fixed, read: this.times.reader(type.is as "date") } };
    }
    const { numbers } = this;
    if (!numbers) return format;
    const read = fixed.read as LooseReader;
    const adapted: LooseReader = (bytes, start, end, store, index) =>
      numbers.with(bytes, start, end, (text, from, to) => read(text, from, to, store, index)) ??
        false;
    return { type, fixed: { ...fixed, read: adapted as ValueReader } };
  }
}

type LooseReader = (
  bytes: Uint8Array,
  start: number,
  end: number,
  store: unknown,
  index: number,
) => boolean;

/** What a time was read as. */
interface FoundTime {
  readonly kind: "date" | "time" | "timestamp";
  readonly isNumeric: boolean;
}

const ISO: Readonly<Record<FoundTime["kind"], FoundTime>> = {
  date: { kind: "date", isNumeric: false },
  time: { kind: "time", isNumeric: false },
  timestamp: { kind: "timestamp", isNumeric: false },
};
const words = new Int32Array(4);

/** Times by some forms, and in the time of a zone. */
class TimeText {
  readonly #forms: readonly TimeForm[];
  readonly #iso: boolean;
  readonly #zone: TimeZone | null;
  readonly #moment: Moment = { seconds: 0, us: 0, hasOffset: false };

  constructor(forms: readonly string[], zone: TimeZone | null) {
    this.#forms = forms.filter((form) => form !== ISO_TIMES).map(timeForm);
    this.#iso = this.#forms.length === 0 || forms.includes(ISO_TIMES);
    this.#zone = zone;
  }

  kindOf(bytes: Uint8Array, start: number, end: number): FoundTime | null {
    for (const form of this.#forms) if (form.read(bytes, start, end, this.#moment)) return form;
    if (!this.#iso) return null;
    if (readDate(bytes, start, end, words, 0)) return ISO.date;
    if (readMoment(bytes, start, end, this.#moment)) return ISO.timestamp;
    return readTime(bytes, start, end, words, 0) ? ISO.time : null;
  }

  reader(type: FoundTime["kind"]): ValueReader {
    const read = (bytes: Uint8Array, start: number, end: number, into: Int32Array, index: number) =>
      this.#read(type, { bytes, start, end }, into, index);
    return read as LooseReader as ValueReader;
  }

  #read(
    type: FoundTime["kind"],
    { bytes, start, end }: { bytes: Uint8Array; start: number; end: number },
    into: Int32Array,
    index: number,
  ): boolean {
    let [from, to] = [start, end];
    while (from < to && isBlank(bytes[from]!)) from++;
    while (from < to && isBlank(bytes[to - 1]!)) to--;
    const found = this.kindOf(bytes, from, to);
    if (!found) return false;
    const moment = this.#moment;
    switch (type) {
      case "date":
        if (found.kind !== "date") return false;
        if (found === ISO.date) return readDate(bytes, from, to, into, index);
        into[index] = moment.seconds / 86_400;
        return true;
      case "time":
        if (found.kind !== "time") return false;
        if (found === ISO.time) return readTime(bytes, from, to, into, index);
        storeSafeInt(into, index, moment.seconds * 1_000_000 + moment.us);
        return true;
      case "timestamp": {
        if (found.kind === "time") return false;
        if (found === ISO.date) readMoment(bytes, from, to, moment);
        const { seconds, us, hasOffset } = moment;
        const utc = hasOffset || !this.#zone ? seconds : this.#zone.utcOfLocal(seconds);
        return storeTime(into, index, utc, us);
      }
    }
  }
}
