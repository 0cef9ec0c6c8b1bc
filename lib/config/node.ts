/** Names of fields, keys of maps and indexes of lists, from the top of a config. */
export type ConfigPath = readonly (string | number)[];

/** A position in YAML text, from 1. */
export interface Position {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** A parsed value that knows its position; null where it didn't come from text. */
export type ConfigNode = ScalarNode | ListNode | MapNode;

/** Text, a number, true, false or null. */
export interface ScalarNode {
  readonly is: "scalar";
  readonly position: Position | null;
  readonly value: string | number | boolean | null;
  /** Where the first line of text stands that keeps its lines (`|`); null for other text. */
  readonly textPosition: Position | null;
}

/** A sequence. */
export interface ListNode {
  readonly is: "list";
  readonly position: Position | null;
  readonly items: readonly ConfigNode[];
}

/** A mapping; keys are what the text says, so `null:` is the key "null". */
export interface MapNode {
  readonly is: "map";
  readonly position: Position | null;
  readonly entries: ReadonlyMap<string, MapEntry>;
}

/** One entry of a mapping. */
export interface MapEntry {
  readonly keyPosition: Position | null;
  readonly value: ConfigNode;
}

/** A map or list as it was written. */
export interface ConfigText {
  /** Verbatim but for the indentation that the text around it asked for. */
  readonly yaml: string;
  /** Where it begins in the text around it. */
  readonly position: Position;
}

const texts = new WeakMap<ConfigNode, () => ConfigText>();

/** Notes how `node` was written; `text` is called when somebody asks. */
export function withText<T extends ConfigNode>(node: T, text: () => ConfigText): T {
  texts.set(node, text);
  return node;
}

/**
 * How `value`, which a field of type `any` gave, was written; undefined for scalars and values that
 * were never text.
 */
export function configText(value: unknown): ConfigText | undefined {
  const node = nodeOf(value);
  return node && texts.get(node)?.();
}

/** Where a value made from a node came from; objects only, and only as long as they live. */
const origins = new WeakMap<object, ConfigNode>();

/** Notes that `value` was made from `node`. */
export function withOrigin<T extends object>(value: T, node: ConfigNode): T {
  origins.set(value, node);
  return value;
}

/** The node that `value` was made from, if it was made from one. */
export function nodeOf(value: unknown): ConfigNode | undefined {
  return typeof value === "object" && value !== null ? origins.get(value) : undefined;
}

/** `value` as a node without a position; whatever YAML has no word for becomes text. */
export function plainNode(value: unknown): ConfigNode {
  const known = nodeOf(value);
  if (known) return known;
  if (Array.isArray(value)) return { is: "list", position: null, items: value.map(plainNode) };
  if (typeof value === "object" && value !== null) {
    const pairs: Iterable<[unknown, unknown]> = value instanceof Map
      ? value
      : Object.entries(value);
    const entries = new Map<string, MapEntry>();
    for (const [key, item] of pairs) {
      entries.set(String(key), { keyPosition: null, value: plainNode(item) });
    }
    return { is: "map", position: null, entries };
  }
  const scalar = typeof value === "string" || typeof value === "number" ||
    typeof value === "boolean" || value === null;
  return {
    is: "scalar",
    position: null,
    value: scalar ? value : String(value),
    textPosition: null,
  };
}

/** `node` as a plain value: arrays, objects without a prototype, and scalars. */
export function plainValue(node: ConfigNode): unknown {
  switch (node.is) {
    case "scalar":
      return node.value;
    case "list":
      return withOrigin(node.items.map(plainValue), node);
    case "map": {
      const object: Record<string, unknown> = Object.create(null);
      for (const [key, entry] of node.entries) object[key] = plainValue(entry.value);
      return withOrigin(object, node);
    }
  }
}

/** The node at `path` below `node`, or as far down as there is one; and where its key stands. */
export function descend(
  node: ConfigNode,
  path: ConfigPath,
): { readonly node: ConfigNode; readonly position: Position | null } {
  let position = node.position;
  for (const step of path) {
    const entry = node.is === "map" ? node.entries.get(String(step)) : undefined;
    const next = node.is === "list" ? node.items[Number(step)] : entry?.value;
    if (!next) return { node, position };
    position = next.position ?? entry?.keyPosition ?? position;
    node = next;
  }
  return { node, position };
}
