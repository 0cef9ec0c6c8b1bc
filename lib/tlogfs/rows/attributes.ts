import { PondError } from "../../base/mod.ts";
import type { TimeColumn } from "../../table/mod.ts";
import type { BlockSums } from "./block_sums.ts";
import { decodeMerged, encodeMerged, type MergedPart } from "./merged_part.ts";
import type { OplogRow, Place } from "./oplog_row.ts";

/** Pond's own keys beside the attributes: earlier places, checksums of the content's blocks, merged versions. */
const OWN_KEYS = ["history", "sums", "merged"] as const;
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

/** Places at which older versions of the row's node are found, oldest first. @throws {PondError} `corrupt` */
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

/** Checksums of the blocks of the row's content; null for one that is kept in the row. @throws {PondError} `corrupt` */
export function blockSumsOf(row: OplogRow): BlockSums | null {
  const sums = parse(row)["sums"];
  if (sums === undefined) return null;
  if (typeof sums !== "string") throw damaged(row);
  return { crc32: sums };
}

/** The merged versions that the row states, all there are; undefined when it states none. @throws {PondError} `corrupt` */
export function mergedPartsOf(row: OplogRow): readonly MergedPart[] | undefined {
  if (row.attributes === null || !row.attributes.includes('"merged"')) return undefined;
  const merged = parse(row)["merged"];
  if (merged === undefined) return undefined;
  const parts = decodeMerged(merged);
  if (!parts) throw damaged(row);
  return parts;
}

/** Whether the version's content was let go. @throws {PondError} `corrupt` */
export function isDropped(row: OplogRow): boolean {
  return row.attributes !== null && row.attributes.includes('"dropped"') &&
    parse(row)[DROPPED] === true;
}

/** The JSON of `attributes` with the checksums of the content's blocks; null where there is nothing to say. */
export function formatAttributes(
  attributes: Readonly<Record<string, unknown>>,
  sums: BlockSums | null,
): string | null {
  return textOf({ ...attributes, ...(sums ? { sums: sums.crc32 } : {}) });
}

/** The row's attributes, for stating it again where `places` are where older versions are found. @throws {PondError} `corrupt` */
export function attributesAt(row: OplogRow, places: readonly Place[]): string | null {
  const { history: _history, merged: _merged, ...rest } = parse(row);
  const history = places.map(({ partId, name }) => [partId, name]);
  return textOf(history.length > 0 ? { ...rest, history } : rest);
}

/** The row's attributes, saying also which versions are merged. @throws {PondError} `corrupt` */
export function attributesMerged(row: OplogRow, parts: readonly MergedPart[]): string {
  return JSON.stringify({ ...parse(row), merged: encodeMerged(parts) });
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
