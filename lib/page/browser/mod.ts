/// <reference lib="dom" />
/**
 * The program in the page. It reads the JSON beside it, and shows the part that the address asks
 * for. All that comes from the pond reaches the page as text nodes and attributes: nothing here
 * parses markup, evaluates text, or asks a network.
 *
 * @module
 */
import type { ChartPage, PondPage } from "../page_data.ts";
import { type PackedPage, unpacked } from "../packed.ts";
import { chartView } from "./chart_view.ts";
import { h } from "./dom.ts";
import { graphView } from "./graph_view.ts";
import { logView } from "./log_view.ts";
import { nodeView, type View } from "./node_view.ts";
import { overview } from "./overview.ts";
import { currentRoute } from "./route.ts";
import { themeButton } from "./theme.ts";
import { TreeView } from "./tree_view.ts";

const data = unpacked(JSON.parse(document.getElementById("data")!.textContent!) as PackedPage);
if (data.is === "chart") showChart(data);
else showPond(data);

function showChart({ title, chart, notes }: ChartPage): void {
  const main = h(
    "main",
    { class: "alone" },
    h("div", { class: "bar" }, h("h1", {}, title), themeButton()),
    chartView(chart, title).element,
    notes.length === 0
      ? null
      : h("ul", { class: "notes" }, ...notes.map((note) => h("li", {}, note))),
  );
  document.body.append(main);
}

function showPond(page: PondPage): void {
  const tree = new TreeView(page);
  const tabs = [["#", "Overview"], ["#lineage", "Lineage"], ["#log", "Log"]].map(([href, name]) =>
    h("a", { href: href! }, name!)
  );
  const main = h("main", { id: "main", tabindex: -1 });
  const side = h("nav", { class: "side", "aria-label": "Tree" }, tree.element);
  const menu = h("button", {
    type: "button",
    class: "quiet menu",
    "aria-expanded": "false",
    click: () => openSide(!side.classList.contains("open")),
  }, "Tree");
  const openSide = (open: boolean) => {
    side.classList.toggle("open", open);
    menu.setAttribute("aria-expanded", String(open));
  };
  let stop: (() => void) | undefined;
  const show = () => {
    stop?.();
    const route = currentRoute(page);
    const view = viewOf(page);
    stop = view.stop;
    main.replaceChildren(view.element);
    tabs.forEach((tab) => {
      const isHere = tab.textContent!.toLowerCase() === route.is;
      tab.toggleAttribute("aria-current", isHere);
      if (isHere) tab.setAttribute("aria-current", "page");
    });
    tree.select(route.is === "node" ? route.place : null);
    openSide(false);
    scrollTo(0, 0);
  };
  document.body.append(
    h("a", {
      class: "skip",
      href: "#main",
      click: (event: Event) => (event.preventDefault(), main.focus()),
    }, "Skip to content"),
    h(
      "header",
      { class: "top" },
      menu,
      h("span", { class: "brand" }, page.title),
      h("nav", { "aria-label": "Views" }, ...tabs),
      themeButton(),
    ),
    h("div", { class: "frame" }, side, main),
  );
  addEventListener("hashchange", show);
  addEventListener("keydown", (event) => {
    const isTyping = event.target instanceof HTMLInputElement;
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    openSide(true);
    tree.focusFilter();
  });
  show();
}

function viewOf(page: PondPage): View {
  const route = currentRoute(page);
  switch (route.is) {
    case "node":
      return nodeView(page, route.place);
    case "log":
      return { element: logView(page) };
    case "lineage":
      return {
        element: h(
          "section",
          { class: "lineage", "aria-label": "Lineage" },
          h("h1", {}, "Lineage"),
          page.graph.nodes.length === 0
            ? h("p", { class: "faint" }, "Nothing here is made from anything else.")
            : graphView(page, null),
        ),
      };
    default:
      return { element: overview(page) };
  }
}
