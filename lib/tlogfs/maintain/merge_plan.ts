import { type NodeHistory, type SeriesPart, seriesParts } from "../rows/mod.ts";

/** Files of this size and more are large enough to stay as they are. */
const LARGE_BYTES = 64 * 1024 * 1024;
/**
 * Files merged at once: the engine has little stack. What came of them is merged in the next pass.
 */
const MAX_FILES = 256;
/**
 * A file is merged again when what is to be added weighs at least this share of it: the work of all
 * merges grows as n log n.
 */
const SHARE = 4;

/**
 * The parts of a series that are worth being merged into one each: neighbours of one schema, small,
 * in the order of their versions.
 * @throws {PondError} `corrupt`
 */
export function planMerges(history: NodeHistory): readonly (readonly SeriesPart[])[] {
  return neighbours(seriesParts(history)).map(withoutHeavy).filter((group) => group.length > 1);
}

/** Versions that a group stands for. */
export function versionsIn(
  history: NodeHistory,
  group: readonly { first: number; last: number }[],
): number {
  const [first, last] = [group[0]!.first, group[group.length - 1]!.last];
  return history.versions.filter(({ version }) => first <= version && version <= last).length;
}

function neighbours(parts: readonly SeriesPart[]): SeriesPart[][] {
  const groups: SeriesPart[][] = [];
  let sizeBytes = 0;
  for (const part of parts) {
    const group = groups[groups.length - 1];
    const before = group?.[group.length - 1];
    sizeBytes += part.sizeBytes;
    const joins = group && before && isMergeable(part) && isAlike(before, part) &&
      sizeBytes <= LARGE_BYTES && group.length < MAX_FILES;
    if (joins) group.push(part);
    else {
      groups.push([part]);
      // One that can't be merged has no neighbours.
      sizeBytes = isMergeable(part) ? part.sizeBytes : LARGE_BYTES;
    }
  }
  return groups;
}

function isMergeable({ rows, versionsSchemaKey, time, sizeBytes }: SeriesPart): boolean {
  return rows !== null && versionsSchemaKey !== null && time !== null && sizeBytes < LARGE_BYTES;
}

/**
 * Other columns, or times kept in another way, would change what the union of all parts looks like.
 */
function isAlike(a: SeriesPart, b: SeriesPart): boolean {
  return a.versionsSchemaKey === b.versionsSchemaKey &&
    JSON.stringify(a.time) === JSON.stringify(b.time);
}

/** Without the first files that are too heavy to be written again for the little that follows. */
function withoutHeavy(group: readonly SeriesPart[]): readonly SeriesPart[] {
  let following = group.reduce((sum, part) => sum + part.sizeBytes, 0);
  let start = 0;
  for (const part of group) {
    following -= part.sizeBytes;
    if (part.sizeBytes <= following * SHARE) break;
    start++;
  }
  return group.slice(start);
}
