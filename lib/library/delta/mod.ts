/**
 * Delta Lake tables in plain directories: made, appended to, overwritten, read as of any version,
 * checkpointed and vacuumed, with the commit protocol to the letter, so that Spark, delta-rs,
 * DuckDB or Polars read and write the same table.
 *
 * @example
 * ```ts
 * import { createDelta, openDelta } from "@pond/pond/delta";
 *
 * const place = `${await Deno.makeTempDir()}/sensors`;
 * await createDelta(place, { rows: [{ site: "north", temp: 4.5 }] });
 * const table = await openDelta(place);
 * const version = await table.append([{ site: "south", temp: 7 }]);
 * console.log(version, await table.sql("SELECT avg(temp) AS mean FROM source").first());
 * console.log(await table.read({ version: 0 }).rows());
 * ```
 *
 * @module
 */
export type {
  Delta,
  DeltaCommit,
  DeltaCreateOptions,
  DeltaOpenOptions,
  DeltaReadOptions,
  DeltaVacuumed,
  DeltaVacuumOptions,
  DeltaWriteOptions,
} from "./api.ts";
export { createDelta, openDelta } from "./open.ts";
export type { TableContent } from "../change_api.ts";
export type {
  FileTarget,
  Query,
  QueryColumn,
  QueryOptions,
  Row,
  WrittenFile,
} from "../query_api.ts";
