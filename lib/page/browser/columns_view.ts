/// <reference lib="dom" />
import type { PageColumn, PageTable } from "../page_data.ts";
import { h, s } from "./dom.ts";
import { cellText, countText } from "./format.ts";

const BARS = { width: 120, height: 28 };

/** Columns with their types and profiles. */
export function columnsView({ columns, rows, timeColumn }: PageTable): HTMLElement {
  const heads = ["Column", "Type", "NULL", "Distinct", "Least", "Greatest", "Values"];
  return h(
    "section",
    { "aria-label": "Columns", class: "columns" },
    h("h2", {}, "Columns"),
    h(
      "div",
      { class: "scroll", tabindex: 0, role: "group", "aria-label": "Columns of the table" },
      h(
        "table",
        { class: "profile" },
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ...heads.map((head, i) =>
              h("th", { scope: "col", class: i === 2 || i === 3 ? "number" : "text" }, head)
            ),
          ),
        ),
        h("tbody", {}, ...columns.map((column) => columnRow(column, { rows, timeColumn }))),
      ),
    ),
  );
}

function columnRow(
  column: PageColumn,
  { rows, timeColumn }: Pick<PageTable, "rows" | "timeColumn">,
): HTMLElement {
  const { name, type, nullable, nulls, distinct, exact, min, max, order } = column;
  const bound = (value: PageColumn["min"]) =>
    h(
      "td",
      { class: value === null ? "null" : order },
      h("bdi", {}, value === null ? "" : cellText(value)),
    );
  const about = distinct === null ? "" : `${exact ? "" : "≈ "}${countText(distinct)}`;
  return h(
    "tr",
    {},
    h(
      "th",
      { scope: "row" },
      h("bdi", {}, name),
      name === timeColumn ? h("span", { class: "tag" }, "time") : null,
    ),
    h("td", { class: "type" }, type, nullable ? null : h("span", { class: "faint" }, " not null")),
    h(
      "td",
      { class: "number" },
      nulls === 0 ? "0" : `${countText(nulls)} (${shareText(nulls / rows)})`,
    ),
    h("td", { class: "number" }, about),
    bound(min),
    bound(max),
    h("td", { class: "values" }, valuesOf(column)),
  );
}

function valuesOf({ name, histogram, top }: PageColumn): Element | null {
  if (histogram) return histogramOf(name, histogram);
  if (!top) return null;
  const most = Math.max(...top.map(([, count]) => count));
  return h(
    "ul",
    { class: "frequent" },
    ...top.map(([value, count]) => {
      const bar = h("span", { class: "part", "aria-hidden": "true" });
      bar.style.width = `${100 * count / most}%`;
      return h(
        "li",
        {},
        bar,
        h("bdi", {}, cellText(value)),
        h("span", { class: "count" }, countText(count)),
      );
    }),
  );
}

function histogramOf(name: string, counts: readonly number[]): SVGElement {
  const { width, height } = BARS;
  const most = Math.max(1, ...counts);
  const step = width / counts.length;
  const label = `Distribution of ${name}: ${counts.join(", ")}`;
  return s(
    "svg",
    {
      class: "histogram",
      role: "img",
      "aria-label": label,
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
    },
    ...counts.map((count, i) => {
      // One value among thousands is still to be seen.
      const tall = count === 0 ? 0 : Math.max(1, count / most * height);
      return s("rect", { x: i * step, y: height - tall, width: step - 1, height: tall });
    }),
  );
}

function shareText(share: number): string {
  const percent = share * 100;
  return percent < 0.1 ? "< 0.1%" : `${percent >= 10 ? Math.round(percent) : percent.toFixed(1)}%`;
}
