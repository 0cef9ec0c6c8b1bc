import type { Levels } from "./column_batch.ts";
import { isMap, type SchemaLeaf, type SchemaNode } from "./schema.ts";

/** A leaf's values, NULLs among them, and where they are in their rows. */
export interface Shredded {
  readonly values: readonly unknown[];
  /** Null where there is no level. */
  readonly levels: Levels | null;
}

/**
 * The values of one leaf of a column, with their levels (Dremel, as
 * https://parquet.apache.org/docs/file-format/nestedencoding/ has it). A struct is an object by
 * names, a LIST an array, a MAP an object by keys.
 */
export function shred(
  rows: readonly unknown[],
  { column, leaf }: { readonly column: SchemaNode; readonly leaf: SchemaLeaf },
): Shredded {
  if (leaf.maxDefinition === 0) return { values: rows, levels: null };
  const path = nodesTo(column, leaf);
  // A column that no row has, as most are in each part of a checkpoint, is one absent value over
  // and over.
  if (path.length === 1 || rows.every((row) => row === null || row === undefined)) {
    const isThere = (value: unknown) => value !== null && value !== undefined;
    return {
      values: rows,
      levels: {
        definitions: Uint8Array.from(rows, (row) => isThere(row) ? leaf.maxDefinition : 0),
        repetitions: new Uint8Array(rows.length),
      },
    };
  }
  const shredder = new Shredder(path);
  for (const row of rows) shredder.add(row, 0, { definition: 0, repetition: 0 });
  const { values, definitions, repetitions } = shredder;
  return {
    values,
    levels: {
      definitions: Uint8Array.from(definitions),
      repetitions: Uint8Array.from(repetitions),
    },
  };
}

/** The nodes from a column down to one of its leaves. */
function nodesTo(column: SchemaNode, leaf: SchemaLeaf): SchemaNode[] {
  const path = [column];
  for (const name of leaf.path.slice(1)) {
    path.push(path[path.length - 1]!.children.find((child) => child.name === name)!);
  }
  return path;
}

interface Level {
  readonly definition: number;
  readonly repetition: number;
}

class Shredder {
  readonly values: unknown[] = [];
  readonly definitions: number[] = [];
  readonly repetitions: number[] = [];
  /** How many nodes from the column to each are repeated. */
  readonly #repeated: readonly number[];

  constructor(readonly path: readonly SchemaNode[]) {
    let repeated = 0;
    this.#repeated = path.map(({ repetition }) =>
      repetition === "repeated" ? ++repeated : repeated
    );
  }

  /** `value` is what is there of `path[depth]`. */
  add(value: unknown, depth: number, at: Level): void {
    const node = this.path[depth]!;
    const isAbsent = value === null || value === undefined;
    if (isAbsent && node.repetition !== "repeated") return this.#push(null, at);
    if (node.repetition === "repeated") {
      const items = value as readonly unknown[];
      if (isAbsent || items.length === 0) return this.#push(null, at);
      items.forEach((item, i) =>
        this.#below(item, depth, {
          definition: at.definition + 1,
          repetition: i === 0 ? at.repetition : this.#repeated[depth]!,
        })
      );
    } else {
      const definition = at.definition + (node.repetition === "optional" ? 1 : 0);
      this.#below(value, depth, { ...at, definition });
    }
  }

  #below(value: unknown, depth: number, at: Level): void {
    const child = this.path[depth + 1];
    if (!child) return this.#push(value, at);
    const node = this.path[depth]!;
    if (child.repetition === "repeated") this.add(itemsOf(value, node), depth + 1, at);
    else if (isListItem(node, child)) this.add(value, depth + 1, at);
    else this.add((value as Record<string, unknown>)[child.name], depth + 1, at);
  }

  #push(value: unknown, { definition, repetition }: Level): void {
    this.values.push(value);
    this.definitions.push(definition);
    this.repetitions.push(repetition);
  }
}

/** What a LIST or MAP repeats. */
function itemsOf(value: unknown, node: SchemaNode): readonly unknown[] {
  if (!isMap(node)) return value as readonly unknown[];
  return Object.entries(value as object).map(([key, each]) => ({ key, value: each }));
}

/** Whether `child` is the element of a LIST's repeated group, which is not an object of its own. */
function isListItem(node: SchemaNode, child: SchemaNode): boolean {
  return node.repetition === "repeated" && child.name === "element" && node.name === "list";
}
