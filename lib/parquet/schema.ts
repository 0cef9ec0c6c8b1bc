import { hashParts } from "../base/mod.ts";
import { type Column, type DataType, formatType, type ScalarName } from "../table/mod.ts";
import type { ThriftStruct } from "./thrift_compact.ts";
import { CONVERTED, LOGICAL, PHYSICAL, type PhysicalType, REPETITION } from "./thrift_names.ts";

/** One element of a Parquet schema, with its children (none: a leaf, which has column chunks). */
export interface SchemaNode {
  readonly name: string;
  readonly physical: PhysicalType | null;
  readonly typeLength: number;
  readonly repetition: "required" | "optional" | "repeated";
  readonly converted: number | null;
  readonly scale: number;
  readonly precision: number;
  /** Field id of the `LogicalType` union, and its struct. */
  readonly logical: { readonly id: number; readonly value: ThriftStruct } | null;
  readonly children: readonly SchemaNode[];
}

/** Deeper than anybody nests, and shallow enough to be walked by recursion. */
const MAX_DEPTH = 128;

const CONVERTED_INTEGERS: ReadonlyMap<number, ScalarName> = new Map([
  [11, "uint8"],
  [12, "uint16"],
  [13, "uint32"],
  [14, "uint64"],
  [15, "int8"],
  [16, "int16"],
  [17, "int32"],
  [18, "int64"],
]);
const INTEGERS = [...CONVERTED_INTEGERS.values()];

/**
 * The tree that a footer's flat list of schema elements describes.
 * @throws {RangeError} when the list is no tree
 */
export function schemaTree(elements: readonly ThriftStruct[]): SchemaNode {
  let next = 0;
  const read = (depth: number): SchemaNode => {
    const element = elements[next++];
    if (!element || depth > MAX_DEPTH) throw new RangeError("its schema is no tree");
    const count = element.number(5) ?? 0;
    if (count < 0 || count > elements.length) throw new RangeError("its schema has a wrong count");
    const children: SchemaNode[] = [];
    for (let i = 0; i < count; i++) children.push(read(depth + 1));
    return schemaNode(element, children, depth === 0);
  };
  const root = read(0);
  if (next !== elements.length) throw new RangeError("its schema has elements left over");
  return root;
}

/** A leaf of a schema. */
export interface SchemaLeaf {
  /** Its name behind those of the groups around it, the outermost first. */
  readonly path: readonly string[];
  readonly node: SchemaNode;
  /** The levels of a value that is there, and of one that begins no new list. */
  readonly maxDefinition: number;
  readonly maxRepetition: number;
}

/** Leaves in file order. */
export function leavesOf(root: SchemaNode): SchemaLeaf[] {
  const leaves: SchemaLeaf[] = [];
  const visit = (node: SchemaNode, above: Omit<SchemaLeaf, "node">) => {
    const leaf = {
      path: [...above.path, node.name],
      node,
      maxDefinition: above.maxDefinition + (node.repetition === "required" ? 0 : 1),
      maxRepetition: above.maxRepetition + (node.repetition === "repeated" ? 1 : 0),
    };
    if (node.children.length === 0) leaves.push(leaf);
    for (const child of node.children) visit(child, leaf);
  };
  const top = { path: [], maxDefinition: 0, maxRepetition: 0 };
  for (const child of root.children) visit(child, top);
  return leaves;
}

/** The columns that a schema describes. */
export function columnsOf(root: SchemaNode): Column[] {
  return root.children.map((child) => ({
    name: child.name,
    type: typeOf(child),
    nullable: child.repetition === "optional",
  }));
}

/**
 * Equal for equal schemas: names, layout and types; what a writer says beside (field ids) doesn't
 * count.
 */
export function schemaKeyOf(root: SchemaNode): string {
  const parts: string[] = [];
  const visit = (node: SchemaNode) => {
    const time = timestampUnit(node);
    parts.push(
      node.name,
      `${node.physical} ${node.typeLength} ${node.repetition} ${node.children.length}`,
      formatType(typeOf(node)),
      time
        ? `${time} ${node.logical?.value.boolean(1) ?? true}`
        : node.logical?.id === LOGICAL.unknown
        ? "untyped"
        : "",
    );
    node.children.forEach(visit);
  };
  root.children.forEach(visit);
  return hashParts(parts);
}

/** The unit of a leaf that is a TIMESTAMP; null for anything else. */
export function timestampUnit(node: SchemaNode): "ms" | "us" | "ns" | null {
  if (node.physical === "int96") return "ns";
  if (node.physical !== "int64") return null;
  if (node.logical?.id === LOGICAL.timestamp) {
    const unit = node.logical.value.struct(2);
    return unit?.fields.has(1) ? "ms" : unit?.fields.has(3) ? "ns" : "us";
  }
  if (node.converted === CONVERTED.timestampMillis) return "ms";
  return node.converted === CONVERTED.timestampMicros ? "us" : null;
}

/** Whether a leaf holds decimals. */
export function isDecimal({ logical, converted }: SchemaNode): boolean {
  return logical?.id === LOGICAL.decimal || converted === CONVERTED.decimal;
}

