import { PondError, systemEnvironment } from "../../base/mod.ts";
import { createDeltaTable, type DeltaOptions, openDeltaTable } from "../../delta/mod.ts";
import { basename, dirname, resolve } from "../../deps/std_path.ts";
import { localStore } from "../../store/mod.ts";
import { hostPathOf } from "../host_path.ts";
import type { Delta, DeltaCreateOptions, DeltaOpenOptions } from "./api.ts";
import { tableContent } from "./rows.ts";
import { HostDelta, stagerOf } from "./table.ts";

/**
 * Opens the Delta table in a directory.
 * @param place a directory of the host: a path, or a `file:` URL
 * @throws {PondError} `not-found` when there is none; `corrupt`; `unsupported` naming a feature
 *   that this build doesn't know
 */
export async function openDelta(
  place: string | URL,
  options: DeltaOpenOptions = {},
): Promise<Delta> {
  const hostPath = resolve(hostPathOf(place));
  const store = localStore(dirname(hostPath));
  const table = await openDeltaTable(store, deltaOptions(hostPath, options));
  return new HostDelta({ hostPath, store, table });
}

/**
 * Makes a Delta table, and the directory if it isn't there. The directory above must be.
 * @param place a directory of the host: a path, or a `file:` URL
 * @throws {PondError} `exists` when there is a table; `usage` without rows and schema;
 *   `invalid-input`, `no-space`, `io`
 */
export async function createDelta(
  place: string | URL,
  options: DeltaCreateOptions = {},
): Promise<Delta> {
  const { rows = [], schema = {}, configuration } = options;
  const hostPath = resolve(hostPathOf(place));
  if (options.rows === undefined && Object.keys(schema).length === 0) {
    throw new PondError("usage", `cannot make ${hostPath}: neither rows nor a schema are given`);
  }
  const store = localStore(dirname(hostPath));
  await store.makeDirectory(basename(hostPath));
  using content = await tableContent(rows, { label: hostPath, schema });
  const table = await createDeltaTable(store, {
    ...deltaOptions(hostPath, options),
    schema: content.fields,
    ...(configuration === undefined ? {} : { configuration }),
    commitInfo: { operation: "CREATE TABLE AS SELECT" },
    stage: async (stager) => content.rows === 0 ? [] : [await stagerOf(stager)(content)],
  });
  return new HostDelta({ hostPath, store, table });
}

function deltaOptions(hostPath: string, options: DeltaOpenOptions): DeltaOptions {
  const { lockDeadlineMs, checkpointInterval, warn } = options;
  const root = basename(hostPath);
  return {
    environment: systemEnvironment,
    root,
    // Readers of the log look at names of commits and checkpoints only.
    tmp: `${root}/_delta_log/.tmp`,
    // Rows are in the order in which they were given; other tools have their own way of merging.
    autoCompact: false,
    ...(lockDeadlineMs === undefined ? {} : { lockDeadlineMs }),
    ...(checkpointInterval === undefined ? {} : { checkpointInterval }),
    ...(warn === undefined ? {} : { warn }),
  };
}
