import { parseTimeUs, PondError, systemEnvironment } from "../base/mod.ts";
import type { NodeQuery } from "../commands/mod.ts";
import type { Call } from "./call.ts";
import type { Flags } from "./description.ts";
import type { Progress } from "./progress.ts";
import { type RUN_FLAGS, runOptions } from "./query_flags.ts";

/** Options of every command that asks one file something. */
export const SOURCE_FLAGS = {
  sql: { is: "text", value: "Q", help: "a query; the file is called source in it" },
  where: { is: "text", value: "EXPR", help: "only rows for which EXPR is true" },
  "time-start": { is: "text", value: "T", help: "rows from T on: ISO date or time, now, now-6h" },
  "time-end": { is: "text", value: "T", help: "rows before T" },
  version: { is: "integer", value: "N", least: 1, help: "an older version" },
} as const satisfies Flags;

/**
 * What {@linkcode SOURCE_FLAGS} ask for.
 * @throws {PondError} `usage` for a word that is no time, and for a start after the end
 */
export function sourceQuery(
  { options, signal }: Pick<Call<typeof SOURCE_FLAGS & typeof RUN_FLAGS>, "options" | "signal">,
  progress: Progress,
): NodeQuery {
  const nowUs = systemEnvironment.nowUs();
  const time = (text: string | undefined) => text === undefined ? null : parseTimeUs(text, nowUs);
  const range = { startUs: time(options["time-start"]), endUs: time(options["time-end"]) };
  if (range.startUs !== null && range.endUs !== null && range.startUs > range.endUs) {
    throw new PondError("usage", "cannot restrict in time: --time-start is after --time-end");
  }
  const { sql, where, version } = options;
  return {
    ...(sql === undefined ? {} : { sql }),
    ...(where === undefined ? {} : { where }),
    ...(version === undefined ? {} : { version }),
    ...(range.startUs === null && range.endUs === null ? {} : { range }),
    ...runOptions(options, progress, signal),
  };
}
