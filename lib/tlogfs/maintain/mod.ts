/**
 * Maintenance: versions of a series merged, old ones dropped, blobs without a row swept away;
 * readers see the same tree before and after.
 *
 * @module
 */
export { blobsOf } from "./blob_sweep.ts";
export { maintain, type MaintainContext } from "./maintain.ts";
export { isMaintenance } from "./merge_commit.ts";
