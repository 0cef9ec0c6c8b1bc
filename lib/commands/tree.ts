import { type PondError, toPondError } from "../base/mod.ts";
import type { Pond } from "../pond/mod.ts";
import type { DirectoryNode, Node } from "../tinyfs/mod.ts";
import { canonicalPath, type KindName, kindName } from "./tree_facts.ts";

/** Of what to draw the tree. */
export interface TreeOptions {
  readonly path: string;
  /** Directories this far down are not opened; absent: all are. */
  readonly depth?: number | undefined;
  /** Names that begin with a dot, too. */
  readonly all?: boolean;
  /** Called for each directory that can't be listed; the rest goes on. */
  readonly onProblem: (problem: PondError) => void;
}

/** One node of a tree that is drawn. */
export interface TreeLine {
  /** Its name; of the first one its path. */
  readonly name: string;
  readonly kind: KindName;
  readonly factory: string | null;
  readonly target: string | null;
  /**
   * For the node and each directory above it but the root, from the top: whether it is the last of
   * its directory.
   */
  readonly isLast: readonly boolean[];
}

/**
 * A node and all that lies below it, parents before children, links not followed.
 * @throws {PondError} `not-found`; what breaks the node itself
 */
export async function* treeCommand(pond: Pond, options: TreeOptions): AsyncGenerator<TreeLine> {
  const path = canonicalPath(options.path);
  const node = await (await pond.read()).resolve(path);
  if (node.broken) throw node.broken;
  yield lineOf(path, node, []);
  if (node.kind === "directory") yield* below(node, [], options);
}

async function* below(
  directory: DirectoryNode,
  above: readonly boolean[],
  options: TreeOptions,
): AsyncGenerator<TreeLine> {
  if (above.length >= (options.depth ?? Infinity)) return;
  let waiting: { name: string; node: Node } | undefined;
  try {
    for await (const entry of directory.list()) {
      if (!options.all && entry.name.startsWith(".")) continue;
      if (waiting) yield* branch(waiting, [...above, false], options);
      waiting = entry;
    }
  } catch (error) {
    options.onProblem(toPondError(error, `cannot list ${directory.path}`));
  }
  if (waiting) yield* branch(waiting, [...above, true], options);
}

async function* branch(
  { name, node }: { name: string; node: Node },
  isLast: readonly boolean[],
  options: TreeOptions,
): AsyncGenerator<TreeLine> {
  yield lineOf(name, node, isLast);
  if (node.broken) options.onProblem(node.broken);
  else if (node.kind === "directory") yield* below(node, isLast, options);
}

function lineOf(name: string, node: Node, isLast: readonly boolean[]): TreeLine {
  const target = node.kind === "symlink" ? node.target : null;
  return { name, kind: kindName(node.kind), factory: node.factory, target, isLast };
}
