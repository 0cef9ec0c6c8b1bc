import type { DeltaOptions } from "../delta/mod.ts";
import type { TlogOptions } from "./api.ts";
import { OPLOG_ORDER } from "./oplog_columns.ts";

/** How the log's table is opened. */
export function deltaOptions({ environment, warn, lockDeadlineMs }: TlogOptions): DeltaOptions {
  return {
    environment,
    warn,
    sortBy: OPLOG_ORDER,
    ...(lockDeadlineMs === undefined ? {} : { lockDeadlineMs }),
  };
}
