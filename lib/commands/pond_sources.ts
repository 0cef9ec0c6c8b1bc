import { PondError } from "../base/mod.ts";
import { isGlob, isSourceUrl } from "../paths/mod.ts";
import type { TreeReader } from "../tinyfs/mod.ts";
import { nodeAt } from "./tree_facts.ts";

/**
 * Pond paths as written, globs among them replaced by what they match; a node whose very name looks
 * like a glob is itself.
 * @throws {PondError} `not-found` for a glob without a match
 */
export async function expandSources(
  tree: TreeReader,
  sources: readonly string[],
): Promise<string[]> {
  const paths: string[] = [];
  for (const source of sources) {
    if (isSourceUrl(source) || !isGlob(source) || await nodeAt(tree, source)) {
      paths.push(source);
      continue;
    }
    const before = paths.length;
    for await (const { path } of tree.glob(source)) paths.push(path);
    if (paths.length === before) {
      throw new PondError("not-found", `cannot copy ${source}: nothing matches`);
    }
  }
  return paths;
}
