import { chunkContent, contentOf } from "./adapt.ts";
import type { ParquetFooter } from "./footer.ts";
import { encodeFooter } from "./footer_writer.ts";
import { leafNode, TEXT_TYPE } from "./schema_nodes.ts";
import type { SchemaNode } from "./schema.ts";
import { LOGICAL } from "./thrift_names.ts";

/** Columns at the top of a file that are no groups, by their names as SQL compares them. */
export interface TopColumns {
  /** Those with values. */
  readonly typed: ReadonlyMap<string, SchemaNode>;
  /** Those without any value, which go with a column of any type. */
  readonly untyped: ReadonlyMap<string, SchemaNode>;
}

/**
 * The columns of `footer` that {@linkcode retypedFooter} may give a type, and those that they may
 * have it from. Whatever type a column is said to have, without a value it tells nothing.
 */
export function topColumns(footer: ParquetFooter): TopColumns {
  const [typed, untyped] = [new Map<string, SchemaNode>(), new Map<string, SchemaNode>()];
  for (const [leaf, { path, node }] of footer.leaves.entries()) {
    if (path.length > 1 || node.repetition === "repeated") continue;
    const isEmpty = isUntyped(node) || footer.rowGroups.every(({ chunks }) => {
      const { nullCount, valueCount } = chunks[leaf]!;
      return valueCount === 0 || nullCount === valueCount;
    });
    (isEmpty ? untyped : typed).set(node.name.toLowerCase(), node);
  }
  return { typed, untyped };
}

/**
 * What a column without values becomes where `others`, the columns of other files, know a type for
 * it; where none does it stays what it is said to be, and text if that is nothing, as in CSV.
 * Undefined: it stays as it is.
 */
export function typeForUntyped(
  own: SchemaNode,
  others: ReadonlyMap<string, SchemaNode>,
): SchemaNode | undefined {
  const other = others.get(own.name.toLowerCase());
  if (other) return other;
  return isUntyped(own) ? leafNode(own.name, own.repetition, TEXT_TYPE) : undefined;
}

/**
 * The footer of a file whose columns have the types that `types` gives for them, by their names as
 * SQL compares them; they may be such without values only. Its
 * pages stay: that there is no value is written alike for all types.
 */
export function retypedFooter(
  footer: ParquetFooter,
  types: ReadonlyMap<string, SchemaNode>,
): Uint8Array {
  const typeOf = (node: SchemaNode) => types.get(node.name.toLowerCase());
  const children = footer.root.children.map((node): SchemaNode => {
    const type = typeOf(node);
    return type ? { ...type, name: node.name, repetition: node.repetition } : node;
  });
  const rowGroups = footer.rowGroups.map(({ rows, chunks }) => ({
    rows,
    chunks: chunks.map((chunk, leaf) => {
      const content = chunkContent(chunk);
      const { path, node } = footer.leaves[leaf]!;
      const type = path.length === 1 ? typeOf(node) : undefined;
      return type ? { ...content, physical: type.physical!, min: null, max: null } : content;
    }),
  }));
  return encodeFooter({ ...contentOf(footer), root: { ...footer.root, children }, rowGroups });
}

/**
 * Whether nothing is known of a leaf's values, since there are none: it goes with a column of any
 * type.
 */
function isUntyped({ logical }: SchemaNode): boolean {
  return logical?.id === LOGICAL.unknown;
}
