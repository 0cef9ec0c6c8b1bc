import { PondError } from "./errors.ts";
import { suggest } from "./suggest.ts";

/**
 * The local time of a place. Times are whole seconds since 1970-01-01T00:00:00, of UTC or as a
 * local clock shows them.
 */
export interface TimeZone {
  readonly name: string;
  /** Seconds by which local time is ahead of UTC at a moment. */
  offsetAtUtc(utcSeconds: number): number;
  /**
   * The moment at which local clocks show `localSeconds`. A time that clocks pass over (a gap) is
   * read with the offset before it, so it moves forward by the gap's length. Of one that they show
   * twice (an overlap) the earlier moment is meant, as RFC 5545 (3.3.5) and Temporal's `compatible`
   * have it, unless `overlap` says otherwise.
   */
  utcOfLocal(localSeconds: number, overlap?: "earlier" | "later"): number;
}

const DAY = 86_400;
/** Clocks of one place are not changed twice within so many days. */
const PROBE_DAYS = 4;
/** Before this every place kept its own mean time. */
const FIRST_YEAR = 1800;

const known = new Map<string, TimeZone>();

/**
 * The zone called `name`, an IANA name in any case (`Europe/Vienna`, `UTC`). Its transitions are
 * asked of the runtime once for each year that is needed.
 * @throws {PondError} `invalid-input` for a name that the runtime doesn't know
 */
export function timeZone(name: string): TimeZone {
  const zone = known.get(name) ?? new IntlZone(name);
  known.set(name, zone);
  return zone;
}

/** From `start` on, up to `end`, clocks are `offset` ahead. */
interface Period {
  readonly start: number;
  readonly end: number;
  readonly offset: number;
}

class IntlZone implements TimeZone {
  readonly name: string;
  readonly #format: Intl.DateTimeFormat;
  readonly #years = new Map<number, readonly Period[]>();
  /** The period that was asked for last: the next moment is mostly in it too. */
  #last: Period = { start: 0, end: 0, offset: 0 };

  constructor(name: string) {
    this.name = name;
    try {
      this.#format = new Intl.DateTimeFormat("en-US", {
        timeZone: name,
        calendar: "iso8601",
        hourCycle: "h23",
        year: "numeric",
        month: "numeric",
        day: "numeric",
        hour: "numeric",
        minute: "numeric",
        second: "numeric",
      });
    } catch (cause) {
      throw unknownZone(name, cause);
    }
  }

  offsetAtUtc(utcSeconds: number): number {
    return this.#periodAt(utcSeconds).offset;
  }

  utcOfLocal(localSeconds: number, overlap: "earlier" | "later" = "earlier"): number {
    const { start, end, offset } = this.#last;
    const likely = localSeconds - offset;
    if (likely >= start + DAY && likely < end - DAY) return likely;
    const before = this.offsetAtUtc(localSeconds - DAY);
    const after = this.offsetAtUtc(localSeconds + DAY);
    if (before === after) return localSeconds - before;
    // The larger offset gives the earlier moment.
    const [larger, smaller] = before > after ? [before, after] : [after, before];
    const [first, second] = overlap === "earlier" ? [larger, smaller] : [smaller, larger];
    if (this.offsetAtUtc(localSeconds - first) === first) return localSeconds - first;
    if (this.offsetAtUtc(localSeconds - second) === second) return localSeconds - second;
    return localSeconds - before;
  }

  #periodAt(seconds: number): Period {
    if (seconds >= this.#last.start && seconds < this.#last.end) return this.#last;
    const year = Math.max(FIRST_YEAR, new Date(seconds * 1000).getUTCFullYear());
    const periods = this.#years.get(year) ?? this.#periodsOf(year);
    this.#years.set(year, periods);
    const found = periods.find(({ end }) => seconds < end) ?? periods.at(-1)!;
    this.#last = found;
    return found;
  }

  #periodsOf(year: number): Period[] {
    const end = Date.UTC(year + 1, 0) / 1000;
    // What lies before the first year is like its beginning.
    let start = Date.UTC(year, 0) / 1000;
    const periods: Period[] = [];
    let offset = this.#offsetAt(start);
    if (year === FIRST_YEAR) periods.push({ start: -Infinity, end: start, offset });
    for (let at = start; at < end;) {
      const next = Math.min(end, at + PROBE_DAYS * DAY);
      const nextOffset = this.#offsetAt(next);
      if (nextOffset !== offset) {
        const change = this.#changeBetween(at, next, offset);
        periods.push({ start, end: change, offset });
        [start, offset] = [change, this.#offsetAt(change)];
        at = change;
      } else at = next;
    }
    if (start < end) periods.push({ start, end, offset });
    return periods;
  }

  /** The first second after `low`, up to `high`, at which the offset isn't `offset` any more. */
  #changeBetween(low: number, high: number, offset: number): number {
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.#offsetAt(middle) === offset) low = middle;
      else high = middle;
    }
    return high;
  }

  #offsetAt(utcSeconds: number): number {
    const parts: Record<string, number> = {};
    for (const { type, value } of this.#format.formatToParts(utcSeconds * 1000)) {
      parts[type] = Number(value);
    }
    const { year, month, day, hour, minute, second } = parts;
    const local = Date.UTC(year!, month! - 1, day, hour, minute, second);
    return local / 1000 - utcSeconds;
  }
}

function unknownZone(name: string, cause: unknown): PondError {
  const near = suggest(name, Intl.supportedValuesOf("timeZone"));
  return new PondError("invalid-input", `there is no time zone ${JSON.stringify(name)}`, {
    hint: near ? `did you mean ${near}?` : "write an IANA name such as Europe/Vienna",
    cause,
  });
}
