import type { PondError } from "../base/mod.ts";
import {
  type DirectoryNode,
  globNodes,
  resolveNode,
  type TreeReader,
  type View,
} from "../tinyfs/mod.ts";

/**
 * Reading by path from `root`. Problems on the way of a glob go to `onProblem`. With `within`, the
 * dynamic node of that id is reading: it doesn't see itself expanded.
 */
export function treeOf(
  root: DirectoryNode,
  options: { onProblem: (problem: PondError) => void; within?: string },
): TreeReader {
  const { onProblem, within } = options;
  const seen = (view?: View): View => {
    const expanding = new Set(view?.expanding);
    if (within !== undefined) expanding.add(within);
    return { expanding };
  };
  return {
    resolve: (path, view) => resolveNode(root, path, { followLast: true, view: seen(view) }),
    glob: (pattern, view) => globNodes(root, pattern, { onProblem, view: seen(view) }),
  };
}
