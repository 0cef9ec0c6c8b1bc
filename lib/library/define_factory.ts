import type { ConfigFields, ConfigOf } from "../config/mod.ts";
import type { Factory, FactoryContext, FileNode, Node, NodeKind } from "../tinyfs/mod.ts";

/** A factory in few words. */
export interface FactorySpec<F extends ConfigFields> {
  /** As in `mknod --factory NAME`. */
  readonly name: string;
  /** One line for `pond factories`. */
  readonly description: string;
  /** What its config may hold; default nothing. */
  readonly fields?: F;
  /** A whole config in YAML, for help. */
  readonly example?: string;
  /** The kind of node that it makes; default `table`. */
  readonly kind?: NodeKind;
  /** Bumped when the meaning of a config changes; default 1. */
  readonly configVersion?: number;
  /**
   * Checks a config against the world when a node is made. @throws {PondError} with the field in
   * the message
   */
  validate?(config: ConfigOf<F>, context: FactoryContext): Promise<void>;
  /** The node; looks at nothing: what is wrong with the world shows when the node is used. */
  open(config: ConfigOf<F>, context: FactoryContext): Node;
}

/**
 * A factory of one's own, to be opened with: `openPond(place, { factories: [mine] })`.
 *
 * @example
 * ```ts
 * import { defineFactory, tableFromRows } from "@pond/pond/factories";
 * import { initPond, path } from "@pond/pond";
 *
 * const squares = defineFactory({
 *   name: "squares",
 *   description: "numbers and their squares",
 *   fields: { count: { type: { is: "integer" }, required: true, help: "How many" } },
 *   open: ({ count }, context) =>
 *     tableFromRows(context, () => Array.from({ length: count }, (_, n) => ({ n, square: n * n }))),
 * });
 * await using pond = await initPond(`${await Deno.makeTempDir()}/pond`, { factories: [squares] });
 * await pond.change("make", (change) =>
 *   change.mknod("/squares", { factory: "squares", config: { count: 5 } }));
 * console.log(await pond.sql`SELECT max(square) AS most FROM ${path("/squares")}`.first());
 * ```
 */
export function defineFactory<const F extends ConfigFields = Record<never, never>>(
  spec: FactorySpec<F>,
): Factory<ConfigOf<F>> {
  const { name, description, example = "{}\n", kind = "table", configVersion = 1 } = spec;
  return {
    name,
    description,
    example,
    configVersion,
    schema: { fields: spec.fields ?? {} as F },
    kind: () => kind,
    validate: async (config, context) => await spec.validate?.(config, context),
    open: (config, context) => named(spec.open(config, context), name),
  };
}

/** What helpers make doesn't know whose it is. */
function named(node: Node, factory: string): Node {
  return node.factory === null ? { ...node, factory } as FileNode : node;
}
