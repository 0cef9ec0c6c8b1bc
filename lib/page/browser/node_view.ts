/// <reference lib="dom" />
import type { PageNode, PondPage } from "../page_data.ts";
import { chartView } from "./chart_view.ts";
import { columnsView } from "./columns_view.ts";
import { type Child, h } from "./dom.ts";
import { counted, secondText, sizeText, timeText } from "./format.ts";
import { graphView } from "./graph_view.ts";
import { kindIcon, kindText } from "./icons.ts";
import { nodeHref } from "./route.ts";
import { rowsView } from "./rows_view.ts";

/** Part of the page, and what ends with it. */
export interface View {
  readonly element: HTMLElement;
  readonly stop?: () => void;
}

/** One node whole. */
export function nodeView(page: PondPage, place: number): View {
  const node = page.nodes[place]!;
  const { table, problem, query, config, target } = node;
  const chart = table?.chart ? chartView(table.chart, node.path) : null;
  const lineage = graphView(page, place);
  const element = h(
    "article",
    { class: "node" },
    crumbs(page, node),
    h("h1", {}, kindIcon(node.kind, node.factory), h("bdi", {}, node.name)),
    facts(node),
    problem === null ? null : h("p", { class: "problem", role: "alert" }, problem),
    target === null ? null : h("p", {}, "Points to ", h("code", {}, target)),
    node.kind === "directory" ? entries(page, place) : null,
    table && table.notes.length > 0
      ? h("ul", { class: "notes" }, ...table.notes.map((note) => h("li", {}, note)))
      : null,
    chart?.element ?? null,
    table ? columnsView(table) : null,
    table ? rowsView(table) : null,
    lineage ? section("Lineage", lineage) : null,
    query === null
      ? null
      : section("Query", h("pre", { tabindex: 0 }, h("code", {}, query.trim()))),
    config === null
      ? null
      : section("Config", h("pre", { tabindex: 0 }, h("code", {}, config.trim()))),
    versions(node),
  );
  return chart ? { element, stop: chart.stop } : { element };
}

function section(title: string, ...children: readonly Child[]): HTMLElement {
  return h("section", { "aria-label": title }, h("h2", {}, title), ...children);
}

/** The directories above, as links. */
function crumbs({ nodes }: PondPage, { parent }: PageNode): HTMLElement {
  const above: PageNode[] = [];
  for (let at = parent; at !== null; at = nodes[at]!.parent) above.unshift(nodes[at]!);
  return h(
    "nav",
    { class: "crumbs", "aria-label": "Directories above" },
    ...above.flatMap((node) => [
      h("a", { href: nodeHref(node) }, h("bdi", {}, node.name)),
      node.name === "/" ? " " : " / ",
    ]),
  );
}

function facts(node: PageNode): HTMLElement {
  const { kind, factory, size, version, modified, table } = node;
  const time = table?.columns.find(({ name }) => name === table.timeColumn);
  const pairs: [string, string | null][] = [
    ["Kind", kindText(kind, factory)],
    ["Rows", table ? table.rows.toLocaleString("en-US") : null],
    [
      "Time",
      time && time.min !== null
        ? `${timeText(String(time.min))} to ${timeText(String(time.max))} UTC`
        : null,
    ],
    ["Size", size === null ? null : sizeText(size)],
    [
      "Version",
      version === null || kind === "directory" && factory === null ? null : String(version),
    ],
    ["Modified", modified === null ? null : `${secondText(modified)} UTC`],
  ];
  return h(
    "dl",
    { class: "facts" },
    ...pairs.flatMap(([name, value]) =>
      value === null ? [] : [h("div", {}, h("dt", {}, name), h("dd", {}, value))]
    ),
  );
}

function entries({ nodes }: PondPage, place: number): HTMLElement {
  const inside = nodes.filter(({ parent }) => parent === place);
  return h(
    "ul",
    { class: "entries", "aria-label": "Entries" },
    ...inside.map((node) =>
      h(
        "li",
        {},
        h(
          "a",
          { href: nodeHref(node) },
          kindIcon(node.kind, node.factory),
          h("bdi", {}, node.name),
        ),
        h("span", { class: "faint" }, entryFacts(node)),
        node.problem === null ? null : h("span", { class: "bad" }, "broken"),
      )
    ),
    inside.length === 0 ? h("li", { class: "faint" }, "Nothing here.") : null,
  );
}

function entryFacts({ kind, factory, size, table }: PageNode): string {
  const rows = table ? counted(table.rows, "row") : null;
  return [kindText(kind, factory), rows ?? (size === null ? null : sizeText(size))]
    .filter((each) => each !== null).join(" · ");
}

function versions({ versions: all, config }: PageNode): HTMLElement | null {
  if (all.length === 0) return null;
  const heads = ["Version", "Transaction", "Time", "Size", "SHA-256"];
  return section(
    config === null ? "Versions" : "Versions of the config",
    h(
      "div",
      { class: "scroll", tabindex: 0, role: "group", "aria-label": "Versions" },
      h(
        "table",
        { class: "data" },
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ...heads.map((head, i) =>
              h("th", { scope: "col", class: i === 2 || i === 4 ? "text" : "number" }, head)
            ),
          ),
        ),
        h(
          "tbody",
          {},
          ...all.map((each) =>
            h(
              "tr",
              { class: each.withdrawn ? "withdrawn" : null },
              h("td", { class: "number" }, each.version),
              h("td", { class: "number" }, each.transaction),
              h("td", {}, secondText(each.time), each.withdrawn ? " (withdrawn)" : null),
              h("td", { class: "number" }, sizeText(each.size)),
              h("td", { class: "hash", title: each.sha256 }, each.sha256.slice(0, 12)),
            )
          ),
        ),
      ),
    ),
  );
}
