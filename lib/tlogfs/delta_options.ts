import type { DeltaOptions } from "../delta/mod.ts";
import type { TlogOptions } from "./api.ts";
import { OPLOG_ORDER, OPLOG_STATE_KEY } from "./oplog_columns.ts";

/** How the log's table is opened. */
export function deltaOptions({ environment, warn, lockDeadlineMs }: TlogOptions): DeltaOptions {
  return {
    environment,
    warn,
    sortBy: OPLOG_ORDER,
    stateKey: OPLOG_STATE_KEY,
    ...(lockDeadlineMs === undefined ? {} : { lockDeadlineMs }),
  };
}
