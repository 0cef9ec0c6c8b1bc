import { PondError } from "../base/mod.ts";
import { type Field, typeOfField } from "../delta/mod.ts";
import { findTimeColumn, isMoment, sameType } from "../table/mod.ts";
import type { PartitionUnit } from "./api.ts";
import type { Source } from "./source.ts";
import { portableType } from "./portable_type.ts";

/** As which columns rows are written. */
export interface Shape {
  /** Columns of the data files, in their order. */
  readonly fields: readonly Field[];
  /** The SQL type of each of them. */
  readonly sqlTypes: ReadonlyMap<string, string>;
  /** The columns that say in which partition a file is. */
  readonly partition: readonly PartitionUnit[];
  /** What rows are kept apart, or put in order, by. */
  readonly time: { readonly name: string; readonly isDate: boolean } | null;
  readonly ordered: boolean;
}

/**
 * The shape in which `source` is written.
 * @throws {PondError} `invalid-input` for a partitioned table without a time column, or with a
 *   column called as a partition is
 */
export function shapeOf(source: Source, partition: readonly PartitionUnit[]): Shape {
  const types = source.columns.map(({ name, type }) => ({ name, ...portableType(type) }));
  const fields = types.map(({ name, field }): Field => ({ name, type: field, nullable: true }));
  const taken = fields.find(({ name }) => partition.some((unit) => unit === name.toLowerCase()));
  if (taken) {
    throw new PondError(
      "invalid-input",
      `cannot partition ${source.path} by ${partition.join(", ")}: it has a column ${taken.name}`,
    );
  }
  const time = momentOf(source);
  if (partition.length > 0 && !time) {
    throw new PondError(
      "invalid-input",
      `cannot partition ${source.path} by ${partition.join(", ")}: it has no time column`,
    );
  }
  return {
    fields,
    sqlTypes: new Map(types.map(({ name, sql }) => [name, sql])),
    partition,
    time,
    ordered: source.ordered,
  };
}

/** A partition's columns, which stand in the schema and not in the files. */
export function partitionFields(partition: readonly PartitionUnit[]): Field[] {
  return partition.map((name) => ({ name, type: "integer", nullable: true }));
}

/** How a table's columns change so that rows of another shape fit in. */
export interface Growth {
  /** `retyped`: what is in the table can't be read as the new type. */
  readonly change: "none" | "grown" | "retyped";
  /** The columns afterwards: those that were there, in their order, then new ones. */
  readonly fields: readonly Field[];
}

/**
 * What has to happen to a table of the columns `present` to take in rows of the columns `wanted`.
 */
export function growth(present: readonly Field[], wanted: readonly Field[]): Growth {
  const known = new Map(present.map((field) => [field.name, typeOfField(field.type)]));
  const retyped = wanted.some(({ name, type }) => {
    if (!known.has(name)) return false;
    const [before, now] = [known.get(name), typeOfField(type)];
    return !before || !now || !sameType(before, now);
  });
  if (retyped) return { change: "retyped", fields: wanted };
  const added = wanted.filter(({ name }) => !known.has(name));
  return { change: added.length > 0 ? "grown" : "none", fields: [...present, ...added] };
}

/**
 * The known time column; of a table, which has none, the one found by its name, or the only one.
 */
export function momentOf({ columns, time }: Source): Shape["time"] {
  const times = columns.filter(({ type }) => isMoment(type));
  const column = time
    ? times.find(({ name }) => name === time.name)
    : findTimeColumn(times) ?? (times.length === 1 ? times[0] : undefined);
  return column ? { name: column.name, isDate: column.type.is === "date" } : null;
}
