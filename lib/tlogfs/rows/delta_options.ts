import type { DeltaOptions } from "../../delta/mod.ts";
import type { TlogOptions } from "./api.ts";
import { OPLOG_ORDER } from "./oplog_columns.ts";

/** How the log's table is opened. */
export function deltaOptions({ environment, warn, lockDeadlineMs }: TlogOptions): DeltaOptions {
  return {
    environment,
    warn,
    sortBy: OPLOG_ORDER,
    // A row is one state of a node in a directory, under a name.
    stateKey: ["part_id", "name", "node_id"],
    ...(lockDeadlineMs === undefined ? {} : { lockDeadlineMs }),
  };
}
