import type { CachePolicy } from "../tinyfs/mod.ts";

/** The field `time_column`. */
export const TIME_COLUMN_FIELD = {
  type: { is: "string" },
  help: "The time column of a series; by default the first of timestamp, time, ts, datetime, " +
    "event_time, date that there is, in any case",
} as const;

/** How long a converted file is kept. */
export const TTL_FIELD = {
  type: { is: "duration" },
  help:
    "How long an unchanged result is kept (default 24h for tables, 6h for series); 0 always looks",
} as const;

/** What a config says of caching, as the services want it. */
export function cachePolicy(
  cache: { readonly ttl?: bigint; readonly refresh?: bigint } | undefined,
): CachePolicy {
  return { ttlUs: cache?.ttl ?? null, refreshUs: cache?.refresh ?? null };
}
