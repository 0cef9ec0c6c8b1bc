import { PondError } from "../base/mod.ts";
import { join } from "../deps/std_path.ts";
import type { Store } from "../store/mod.ts";
import type { ExportServices, ExportTarget } from "./api.ts";
import type { ExportRecord } from "./record.ts";
import type { Shape } from "./shape.ts";
import type { Source } from "./source.ts";

/** A table on its way out. */
export interface ExportRun {
  readonly source: Source;
  readonly shape: Shape;
  readonly target: ExportTarget;
  readonly services: ExportServices;
  /** Of {@linkcode ExportTarget.hostPath}. */
  readonly store: Store;
  /** The table's own directory for unfinished files, in `store`. */
  readonly keeping: string;
}

/**
 * Refuses a table that holds another node, or the same one kept apart by other times.
 * @throws {PondError} `exists`
 */
export function checkRecord(
  job: ExportRun,
  record: ExportRecord,
  partition: readonly string[],
): void {
  const { path, node } = job.source.record;
  if (record.node !== node && record.path !== path) {
    throw somebodyElses(job, `the table there holds ${record.path}`);
  }
  const wanted = job.shape.partition;
  if (partition.join() === wanted.join()) return;
  const how = partition.length === 0 ? "not partitioned" : `partitioned by ${partition.join(",")}`;
  throw somebodyElses(job, `the table there is ${how}`);
}

/** The error for a place that something else takes. */
export function somebodyElses(job: ExportRun, why: string): PondError {
  return new PondError("exists", `cannot export ${job.source.path} to ${placeOf(job)}: ${why}`, {
    hint: "name another directory with --to, or remove what is there",
  });
}

/** The table's directory on the host. */
export function placeOf({ target }: ExportRun): string {
  return join(target.hostPath, target.name);
}
