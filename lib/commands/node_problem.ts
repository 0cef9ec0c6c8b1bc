import { type PondError, toPondError } from "../base/mod.ts";
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
