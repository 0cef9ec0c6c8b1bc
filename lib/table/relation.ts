import { hashParts } from "../base/mod.ts";
import type { Column, TimeColumn, TimeRange } from "./schema.ts";
import type { ParquetFile } from "./bytes.ts";

/**
 * What SQL reads, as data: no engine in it. A derived node over a derived node is a query whose
 * input is a query, so the engine sees the whole chain and pushes filters and columns down to the
 * files.
 */
export type Relation =
  | ParquetScan
  | DerivedQuery
  | UnionByName
  | TimeRestriction
  | EmptyRelation;

/** The rows of some Parquet files, united by column name, missing columns NULL. */
export interface ParquetScan {
  /** Tells it from the others. */
  readonly type: "parquet";
  /** For messages and `--explain`: the pond path. */
  readonly label: string;
  /** What is read. */
  readonly files: readonly ParquetFile[];
  /** Read as UTC microseconds under its own name; null where there is none. */
  readonly time: TimeColumn | null;
  /** Node kind, factory and how the content was found (`stored`, `cache hit`, `cache miss`). */
  readonly origin: RelationOrigin;
}

/** One SELECT over named inputs; it sees these and nothing else. */
export interface DerivedQuery {
  /** Tells it from the others. */
  readonly type: "query";
  /** For messages: a pond path. */
  readonly label: string;
  /** A query that names its inputs. */
  readonly sql: string;
  /** By name, or in order. */
  readonly inputs: ReadonlyMap<string, Relation>;
  /** A series: rows in the order of this column, which may hold no NULL. */
  readonly time: TimeColumn | null;
  /** Where its content comes from. */
  readonly origin: RelationOrigin;
}

/** All rows of all inputs, by column name, missing columns NULL. */
export interface UnionByName {
  /** Tells it from the others. */
  readonly type: "union";
  /** For messages: a pond path. */
  readonly label: string;
  /** By name, or in order. */
  readonly inputs: readonly Relation[];
}

/** The rows of `input` whose time is in `range`. */
export interface TimeRestriction {
  /** Tells it from the others. */
  readonly type: "restrict";
  /** For messages: a pond path. */
  readonly label: string;
  /** What is restricted. */
  readonly input: Relation;
  /** The time column. */
  readonly column: string;
  /** What is kept. */
  readonly range: TimeRange;
}

/** No rows, of a declared shape. */
export interface EmptyRelation {
  /** Tells it from the others. */
  readonly type: "empty";
  /** For messages: a pond path. */
  readonly label: string;
  /** In order. */
  readonly columns: readonly Column[];
}

/** Where a relation's content comes from, for `--explain` and `why`. */
export interface RelationOrigin {
  /** What sort of node it comes from. */
  readonly kind: "table" | "series" | "data";
  /** The factory that makes it; null where it is stored. */
  readonly factory: string | null;
  /** Null where no cache is involved. */
  readonly cache: "hit" | "miss" | null;
  /** Of a result that is kept for a time: when it was computed, microseconds since 1970. */
  readonly sinceUs?: bigint;
}

/** The time column of a relation, if it has one. */
export function timeColumnOf(relation: Relation): TimeColumn | null {
  switch (relation.type) {
    case "parquet":
    case "query":
      return relation.time;
    case "restrict":
      return timeColumnOf(relation.input);
    case "union":
      return relation.inputs.map(timeColumnOf).find((time) => time !== null) ?? null;
    case "empty":
      return null;
  }
}

/** Keys found already: a node that many derive from is one object in many places of the tree. */
const knownKeys = new WeakMap<Relation, string>();

/** A key of everything the relation's rows depend on: equal keys, equal rows. */
export function relationKey(relation: Relation): string {
  const known = knownKeys.get(relation);
  if (known !== undefined) return known;
  const key = computeKey(relation);
  knownKeys.set(relation, key);
  return key;
}

function computeKey(relation: Relation): string {
  switch (relation.type) {
    case "parquet":
      return hashParts([
        "parquet",
        JSON.stringify(relation.time),
        ...relation.files.map((file) => file.key),
      ]);
    case "query":
      return hashParts([
        "query",
        relation.sql,
        JSON.stringify(relation.time),
        ...[...relation.inputs].flatMap(([name, input]) => [name, relationKey(input)]),
      ]);
    case "union":
      return hashParts(["union", ...relation.inputs.map(relationKey)]);
    case "restrict": {
      const { startUs, endUs } = relation.range;
      return hashParts([
        "restrict",
        relation.column,
        `${startUs}`,
        `${endUs}`,
        relationKey(relation.input),
      ]);
    }
    case "empty":
      return hashParts(["empty", JSON.stringify(relation.columns)]);
  }
}
