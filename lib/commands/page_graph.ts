import { printable } from "../base/mod.ts";
import type { GraphNode, PageGraph } from "../page/mod.ts";
import { parentOf } from "../paths/mod.ts";
import type { WhyNode } from "./why_node.ts";

/** So many files that are read alike are drawn as one. */
const ALIKE = 4;

/** What is made from what, of nodes and what they are made of. `places` are those of the page's nodes. */
export function graphOf(
  nodes: readonly WhyNode[],
  places: ReadonlyMap<string, number>,
): PageGraph {
  const links = linksOf(nodes);
  const joined = new Set(links.flat());
  const groups = groupsOf(nodes.filter(({ path }) => joined.has(path)), links);
  const groupOf = new Map<string, number>();
  groups.forEach((group, i) => group.forEach(({ path }) => groupOf.set(path, i)));
  const edges = new Map<string, [number, number]>();
  for (const [from, to] of links) {
    const [source, made] = [groupOf.get(from), groupOf.get(to)];
    if (source === undefined || made === undefined || source === made) continue;
    edges.set(`${source},${made}`, [source, made]);
  }
  return { nodes: groups.map((group) => graphNode(group, places)), edges: [...edges.values()] };
}

/** From a source to what is made of it, by path. */
function linksOf(nodes: readonly WhyNode[]): [string, string][] {
  // A directory that shows what it is made of stands behind its entries.
  const shown = new Set(nodes.flatMap(({ madeBy, inputs }) => inputs.length > 0 ? [madeBy] : []));
  return nodes.flatMap(({ path, inputs, madeBy }) => {
    if (shown.has(path)) return [];
    const sources = new Set(inputs.flatMap((input) => input.paths));
    // What has no sources of its own, such as a host's file, comes from the directory that shows it.
    if (sources.size === 0 && madeBy !== null) sources.add(madeBy);
    return [...sources].map((source): [string, string] => [source, path]);
  });
}

/** Nodes of one directory that have their sources, and what is made of them, in the same places. */
function groupsOf(
  nodes: readonly WhyNode[],
  links: readonly (readonly [string, string])[],
): WhyNode[][] {
  const byPath = new Map(nodes.map((node) => [node.path, node]));
  const around = new Map(
    nodes.map(({ path }) => [path, { from: new Set<string>(), to: new Set<string>() }]),
  );
  for (const [from, to] of links) {
    around.get(to)?.from.add(placeOf(from, byPath.get(from)));
    around.get(from)?.to.add(placeOf(to, byPath.get(to)));
  }
  const alike = new Map<string, WhyNode[]>();
  for (const node of nodes) {
    const { from, to } = around.get(node.path)!;
    const where = [
      placeOf(node.path, node),
      node.kind,
      node.factory,
      [...from].sort(),
      [...to].sort(),
    ];
    const key = JSON.stringify([...where, node.problem !== null]);
    alike.set(key, [...alike.get(key) ?? [], node]);
  }
  return [...alike.values()].flatMap((group) =>
    group.length < ALIKE ? group.map((node) => [node]) : [group]
  );
}

/** A node that was made by itself counts alone, others by their directory. */
function placeOf(path: string, node: WhyNode | undefined): string {
  const isOwn = node?.factory != null && node.madeBy === null;
  return isOwn ? path : `${parentOf(path)}/*`;
}

function graphNode(group: readonly WhyNode[], places: ReadonlyMap<string, number>): GraphNode {
  const { path, kind, factory } = group[0]!;
  const isOne = group.length === 1;
  const above = parentOf(path);
  return {
    label: printable(isOne ? path : `${above === "/" ? "" : above}/*`),
    node: places.get(isOne ? path : above) ?? null,
    kind,
    factory,
    count: group.length,
    broken: group.some(({ problem }) => problem !== null),
  };
}