/** Whether a leaf holds floating-point numbers of 16 bits. */
export function isFloat16({ physical, typeLength, logical }: SchemaNode): boolean {
  return physical === "fixed" && typeLength === 2 && logical?.id === LOGICAL.float16;
}

/** Whether a leaf holds unsigned integers. */
export function isUnsigned(node: SchemaNode): boolean {
  return node.children.length === 0 && leafType(node).is.startsWith("uint");
}

function schemaNode(
  element: ThriftStruct,
  children: readonly SchemaNode[],
  isRoot: boolean,
): SchemaNode {
  const union = element.struct(10);
  const logicalId = union && [...union.fields.keys()][0];
  const logicalValue = logicalId === undefined ? undefined : union!.struct(logicalId);
  const physical = PHYSICAL[element.number(1) ?? -1] ?? null;
  if (children.length === 0 && physical === null && !isRoot) {
    throw new RangeError("its schema has a column without a type");
  }
  return {
    name: new TextDecoder().decode(element.bytes(4) ?? new Uint8Array()),
    physical: children.length > 0 ? null : physical,
    typeLength: element.number(2) ?? 0,
    repetition: REPETITION[element.number(3) ?? 0] ?? "required",
    converted: element.number(6) ?? null,
    scale: logicalValue?.number(1) ?? element.number(7) ?? 0,
    precision: logicalValue?.number(2) ?? element.number(8) ?? 0,
    logical: logicalValue ? { id: logicalId!, value: logicalValue } : null,
    children,
  };
}

function typeOf(node: SchemaNode): DataType {
  const type = node.children.length === 0 ? leafType(node) : groupType(node);
  return node.repetition === "repeated" ? { is: "list", of: type } : type;
}

function groupType(node: SchemaNode): DataType {
  const entry = node.children[0]!;
  const [key, value] = entry.children;
  if (isMap(node) && key && value && entry.children.length === 2) {
    return { is: "map", key: typeOf(key), value: typeOf(value) };
  }
  if (isList(node)) return { is: "list", of: elementType(node, entry) };
  const fields = node.children.map((child) => ({ name: child.name, type: typeOf(child) }));
  return { is: "struct", fields };
}

/**
 * The element of a LIST group; old writers leave the middle level out (rules of LogicalTypes.md).
 */
function elementType(list: SchemaNode, repeated: SchemaNode): DataType {
  const bare = { ...repeated, repetition: "required" as const };
  const [only] = repeated.children;
  const isElement = repeated.children.length !== 1 || repeated.name === "array" ||
    repeated.name === `${list.name}_tuple`;
  return isElement || !only ? typeOf(bare) : typeOf(only);
}

/** Whether a group is a MAP. */
export function isMap(node: SchemaNode): boolean {
  return node.logical?.id === LOGICAL.map || node.converted === CONVERTED.map ||
    node.converted === CONVERTED.mapKeyValue;
}

function isList(node: SchemaNode): boolean {
  return node.children.length === 1 && node.children[0]!.repetition === "repeated" &&
    (node.logical?.id === LOGICAL.list || node.converted === CONVERTED.list);
}

function leafType(node: SchemaNode): DataType {
  const logical = node.logical?.id;
  if (logical === LOGICAL.unknown) return { is: node.physical === "bytes" ? "string" : "null" };
  if (timestampUnit(node)) return { is: "timestamp" };
  if (isDecimal(node)) {
    return { is: "decimal", precision: node.precision, scale: node.scale };
  }
  switch (node.physical) {
    case "int32":
    case "int64":
      return integerType(node, node.physical);
    case "bytes":
      return { is: isText(node) ? "string" : "binary" };
    case "fixed":
      if (logical === LOGICAL.uuid) return { is: "uuid" };
      if (isFloat16(node)) return { is: "float" };
      return { is: node.converted === CONVERTED.interval ? "interval" : "binary" };
    case "boolean":
    case "float":
    case "double":
      return { is: node.physical };
    default:
      throw new RangeError("its schema has a column without a type");
  }
}

function integerType(node: SchemaNode, physical: "int32" | "int64"): DataType {
  const logical = node.logical?.id;
  if (logical === LOGICAL.date || node.converted === CONVERTED.date) return { is: "date" };
  if (
    logical === LOGICAL.time || node.converted === CONVERTED.timeMillis ||
    node.converted === CONVERTED.timeMicros
  ) return { is: "time" };
  if (logical === LOGICAL.integer) {
    const { value } = node.logical!;
    const sign = value.boolean(2) === false ? "uint" : "int";
    const named = `${sign}${value.number(1) ?? 64}`;
    return { is: INTEGERS.find((name) => name === named) ?? physical };
  }
  return { is: CONVERTED_INTEGERS.get(node.converted ?? -1) ?? physical };
}

/** Whether a leaf holds text. */
export function isText(node: SchemaNode): boolean {
  const logical = node.logical?.id;
  return logical === LOGICAL.string || logical === LOGICAL.enum || logical === LOGICAL.json ||
    node.converted === CONVERTED.utf8 || node.converted === CONVERTED.enum ||
    node.converted === CONVERTED.json;
}
