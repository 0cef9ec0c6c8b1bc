import type { PageGraph } from "../page_data.ts";

/** Where the nodes of a graph are: columns from sources to what is made of them. */
export interface GraphLayout {
  /** Column and row of each node that is drawn, by its place in the graph. */
  readonly at: ReadonlyMap<number, { readonly column: number; readonly row: number }>;
  readonly columns: number;
  readonly rows: number;
}

const SWEEPS = 4;

/** Lays out the nodes in `chosen`: each one column after the last of its sources. */
export function layoutGraph({ edges }: PageGraph, chosen: ReadonlySet<number>): GraphLayout {
  const inside = edges.filter(([from, to]) => chosen.has(from) && chosen.has(to));
  const depthOf = depths(chosen, inside);
  const steps = [...new Set(depthOf.values())].sort((a, b) => a - b);
  const columns = steps.map((depth) => [...chosen].filter((node) => depthOf.get(node) === depth));
  const row = new Map<number, number>();
  const number = () => columns.forEach((column) => column.forEach((node, i) => row.set(node, i)));
  number();
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const [near, far] = sweep % 2 === 0 ? [1, 0] as const : [0, 1] as const;
    for (const column of sweep % 2 === 0 ? columns : columns.toReversed()) {
      const wish = new Map(column.map((node) => {
        const others = inside.filter((edge) => edge[near] === node).map((edge) =>
          row.get(edge[far])!
        );
        const mean = others.reduce((sum, each) => sum + each, 0) / others.length;
        return [node, others.length === 0 ? row.get(node)! : mean];
      }));
      column.sort((a, b) => wish.get(a)! - wish.get(b)! || a - b);
      column.forEach((node, i) => row.set(node, i));
    }
  }
  const at = new Map(
    [...chosen].map((
      node,
    ) => [node, { column: steps.indexOf(depthOf.get(node)!), row: row.get(node)! }]),
  );
  return { at, columns: columns.length, rows: Math.max(0, ...columns.map(({ length }) => length)) };
}

/** The node at `start`, and all that it is made of and that is made of it. */
export function connected({ edges }: PageGraph, start: number): Set<number> {
  const found = new Set<number>([start]);
  for (const [from, to] of [[0, 1], [1, 0]] as const) {
    const queue = [start];
    for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
      for (const edge of edges) {
        if (edge[from] !== node || found.has(edge[to])) continue;
        found.add(edge[to]);
        queue.push(edge[to]);
      }
    }
  }
  return found;
}

/** Steps from the farthest source; a cycle ends where it began. */
function depths(
  nodes: ReadonlySet<number>,
  edges: readonly (readonly [number, number])[],
): Map<number, number> {
  const sources = new Map<number, number[]>();
  for (const [from, to] of edges) sources.set(to, [...sources.get(to) ?? [], from]);
  const found = new Map<number, number>();
  const visit = (node: number): number => {
    const known = found.get(node);
    if (known !== undefined) return known;
    found.set(node, 0);
    const depth = Math.max(-1, ...(sources.get(node) ?? []).map(visit)) + 1;
    found.set(node, depth);
    return depth;
  };
  for (const node of nodes) visit(node);
  return found;
}
