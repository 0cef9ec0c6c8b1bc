import type { Pond } from "../pond/mod.ts";
import type { WhyNode } from "./why_node.ts";

/** `nodes` with the commands that wrote their versions. */
export async function withTransactions(
  nodes: readonly WhyNode[],
  pond: Pond,
): Promise<readonly WhyNode[]> {
  const wanted = new Set(nodes.flatMap(({ versions }) => versions.map((each) => each.transaction)));
  const argvs = new Map<number, readonly string[]>();
  for await (const { transaction, argv } of pond.log()) {
    if (argvs.size === wanted.size) break;
    if (wanted.has(transaction)) argvs.set(transaction, argv);
  }
  return nodes.map((node) => ({
    ...node,
    versions: node.versions.map((each) => ({ ...each, argv: argvs.get(each.transaction) ?? null })),
  }));
}

/** `nodes` with the time of the newest cached result of each, and what under it changed since. */
export function changedSince(
  nodes: readonly WhyNode[],
  cached: ReadonlyMap<string, bigint>,
): readonly WhyNode[] {
  const byPath = new Map(nodes.map((node) => [node.path, node]));
  return nodes.map((node) => {
    const cachedUs = cached.get(node.path);
    if (cachedUs === undefined) return node;
    const newer = [...allBelow(node, byPath)]
      .filter((each) => changedUs(each) > cachedUs)
      .map(({ path }) => path);
    return { ...node, cachedUs, newer };
  });
}

/** `node` and everything that it is made of. */
function allBelow(
  node: WhyNode,
  byPath: ReadonlyMap<string, WhyNode>,
  seen: Set<WhyNode> = new Set(),
): ReadonlySet<WhyNode> {
  if (seen.has(node)) return seen;
  seen.add(node);
  for (const path of node.inputs.flatMap(({ paths }) => paths)) {
    const input = byPath.get(path);
    if (input) allBelow(input, byPath, seen);
  }
  const maker = node.madeBy === null ? undefined : byPath.get(node.madeBy);
  // Of the directory that makes it the config counts, not what else it shows.
  if (maker) seen.add(maker);
  return seen;
}

function changedUs({ host, versions }: WhyNode): bigint {
  const stored = versions.at(-1)?.timeUs ?? 0n;
  // A host directory changes with every file that comes or goes; the files themselves count.
  const shown = host !== null && host.sizeBytes !== null ? host.modifiedUs ?? 0n : 0n;
  return stored > shown ? stored : shown;
}
