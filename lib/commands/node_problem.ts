import { inNode, type PondError, toPondError } from "../base/mod.ts";
import type { Node } from "../tinyfs/mod.ts";

/**
 * Why a node can't be used, as far as that is known without computing anything: a config that can't
 * be read, a factory that this build doesn't have, a dynamic directory that can't be listed.
 */
export async function problemOf(node: Node): Promise<PondError | null> {
  if (node.broken) return node.broken;
  if (node.kind !== "directory" || node.factory === null || node.config === undefined) return null;
  try {
    for await (const _ of node.list()) return null;
    return null;
  } catch (error) {
    return toPondError(error, `cannot open ${node.path}`);
  }
}

/**
 * As {@linkcode problemOf}; of a computed table also what keeps its columns from being known, such as
 * a source that is gone. Its rows are not computed.
 */
export async function openingProblemOf(node: Node): Promise<PondError | null> {
  const problem = await problemOf(node);
  if (problem || node.kind === "directory" || node.kind === "symlink") return problem;
  if (node.factory === null || node.config === undefined || !node.table) return null;
  try {
    await node.table.describe();
    return null;
  } catch (error) {
    return inNode(toPondError(error), node.path);
  }
}
