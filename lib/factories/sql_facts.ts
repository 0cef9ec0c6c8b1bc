import type { Relation, TimeBounds } from "../table/mod.ts";

/** What is known of a relation's rows without reading them. */
export interface KnownFacts {
  readonly rows: number | null;
  readonly bounds: TimeBounds | null;
}

/** Rows and time bounds of `relation` where every file of it records them. */
export function knownFacts(relation: Relation): KnownFacts {
  switch (relation.type) {
    case "parquet":
      return together(relation.files);
    case "union":
      return together(relation.inputs.map(knownFacts));
    case "empty":
      return { rows: 0, bounds: null };
    case "query":
    case "restrict":
      return { rows: null, bounds: null };
  }
}

function together(parts: readonly KnownFacts[]): KnownFacts {
  let rows: number | null = 0;
  let known = true;
  let bounds: TimeBounds | null = null;
  for (const part of parts) {
    rows = rows === null || part.rows === null ? null : rows + part.rows;
    // No rows, no times: such a part leaves the bounds as they are.
    if (part.rows === 0) continue;
    if (!part.bounds) known = false;
    else bounds = bounds ? spanning(bounds, part.bounds) : part.bounds;
  }
  return { rows, bounds: known ? bounds : null };
}

function spanning(a: TimeBounds, b: TimeBounds): TimeBounds {
  return {
    minUs: a.minUs < b.minUs ? a.minUs : b.minUs,
    maxUs: a.maxUs > b.maxUs ? a.maxUs : b.maxUs,
  };
}
