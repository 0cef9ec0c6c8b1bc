import { checkLimits, isPondError, type PondError, toPondError } from "../base/mod.ts";
import type { FileNode, Node, TreeReader } from "../tinyfs/mod.ts";

/** How far {@linkcode unreadable} looks. */
export interface LookOptions {
  readonly tree: TreeReader;
  /** At most so many nodes below; default all. */
  readonly nodes?: number;
  /** At most so many files; default all. */
  readonly files?: number;
  /** Only files that are made of no more bytes; default any. */
  readonly sourceBytes?: number;
}

/** Files that can't be read now, and how many were looked at. */
export interface Looked {
  readonly files: number;
  readonly problems: readonly PondError[];
}

/**
 * Reads the tables at `node` and below it as a query would, and tells which can't be read. An empty
 * text file is none of them: a glob passes over it.
 */
export async function unreadable(node: Node, options: LookOptions): Promise<Looked> {
  const problems: PondError[] = [];
  let files = 0;
  const walk = { problems, left: options.nodes ?? Infinity };
  for await (const file of tablesBelow(node, walk)) {
    if (files === options.files) break;
    if (await isLarge(file, options)) continue;
    files++;
    try {
      await file.table!.relation({ chain: [] });
    } catch (error) {
      checkLimits();
      if (!isPondError(error) || error.data["empty"] !== true) problems.push(toPondError(error));
    }
  }
  return { files, problems };
}

interface Walk {
  readonly problems: PondError[];
  /** Nodes that may still be looked at. */
  left: number;
}

async function* tablesBelow(node: Node, walk: Walk): AsyncGenerator<FileNode> {
  const { problems } = walk;
  if (walk.left-- <= 0) return;
  if (node.broken) problems.push(node.broken);
  else if (node.kind === "directory") {
    try {
      for await (const entry of node.list()) {
        if (walk.left <= 0) return;
        if (!entry.name.startsWith(".")) yield* tablesBelow(entry.node, walk);
      }
    } catch (error) {
      problems.push(toPondError(error, `cannot list ${node.path}`));
    }
  } else if (node.kind !== "symlink" && node.table) yield node;
}

/** Whether a file is made of one whose size is over the limit, or not known. */
async function isLarge(
  file: FileNode,
  { tree, sourceBytes }: LookOptions,
): Promise<boolean> {
  if (sourceBytes === undefined) return false;
  const input = file.provenance?.().inputs.find(({ isLiteral }) => isLiteral);
  if (!input) return true;
  const { sizeBytes } = await (await tree.resolve(input.source)).stat();
  return sizeBytes === null || sizeBytes > sourceBytes;
}
