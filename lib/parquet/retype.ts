import { chunkContent, contentOf } from "./adapt.ts";
import type { ParquetFooter } from "./footer.ts";
import { encodeFooter } from "./footer_writer.ts";
import type { SchemaNode } from "./schema.ts";
import { LOGICAL } from "./thrift_names.ts";

/** Columns at the top of a file, by their names as SQL compares them. */
export interface TopColumns {
  /** Those whose values have a type that is no group of others. */
  readonly typed: ReadonlyMap<string, SchemaNode>;
  /** Those without any value. */
  readonly untyped: ReadonlySet<string>;
}

/**
 * The columns of `footer` that {@linkcode retypedFooter} may give a type, and those that they may
 * have it from.
 */
export function topColumns({ root }: ParquetFooter): TopColumns {
  const leaves = root.children.filter(({ children }) => children.length === 0);
  const named = leaves.map((node) => [node.name.toLowerCase(), node] as const);
  return {
    typed: new Map(named.filter(([, node]) => !isUntyped(node) && node.repetition !== "repeated")),
    untyped: new Set(named.filter(([, node]) => isUntyped(node)).map(([name]) => name)),
  };
}

/**
 * The footer of a file whose columns without values have the types that `types` gives for them. Its
 * pages stay: that there is no value is written alike for all types.
 */
export function retypedFooter(
  footer: ParquetFooter,
  types: ReadonlyMap<string, SchemaNode>,
): Uint8Array {
  const typeOf = (node: SchemaNode) =>
    isUntyped(node) ? types.get(node.name.toLowerCase()) : undefined;
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
