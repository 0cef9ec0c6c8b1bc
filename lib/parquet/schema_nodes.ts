import type { SchemaNode } from "./schema.ts";
import { ThriftStruct, type ThriftValue } from "./thrift_compact.ts";
import { CONVERTED, LOGICAL, type PhysicalType } from "./thrift_names.ts";

/** What of a {@linkcode SchemaNode} says its type. */
export type LeafType = Pick<SchemaNode, "physical" | "typeLength" | "converted" | "logical"> & {
  readonly precision: number;
  readonly scale: number;
};

/** A type that is no more than its layout, or is known by its converted type alone. */
export function leafType(physical: PhysicalType, facts: Partial<LeafType> = {}): LeafType {
  return {
    physical,
    typeLength: 0,
    converted: null,
    logical: null,
    precision: 0,
    scale: 0,
    ...facts,
  };
}

/** Text. */
export const TEXT_TYPE: LeafType = leafType("bytes", {
  converted: CONVERTED.utf8,
  logical: logicalType(LOGICAL.string),
});

/** Microseconds since 1970, UTC. */
export const TIMESTAMP_TYPE: LeafType = leafType("int64", {
  converted: CONVERTED.timestampMicros,
  logical: timeType(LOGICAL.timestamp, { isAdjustedToUtc: true }),
});

/** Microseconds since midnight. */
export const TIME_TYPE: LeafType = leafType("int64", {
  converted: CONVERTED.timeMicros,
  logical: timeType(LOGICAL.time, { isAdjustedToUtc: false }),
});

/** Groups that say more than that they are one. */
export const MAP_TYPE = { converted: CONVERTED.map, logical: logicalType(LOGICAL.map) } as const;
export const LIST_TYPE = { converted: CONVERTED.list, logical: logicalType(LOGICAL.list) } as const;

/** A member of `LogicalType` by its field id, with the fields that it has. */
export function logicalType(
  id: number,
  fields: readonly (readonly [number, ThriftValue])[] = [],
): NonNullable<SchemaNode["logical"]> {
  const value = new ThriftStruct();
  for (const [field, each] of fields) value.fields.set(field, each);
  return { id, value };
}

/** A leaf of a schema. */
export function leafNode(
  name: string,
  repetition: SchemaNode["repetition"],
  type: LeafType,
): SchemaNode {
  return { ...type, name, repetition, children: [] };
}

/** A group of a schema; MAP and LIST say so in `type`. */
export function groupNode(
  name: string,
  repetition: SchemaNode["repetition"],
  children: readonly SchemaNode[],
  type: Pick<SchemaNode, "converted" | "logical"> = { converted: null, logical: null },
): SchemaNode {
  return {
    ...type,
    name,
    repetition,
    children,
    physical: null,
    typeLength: 0,
    precision: 0,
    scale: 0,
  };
}

/** TIME or TIMESTAMP in microseconds. */
function timeType(id: number, { isAdjustedToUtc }: { readonly isAdjustedToUtc: boolean }) {
  const unit = new ThriftStruct();
  unit.fields.set(2, new ThriftStruct());
  return logicalType(id, [[1, isAdjustedToUtc], [2, unit]]);
}
