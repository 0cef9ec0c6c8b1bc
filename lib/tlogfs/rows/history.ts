import { attributesOf, mergedPartsOf, recordedTime, withdrawnOf } from "./attributes.ts";
import type { TimeBounds, TimeColumn } from "../../table/mod.ts";
import type { MergedPart } from "./merged_part.ts";
import { isNewer, type OplogRow } from "./oplog_row.ts";

/** What the log knows of one node's past. */
export interface NodeHistory {
  /** One row a version, oldest first, also of those whose content was let go. */
  readonly versions: readonly OplogRow[];
  /** Files that stand for versions of a series, in the order of these; they don't overlap. */
  readonly merged: readonly MergedPart[];
  /** Versions of a series that were taken out of it again. */
  readonly withdrawn: ReadonlySet<number>;
}

/** One file of a series' content: a version, or versions that were merged. */
export interface SeriesPart {
  readonly first: number;
  readonly last: number;
  readonly sizeBytes: number;
  /** Of the bytes. */
  readonly sha256: string;
  readonly rows: number | null;
  readonly bounds: TimeBounds | null;
  readonly schemaKey: string | null;
  /** As {@linkcode MergedPart.versionsSchemaKey}. */
  readonly versionsSchemaKey: string | null;
  readonly time: TimeColumn | null;
  /** As {@linkcode MergedPart.required}; empty for a version, whose own schema tells. */
  readonly required: readonly string[];
  /** Where the bytes are. */
  readonly content: OplogRow | MergedPart;
}

/**
 * The history that a node's rows tell. A version may be stated more than once (by a move, by a
 * merge): its first statement says when it was written. The newest statement of what is merged is
 * the whole of it; what is withdrawn, every row says.
 * @throws {PondError} `corrupt`
 */
export function historyOf(rows: Iterable<OplogRow>): NodeHistory {
  const versions = new Map<number, OplogRow>();
  let merging: OplogRow | undefined;
  let newest: OplogRow | undefined;
  let merged: readonly MergedPart[] = [];
  for (const row of rows) {
    if (row.deleted) continue;
    const known = versions.get(row.version);
    if (!known || isNewer(known, row)) versions.set(row.version, row);
    if (!newest || isNewer(row, newest)) newest = row;
    if (merging && !isNewer(row, merging)) continue;
    const parts = mergedPartsOf(row);
    if (parts) [merging, merged] = [row, parts];
  }
  return {
    versions: [...versions.values()].sort((a, b) => a.version - b.version),
    merged: [...merged].sort((a, b) => a.first - b.first),
    withdrawn: new Set(newest && withdrawnOf(newest)),
  };
}

const knownParts = new WeakMap<NodeHistory, readonly SeriesPart[]>();

/**
 * The files that together hold a series' rows, by version; empty versions hold none. The same array
 * for the same history: the attributes of a thousand versions are parsed once.
 * @throws {PondError} `corrupt`
 */
export function seriesParts(history: NodeHistory): readonly SeriesPart[] {
  const parts = knownParts.get(history) ?? partsOf(history);
  knownParts.set(history, parts);
  return parts;
}

function partsOf({ versions, merged, withdrawn }: NodeHistory): readonly SeriesPart[] {
  const isMerged = (version: number) =>
    merged.some(({ first, last }) => first <= version && version <= last);
  const single = versions.filter((row) =>
    row.sizeBytes > 0 && !isMerged(row.version) && !withdrawn.has(row.version)
  );
  const parts = [
    ...merged.map((part): SeriesPart => ({ ...part, content: part })),
    ...single.map(versionPart),
  ];
  return parts.sort((a, b) => a.first - b.first);
}

/** One version as a part. @throws {PondError} `corrupt` */
export function versionPart(row: OplogRow): SeriesPart {
  const { rows, schema_key: schemaKey } = attributesOf(row);
  const { minEventTimeUs: minUs, maxEventTimeUs: maxUs } = row;
  const key = typeof schemaKey === "string" ? schemaKey : null;
  return {
    first: row.version,
    last: row.version,
    sizeBytes: row.sizeBytes,
    sha256: row.sha256 ?? "",
    rows: typeof rows === "number" ? rows : null,
    bounds: minUs === null || maxUs === null ? null : { minUs, maxUs },
    schemaKey: key,
    versionsSchemaKey: key,
    time: recordedTime(row),
    required: [],
    content: row,
  };
}
