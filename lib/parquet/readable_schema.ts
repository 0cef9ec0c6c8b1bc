import { uniqueNames } from "../table/mod.ts";
import { isFloat16, isMap, isText, type SchemaNode } from "./schema.ts";
import { CONVERTED, LOGICAL } from "./thrift_names.ts";
import { ThriftStruct } from "./thrift_compact.ts";

/**
 * The schema as the file is read, where that is not as it is stored; `root` itself where it is.
 * Leaves and their order stay, and so do all levels:
 *
 * - Names that are missing or equal to SQL, which doesn't tell `a` from `A`, get numbers as in
 *   other formats.
 * - Text that only the logical type marks as such gets the older mark as well, the one that every
 *   reader knows.
 * - A MAP without values is a list of its keys
 *   (https://github.com/apache/parquet-format/blob/master/LogicalTypes.md#maps lets the values be
 *   left out).
 * - Floating-point numbers of 16 bits are read as 32 bits.
 */
export function readableSchema(root: SchemaNode): SchemaNode {
  const readable = readableNode(root);
  return readable === root ? root : readable;
}

function readableNode(node: SchemaNode): SchemaNode {
  if (node.children.length === 0) return readableLeaf(node);
  const names = uniqueNames(node.children.map(({ name }) => name), (index) => `C${index}`);
  const children = node.children.map((child, i) => renamed(readableNode(child), names[i]!));
  const isSame = children.every((child, i) => child === node.children[i]);
  const group = isSame ? node : { ...node, children };
  return isKeySet(group)
    ? {
      ...group,
      converted: CONVERTED.list,
      logical: { id: LOGICAL.list, value: new ThriftStruct() },
    }
    : group;
}

function renamed(node: SchemaNode, name: string): SchemaNode {
  return node.name === name ? node : { ...node, name };
}

function readableLeaf(node: SchemaNode): SchemaNode {
  if (isFloat16(node)) {
    return { ...node, physical: "float", typeLength: 0, converted: null, logical: null };
  }
  if (node.physical === "bytes" && node.converted === null && isText(node)) {
    return { ...node, converted: CONVERTED.utf8 };
  }
  return node;
}

function isKeySet(node: SchemaNode): boolean {
  const [entry] = node.children;
  return isMap(node) && node.children.length === 1 && entry!.repetition === "repeated" &&
    entry!.children.length === 1;
}
