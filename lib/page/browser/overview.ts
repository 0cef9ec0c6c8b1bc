/// <reference lib="dom" />
import type { PageNode, PondPage } from "../page_data.ts";
import { chartPoints, type DrawnPoints } from "./chart_points.ts";
import { h, s } from "./dom.ts";
import { countText, secondText, timeText } from "./format.ts";
import { kindIcon, kindText } from "./icons.ts";
import { nodeHref } from "./route.ts";

const SPARK = { width: 140, height: 28 };

/** Tables on the first screen; the tree has them all. */
const MOST_TABLES = 500;

/** What the page is about: how much of what, what is broken, and every table with a small chart. */
export function overview(page: PondPage): HTMLElement {
  const { title, nodes, transaction, time, leftOut } = page;
  const broken = nodes.filter(({ problem }) => problem !== null);
  const tables = nodes.filter(({ table }) => table !== null);
  return h(
    "article",
    { class: "overview" },
    h("h1", {}, title),
    h(
      "p",
      { class: "faint" },
      `After transaction ${transaction}${time === null ? "" : `, ${secondText(time)} UTC`}`,
    ),
    leftOut.length === 0
      ? null
      : h("ul", { class: "notes" }, ...leftOut.map((each) => h("li", {}, each))),
    numbers(page),
    broken.length === 0 ? null : h(
      "section",
      { "aria-label": "Broken", class: "broken" },
      h("h2", {}, "Broken"),
      h(
        "ul",
        {},
        ...broken.map((node) =>
          h(
            "li",
            {},
            h("a", { href: nodeHref(node) }, h("bdi", {}, node.path)),
            h("p", {}, node.problem!),
          )
        ),
      ),
    ),
    tables.length === 0 ? null : tablesOf(tables.slice(0, MOST_TABLES), tables.length),
  );
}

function numbers({ nodes }: PondPage): HTMLElement {
  const count = (test: (node: PageNode) => boolean) => nodes.filter(test).length;
  const tiles: [string, number][] = [
    ["series", count(({ kind }) => kind === "file:series")],
    ["tables", count(({ kind }) => kind === "file:table")],
    ["files", count(({ kind }) => kind === "file:data")],
    ["directories", count(({ kind, path }) => kind === "directory" && path !== "/")],
    ["computed", count(({ factory }) => factory !== null)],
    ["broken", count(({ problem }) => problem !== null)],
  ];
  return h(
    "ul",
    { class: "tiles" },
    ...tiles.filter(([, value]) => value > 0).map(([name, value]) =>
      h("li", {}, h("b", {}, countText(value)), h("span", {}, value === 1 ? singular(name) : name))
    ),
  );
}

function singular(name: string): string {
  return name === "directories" ? "directory" : name.replace(/(table|file)s$/, "$1");
}

function tablesOf(tables: readonly PageNode[], total: number): HTMLElement {
  const more = total - tables.length;
  const heads = ["Path", "Kind", "Rows", "From", "To", "Course"];
  return h(
    "section",
    { "aria-label": "Tables and series" },
    h("h2", {}, "Tables and series"),
    h(
      "div",
      { class: "scroll", tabindex: 0, role: "group", "aria-label": "Tables and series" },
      h(
        "table",
        { class: "index" },
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ...heads.map((head) =>
              h("th", { scope: "col", class: head === "Rows" ? "number" : "text" }, head)
            ),
          ),
        ),
        h("tbody", {}, ...tables.map(tableRow)),
      ),
    ),
    more > 0 ? h("p", { class: "faint" }, `and ${countText(more)} more, in the tree`) : null,
  );
}

function tableRow(node: PageNode): HTMLElement {
  const table = node.table!;
  const time = table.columns.find(({ name }) => name === table.timeColumn);
  const day = (value: unknown) => typeof value === "string" ? timeText(value) : "";
  return h(
    "tr",
    {},
    h(
      "th",
      { scope: "row" },
      h("a", { href: nodeHref(node) }, kindIcon(node.kind, node.factory), h("bdi", {}, node.path)),
    ),
    h("td", {}, kindText(node.kind, node.factory)),
    h("td", { class: "number" }, countText(table.rows)),
    h("td", { class: "time" }, day(time?.min)),
    h("td", { class: "time" }, day(time?.max)),
    h("td", {}, sparkline(node)),
  );
}

/** The first line of a chart, a few pixels high. */
function sparkline({ table, path }: PageNode): SVGElement | null {
  const chart = table?.chart;
  const points = chart ? chartPoints(chart)[0] : undefined;
  const ys = points?.ys.filter((y): y is number => y !== null) ?? [];
  if (!points || ys.length < 2) return null;
  const { width, height } = SPARK;
  const label = `${chart!.lines[0]!.name} of ${path}`;
  return s(
    "svg",
    {
      class: "spark",
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "aria-label": label,
    },
    s("path", { d: sparkPath(points, ys) }),
  );
}

/** From the least to the greatest value of each pixel, so that peaks stay. */
function sparkPath({ xs, ys }: DrawnPoints, values: readonly number[]): string {
  const [low, high] = values.reduce(
    ([a, b], y) => [Math.min(a, y), Math.max(b, y)] as const,
    [Infinity, -Infinity] as readonly [number, number],
  );
  const [from, to] = [xs[0]!, xs.at(-1)!];
  const { width, height } = SPARK;
  const columns = new Map<number, [number, number]>();
  let gap = true;
  let path = "";
  const flush = () => {
    for (const [x, [top, bottom]] of columns) {
      path += `${gap ? "M" : "L"}${x} ${top.toFixed(1)}${
        top === bottom ? "" : `V${bottom.toFixed(1)}`
      }`;
      gap = false;
    }
    columns.clear();
  };
  ys.forEach((y, i) => {
    if (y === null) {
      flush();
      gap = true;
      return;
    }
    const x = Math.round((xs[i]! - from) / (to - from || 1) * width * 2) / 2;
    const at = height - 2 - (y - low) / (high - low || 1) * (height - 4);
    const [top, bottom] = columns.get(x) ?? [at, at];
    columns.set(x, [Math.min(top, at), Math.max(bottom, at)]);
  });
  flush();
  return path;
}
