import { isPondError, type TimeZone, timeZone } from "../../../base/mod.ts";
import type { Input, Output } from "../../calls/mod.ts";

export const US_A_SECOND = 1_000_000;
const INFINITE = 9_223_372_036_854_775_807n;

/** The zones that a column names; that of a constant is looked up once. */
export class Zones {
  #last = -1;
  #zone: TimeZone | null = null;

  /** @param input null: UTC */
  constructor(readonly input: Input | null) {}

  /** @throws {Error} for a name that is no zone */
  at(row: number): TimeZone {
    if (this.#zone && (!this.input || this.input.isSame(row, this.#last))) return this.#zone;
    this.#last = row;
    return this.#zone = zoneNamed(this.input?.text(row) ?? "UTC");
  }
}

/**
 * Puts the time of `row`, in microseconds, with what `change` makes of whole seconds and the rest.
 */
export function putShifted(
  { times, out, row }: { readonly times: Input; readonly out: Output; readonly row: number },
  shift: (seconds: number) => number,
): void {
  const us = times.number(row);
  if (Number.isSafeInteger(us)) {
    return out.setNumber(row, us + US_A_SECOND * shift(Math.floor(us / US_A_SECOND)));
  }
  // Before 1685 and after 2255; or one of the two infinities.
  const exact = times.value(row) as bigint;
  if (exact >= INFINITE || exact <= -INFINITE) return out.set(row, exact);
  const seconds = Number(exact / BigInt(US_A_SECOND));
  out.set(row, exact + BigInt(US_A_SECOND) * BigInt(shift(seconds)));
}

/** The moment at which clocks of `zone` show `localSeconds`; of two the later, as DuckDB has it. */
export function momentOf(zone: TimeZone, localSeconds: number): number {
  return zone.utcOfLocal(localSeconds, "later");
}

function zoneNamed(name: string): TimeZone {
  try {
    return timeZone(name);
  } catch (error) {
    if (!isPondError(error)) throw error;
    throw new Error(error.hint ? `${error.message}; ${error.hint}` : error.message);
  }
}
