import { PondError } from "../base/mod.ts";
import type { TimeColumn } from "../table/mod.ts";
import type { OplogRow, Place } from "./oplog_row.ts";

/** The key under which earlier places are kept; pond's own, not shown as an attribute. */
const HISTORY = "history";

/**
 * What is recorded beside a version's bytes.
 * @throws {PondError} `corrupt`
 */
export function attributesOf(row: OplogRow): Readonly<Record<string, unknown>> {
  const { [HISTORY]: _places, ...attributes } = parse(row);
  return attributes;
}

/** Places at which older versions of the row's node are found, oldest first. @throws {PondError} `corrupt` */
export function earlierPlaces(row: OplogRow): readonly Place[] {
  const places = parse(row)[HISTORY];
  if (places === undefined) return [];
  if (!Array.isArray(places)) throw damaged(row);
  return places.map((place): Place => {
    if (!Array.isArray(place)) throw damaged(row);
    const [partId, name] = place as unknown[];
    if (typeof partId !== "string" || typeof name !== "string") throw damaged(row);
    return { partId, name };
  });
}

/** The JSON of `attributes` and of the places where older versions are; null where there is nothing to say. */
export function formatAttributes(
  attributes: Readonly<Record<string, unknown>>,
  places: readonly Place[],
): string | null {
  const history = places.map(({ partId, name }) => [partId, name]);
  const all = places.length > 0 ? { ...attributes, [HISTORY]: history } : attributes;
  return Object.keys(all).length > 0 ? JSON.stringify(all) : null;
}

/** The time column that a series' version was written with. */
export function recordedTime(row: OplogRow): TimeColumn | null {
  const time = attributesOf(row)["time"];
  return typeof time === "object" && time !== null ? time as TimeColumn : null;
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
