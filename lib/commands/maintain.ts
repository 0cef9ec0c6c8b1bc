import type { MaintainOptions, MaintainReport, Pond } from "../pond/mod.ts";

/**
 * Tidies the pond up, or says what tidying up would do.
 * @throws {PondError} `usage`, `corrupt`, `locked`, `no-space`, `io`
 */
export function maintainCommand(pond: Pond, options: MaintainOptions): Promise<MaintainReport> {
  return pond.maintain(options);
}

/** Bytes that are worth a maintenance of their own. */
const WORTH_BYTES = 1024 * 1024;
/** So many small versions or data files make reading slow. */
const WORTH_COUNT = 32;

/** Whether maintenance that would do this is worth running. */
export function maintenancePays(planned: MaintainReport): boolean {
  return planned.mergedVersions >= WORTH_COUNT || planned.filesBefore >= WORTH_COUNT ||
    planned.removed.bytes >= WORTH_BYTES;
}
