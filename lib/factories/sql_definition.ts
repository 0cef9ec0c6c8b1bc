import { hashParts, isPondError } from "../base/mod.ts";
import { isDotMatch, parseSource } from "../paths/mod.ts";
import type { DefinitionRequest, FileNode, Node, TreeReader } from "../tinyfs/mod.ts";

/** Where definitions are looked up. */
export interface DefinitionSearch {
  readonly tree: TreeReader;
  readonly request: DefinitionRequest;
}

/** In place of the definitions of a source that is nothing: then computing says what is missing. */
const NOTHING = "nothing";

/**
 * The definitions of the nodes that `source` names; stored nodes have none.
 * @throws {PondError} `cycle`; `unsupported` for too many levels
 */
export async function definitionBelow(
  source: string,
  { tree, request }: DefinitionSearch,
): Promise<readonly string[]> {
  const found = new Set<string>();
  const nodes = await nodesOf(source, tree);
  if (nodes.length === 0) return [NOTHING];
  for (const node of nodes) {
    const definition = await definitionOfNode(node, request);
    if (definition !== null) found.add(definition);
  }
  return [...found];
}

async function nodesOf(source: string, tree: TreeReader): Promise<readonly Node[]> {
  const { path, isGlob } = parseSource(source);
  try {
    return [await tree.resolve(path)];
  } catch (error) {
    if (!isPondError(error)) throw error;
    // Nothing has that very name; it may be a pattern.
    if (!isGlob) return [];
  }
  const nodes: Node[] = [];
  for await (const match of tree.glob(path)) {
    if (!isDotMatch(match.path, path)) nodes.push(match.node);
  }
  return nodes;
}

async function definitionOfNode(node: Node, request: DefinitionRequest): Promise<string | null> {
  if (node.kind === "directory" || node.kind === "symlink" || node.broken) return null;
  if (node.table?.definition) return await node.table.definition(request);
  return node.factory === null ? null : await configOf(node);
}

/** A node of another factory is what its config says. */
async function configOf(node: FileNode): Promise<string | null> {
  const config = await node.config?.();
  return config === undefined ? null : hashParts([node.factory!, config]);
}
