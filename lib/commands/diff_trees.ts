import { compareNames } from "../paths/mod.ts";
import type { Node } from "../tinyfs/mod.ts";
import type { DiffSide } from "./diff_text.ts";
import { type KindName, kindName } from "./tree_facts.ts";

/** A path that differs between two trees. */
export interface TreeChange {
  /** What became of it. */
  readonly change: "added" | "removed" | "changed";
  /** What sort of node it is. */
  readonly kind: KindName;
  /** A pond path, in the second tree unless it was removed. */
  readonly path: string;
}

/**
 * What differs between two directories, by path: what only one has, and what has another kind, config or content. What a
 * dynamic node computes is told apart by its config, not computed.
 */
export async function diffTrees(before: DiffSide, after: DiffSide): Promise<TreeChange[]> {
  const [old, young] = await Promise.all([before, after].map(contentsOf));
  const changes: TreeChange[] = [];
  for (const [name, { kind, state }] of young!) {
    const known = old!.get(name);
    const path = pathIn(after.path, name);
    if (!known) changes.push({ change: "added", kind, path });
    else if (known.state !== state) changes.push({ change: "changed", kind, path });
  }
  for (const [name, { kind }] of old!) {
    if (!young!.has(name)) {
      changes.push({ change: "removed", kind, path: pathIn(before.path, name) });
    }
  }
  return changes.sort((a, b) => compareNames(a.path, b.path));
}

interface Content {
  readonly kind: KindName;
  /** Equal where the node shows the same. */
  readonly state: string;
}

async function contentsOf({ reader, path }: DiffSide): Promise<Map<string, Content>> {
  const contents = new Map<string, Content>();
  for await (const match of reader.walk(path)) {
    if (match.path === path) continue;
    const name = path === "/" ? match.path.slice(1) : match.path.slice(path.length + 1);
    contents.set(name, { kind: kindName(match.node.kind), state: await stateOf(match.node) });
  }
  return contents;
}

async function stateOf(node: Node): Promise<string> {
  if (node.kind === "symlink") return `symlink ${node.target}`;
  const config = await node.config?.() ?? null;
  const versions = node.kind === "series" && node.factory === null
    ? (await node.versions?.() ?? []).filter((each) => !each.isWithdrawn)
    : [];
  const { sha256, sizeBytes } = await node.stat();
  const content = versions.length > 0 ? versions.map((each) => each.sha256) : [sha256, sizeBytes];
  return JSON.stringify([
    node.kind,
    node.factory,
    config,
    node.kind === "directory" ? null : content,
  ]);
}

function pathIn(directory: string, name: string): string {
  return directory === "/" ? `/${name}` : `${directory}/${name}`;
}
