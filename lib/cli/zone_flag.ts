import { PondError, type TimeZone, timeZone, toPondError } from "../base/mod.ts";
import type { Flags, Values } from "./description.ts";

/** Option of every command that shows moments. */
export const ZONE_FLAG = {
  timezone: {
    is: "text",
    value: "ZONE",
    help: "shows times as clocks there do: Europe/Vienna; default UTC",
  },
} as const satisfies Flags;

/**
 * The zone that {@linkcode ZONE_FLAG} names.
 * @throws {PondError} `usage` for a name that is none
 */
export function zoneOf({ timezone }: Values<typeof ZONE_FLAG>): TimeZone | undefined {
  if (timezone === undefined) return undefined;
  try {
    return timeZone(timezone);
  } catch (cause) {
    const { message, hint } = toPondError(cause, "cannot use --timezone");
    throw new PondError("usage", `cannot use --timezone: ${message}`, {
      cause,
      ...(hint === undefined ? {} : { hint }),
    });
  }
}
