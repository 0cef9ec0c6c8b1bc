/// <reference lib="dom" />
import type { GraphNode, PondPage } from "../page_data.ts";
import { h, s } from "./dom.ts";
import { connected, layoutGraph } from "./graph_layout.ts";
import { kindIcon, kindText } from "./icons.ts";
import { nodeHref } from "./route.ts";

const BOX = { width: 208, height: 44, across: 64, down: 14, margin: 8 };

/** More nodes than this are no picture: a list of what each is made of says more. */
const MOST_NODES = 400;

/** Characters of a label that fit. */
const LABEL = 26;

/**
 * What is made from what, from left to right.
 * @param around a place among the page's nodes: only what has to do with that
 */
export function graphView(page: PondPage, around: number | null): HTMLElement | null {
  const { graph } = page;
  const start = around === null ? -1 : graph.nodes.findIndex(({ node }) => node === around);
  if (around !== null && start < 0) return null;
  const chosen = start < 0 ? new Set(graph.nodes.keys()) : connected(graph, start);
  const words = graphWords(page, chosen);
  if (chosen.size > MOST_NODES) return words;
  const { at, columns, rows } = layoutGraph(graph, chosen);
  const xOf = (node: number) => BOX.margin + at.get(node)!.column * (BOX.width + BOX.across);
  const yOf = (node: number) => BOX.margin + at.get(node)!.row * (BOX.height + BOX.down);
  const width = 2 * BOX.margin + columns * (BOX.width + BOX.across) - BOX.across;
  const height = 2 * BOX.margin + rows * (BOX.height + BOX.down) - BOX.down;
  const lines = graph.edges.filter(([from, to]) => chosen.has(from) && chosen.has(to))
    .map(([from, to]) => {
      const [x1, y1] = [xOf(from) + BOX.width, yOf(from) + BOX.height / 2];
      const [x2, y2] = [xOf(to), yOf(to) + BOX.height / 2];
      const bend = Math.max(24, (x2 - x1) / 2);
      return s("path", {
        class: "edge",
        d: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`,
      });
    });
  const boxes = [...chosen].map((place) =>
    box(page, graph.nodes[place]!, { x: xOf(place), y: yOf(place), here: place === start })
  );
  const drawing = s(
    "svg",
    {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: "group",
      "aria-label": "What is made from what",
    },
    ...lines,
    ...boxes,
  );
  return h(
    "div",
    { class: "graph scroll", tabindex: 0, role: "group", "aria-label": "Lineage" },
    drawing,
  );
}

function box(
  { nodes }: PondPage,
  { label, node, kind, factory, count, broken }: GraphNode,
  { x, y, here }: { readonly x: number; readonly y: number; readonly here: boolean },
): SVGElement {
  const icon = kindIcon(kind, factory);
  icon.setAttribute("x", String(x + 10));
  icon.setAttribute("y", String(y + 14));
  const what = count > 1 ? `${count} × ${kindText(kind, factory)}` : kindText(kind, factory);
  const classes = [
    "box",
    here ? "here" : "",
    broken ? "broken" : "",
    factory === null ? "" : "made",
  ];
  const content = [
    s("title", {}, label),
    s("rect", { x, y, width: BOX.width, height: BOX.height, rx: 6 }),
    icon,
    s("text", { x: x + 34, y: y + 19, class: "label" }, shortened(label)),
    s("text", { x: x + 34, y: y + 34, class: "what" }, broken ? `${what}, broken` : what),
  ];
  const attributes = { class: classes.join(" ").trim() };
  return node === null
    ? s("g", attributes, ...content)
    : s("a", { ...attributes, href: nodeHref(nodes[node]!) }, ...content);
}

/** The end of a path says more than its start. */
function shortened(label: string): string {
  const characters = [...label];
  return characters.length <= LABEL ? label : `…${characters.slice(1 - LABEL).join("")}`;
}

/** The same in words. */
function graphWords({ nodes, graph }: PondPage, chosen: ReadonlySet<number>): HTMLElement {
  const link = ({ label, node }: GraphNode) =>
    node === null ? h("bdi", {}, label) : h("a", { href: nodeHref(nodes[node]!) }, label);
  const made = [...chosen].flatMap((place) => {
    const sources = graph.edges.filter(([, to]) => to === place).map(([from]) =>
      graph.nodes[from]!
    );
    if (sources.length === 0) return [];
    const links = sources.flatMap((source, i) => i === 0 ? [link(source)] : [", ", link(source)]);
    return [h("li", {}, link(graph.nodes[place]!), " from ", ...links)];
  });
  return h("ul", { class: "words" }, ...made);
}
