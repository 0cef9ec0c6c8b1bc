import { PondError } from "../../base/mod.ts";
import type { TimeColumn } from "../../table/mod.ts";
import type { BlockSums } from "./block_sums.ts";
import { decodeMerged, encodeMerged, type MergedPart } from "./merged_part.ts";
import type { OplogRow, Place } from "./oplog_row.ts";

/**
 * Pond's own keys beside the attributes: earlier places, checksums of the content's blocks, merged
 * and withdrawn versions.
 */
const OWN_KEYS = ["history", "sums", "merged", "withdrawn"] as const;
/** An attribute: the version is listed, its content was let go. */
const DROPPED = "dropped";

/**
 * What is recorded beside a version's bytes.
 * @throws {PondError} `corrupt`
 */
export function attributesOf(row: OplogRow): Readonly<Record<string, unknown>> {
  const attributes = parse(row);
  for (const key of OWN_KEYS) delete attributes[key];
  return attributes;
}

/**
 * Places at which older versions of the row's node are found, oldest first. @throws {PondError}
 * `corrupt`
 */
export function earlierPlaces(row: OplogRow): readonly Place[] {
  const places = parse(row)["history"];
  if (places === undefined) return [];
  if (!Array.isArray(places)) throw damaged(row);
  return places.map((place): Place => {
    if (!Array.isArray(place)) throw damaged(row);
    const [partId, name] = place as unknown[];
    if (typeof partId !== "string" || typeof name !== "string") throw damaged(row);
    return { partId, name };
  });
}

/**
 * Checksums of the blocks of the row's content; null for one that is kept in the row. @throws
 * {PondError} `corrupt`
 */
export function blockSumsOf(row: OplogRow): BlockSums | null {
  const sums = parse(row)["sums"];
  if (sums === undefined) return null;
  if (typeof sums !== "string") throw damaged(row);
  return { crc32: sums };
}

/**
 * The merged versions that the row states, all there are; undefined when it states none. @throws
 * {PondError} `corrupt`
 */
export function mergedPartsOf(row: OplogRow): readonly MergedPart[] | undefined {
  if (row.attributes === null || !row.attributes.includes('"merged"')) return undefined;
  const merged = parse(row)["merged"];
  if (merged === undefined) return undefined;
  const parts = decodeMerged(merged);
  if (!parts) throw damaged(row);
  return parts;
}

/**
 * Versions of a series that the row says are no part of it any more. @throws {PondError} `corrupt`
 */
export function withdrawnOf(row: OplogRow): readonly number[] {
  if (row.attributes === null || !row.attributes.includes('"withdrawn"')) return [];
  const versions = parse(row)["withdrawn"];
  if (versions === undefined) return [];
  if (!Array.isArray(versions) || !versions.every(Number.isSafeInteger)) throw damaged(row);
  return versions as number[];
}

/** Whether the version's content was let go. @throws {PondError} `corrupt` */
export function isDropped(row: OplogRow): boolean {
  return row.attributes !== null && row.attributes.includes('"dropped"') &&
    parse(row)[DROPPED] === true;
}

/**
 * The JSON of `attributes` with the checksums of the content's blocks; null where there is nothing
 * to say.
 */
export function formatAttributes(
  attributes: Readonly<Record<string, unknown>>,
  sums: BlockSums | null,
): string | null {
  return textOf({ ...attributes, ...(sums ? { sums: sums.crc32 } : {}) });
}

/** What a row says of its node's other versions. */
export interface StatedVersions {
  /** Places at which older versions are found. */
  readonly places?: readonly Place[];
  readonly withdrawn?: readonly number[];
  /** Stated only where it changes: the newest statement holds. */
  readonly merged?: readonly MergedPart[];
}

/**
 * The row's attributes, for stating it again with these facts about other versions. @throws
 * {PondError} `corrupt`
 */
export function attributesStating(
  row: OplogRow,
  { places = [], withdrawn = [], merged }: StatedVersions,
): string | null {
  const rest = parse(row);
  for (const key of ["history", "merged", "withdrawn"]) delete rest[key];
  return textOf({
    ...rest,
    ...(places.length > 0 ? { history: places.map(({ partId, name }) => [partId, name]) } : {}),
    ...(withdrawn.length > 0 ? { withdrawn } : {}),
    ...(merged ? { merged: encodeMerged(merged) } : {}),
  });
}

/** The row's attributes, saying that its content is gone. @throws {PondError} `corrupt` */
export function attributesDropped(row: OplogRow): string {
  const { sums: _sums, ...rest } = parse(row);
  return JSON.stringify({ ...rest, [DROPPED]: true });
}

/** The time column that a series' version was written with. */
export function recordedTime(row: OplogRow): TimeColumn | null {
  const time = attributesOf(row)["time"];
  return typeof time === "object" && time !== null ? time as TimeColumn : null;
}

function textOf(all: Readonly<Record<string, unknown>>): string | null {
  return Object.keys(all).length > 0 ? JSON.stringify(all) : null;
}

function parse(row: OplogRow): Record<string, unknown> {
  if (row.attributes === null) return {};
  try {
    const parsed: unknown = JSON.parse(row.attributes);
    if (typeof parsed === "object" && parsed !== null) return parsed as Record<string, unknown>;
  } catch (error) {
    throw damaged(row, error);
  }
  throw damaged(row);
}

function damaged(row: OplogRow, cause?: unknown): PondError {
  return new PondError("corrupt", `cannot read the attributes of ${row.name}: they are damaged`, {
    cause,
  });
}
