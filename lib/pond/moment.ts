import { parseTimeUs, PondError } from "../base/mod.ts";

/**
 * A state of a pond: the number of the transaction after which it was there, or a time. Text is an
 * ISO 8601 date or time (UTC where it has no offset), `now`, `now-7d`, or digits alone for a
 * transaction; a number is a transaction; a bigint is microseconds since 1970.
 */
export type Moment = string | number | bigint | Date | Temporal.Instant;

/**
 * What `moment` means.
 * @throws {PondError} `usage` for what is no moment
 */
export function parseMoment(
  moment: Moment,
  nowUs: bigint,
): { readonly transaction: number } | { readonly timeUs: bigint } {
  if (typeof moment === "number") {
    if (Number.isSafeInteger(moment) && moment >= 0) return { transaction: moment };
    throw notAMoment(moment);
  }
  if (typeof moment === "bigint") return { timeUs: moment };
  if (typeof moment === "string") {
    return /^\d+$/.test(moment)
      ? parseMoment(Number(moment), nowUs)
      : { timeUs: parseTimeUs(moment, nowUs) };
  }
  if (moment instanceof Date) {
    if (Number.isNaN(moment.getTime())) throw notAMoment(moment);
    // What happened within that millisecond had happened then.
    return { timeUs: BigInt(moment.getTime()) * 1000n + 999n };
  }
  return { timeUs: moment.epochNanoseconds / 1000n };
}

function notAMoment(moment: unknown): PondError {
  return new PondError("usage", `cannot read ${String(moment)} as a moment`, {
    hint: "write a transaction's number, an ISO date or time, now, or now-7d",
  });
}
