import type { ChartPage, PageNode, PondPage } from "./page_data.ts";

/** A page as it travels: of each node what there is, and nothing that follows from its place. */
export type PackedPage =
  | ChartPage
  | (Omit<PondPage, "nodes"> & { readonly nodes: readonly PackedNode[] });

/** A node as it travels. */
export type PackedNode = Partial<PageNode> & Pick<PageNode, "name" | "parent" | "kind">;

const NOTHING = {
  factory: null,
  size: null,
  version: null,
  modified: null,
  target: null,
  problem: null,
  versions: [],
  config: null,
  query: null,
  table: null,
} as const;

/** Without what is null or empty of nodes, which most of it is in a pond of many files. */
export function packed(page: PondPage | ChartPage): PackedPage {
  if (page.is === "chart") return page;
  return { ...page, nodes: page.nodes.map(packedNode) };
}

/** The page that was packed. */
export function unpacked(page: PackedPage): PondPage | ChartPage {
  if (page.is === "chart") return page;
  const nodes: PageNode[] = [];
  for (const node of page.nodes) {
    // A directory stands before what it holds.
    const above = node.parent === null ? undefined : nodes[node.parent]!.path;
    const path = above === undefined ? node.name : `${above === "/" ? "" : above}/${node.name}`;
    nodes.push({ ...NOTHING, path, ...node });
  }
  return { ...page, nodes };
}

function packedNode({ path: _, versions, ...node }: PageNode): PackedNode {
  const { name, parent, kind, ...facts } = node;
  const present = Object.entries(facts).filter(([, value]) => value !== null);
  return {
    name,
    parent,
    kind,
    ...Object.fromEntries(present),
    ...(versions.length > 0 ? { versions } : {}),
  };
}
