/// <reference lib="dom" />
import type { Cell, PageTable } from "../page_data.ts";
import { h } from "./dom.ts";
import { cellText, counted } from "./format.ts";
import { type RowFilter, rowFilter } from "./row_filter.ts";

/** Rows that are on the page at a time; a button shows more. */
const STEP = 500;

/** The first rows of a table: sorted by a column, filtered by words. */
export function rowsView({ columns, sample, rows }: PageTable): HTMLElement {
  let sorted: { column: number; down: boolean } | null = null;
  let filter: RowFilter = () => true;
  let shown = STEP;
  const body = h("tbody");
  const status = h("p", { class: "faint", role: "status" });
  const more = h("button", { type: "button", click: () => (shown += STEP, draw()) }, "More rows");
  const heads = columns.map(({ name, order }, column) => {
    const button = h(
      "button",
      { type: "button", class: "sort", click: () => sortBy(column) },
      name,
    );
    return h("th", { scope: "col", class: order, "aria-sort": "none" }, button);
  });
  const sortBy = (column: number) => {
    const down = sorted?.column === column && !sorted.down;
    sorted = sorted?.column === column && sorted.down ? null : { column, down };
    heads.forEach((head, i) =>
      head.setAttribute(
        "aria-sort",
        sorted?.column !== i ? "none" : sorted.down ? "descending" : "ascending",
      )
    );
    draw();
  };
  const draw = () => {
    const kept = sample.filter(filter);
    if (sorted) kept.sort(comparing(sorted, columns[sorted.column]!.order));
    body.replaceChildren(
      ...kept.slice(0, shown).map((row) =>
        h("tr", {}, ...row.map((cell, i) => cellElement(cell, columns[i]!.order)))
      ),
    );
    more.hidden = kept.length <= shown;
    const first = sample.length < rows
      ? `the first ${counted(sample.length, "row")} of ${rows.toLocaleString("en-US")}`
      : counted(rows, "row");
    status.textContent = kept.length === sample.length
      ? first
      : `${counted(kept.length, "row")} of ${first}`;
  };
  const input = h("input", {
    type: "search",
    class: "filter",
    placeholder: "Filter: words, or column > 20",
    "aria-label": "Filter the rows",
    input: () => {
      filter = rowFilter(input.value, columns);
      draw();
    },
  });
  draw();
  return h(
    "section",
    { "aria-label": "Rows", class: "rows" },
    h("div", { class: "bar" }, h("h2", {}, "Rows"), status, input),
    h(
      "div",
      { class: "scroll", tabindex: 0, role: "group", "aria-label": "Rows of the table" },
      h("table", { class: "data" }, h("thead", {}, h("tr", {}, ...heads)), body),
    ),
    more,
  );
}

function cellElement(cell: Cell, order: "number" | "text"): HTMLElement {
  const text = cellText(cell);
  const kind = cell === null ? "null" : order;
  return h("td", { class: kind, title: text.length > 40 ? text : null }, h("bdi", {}, text));
}

/** NaN is greater than all others, as in SQL. */
function numberOf(cell: Cell): number {
  const number = Number(cell);
  return Number.isNaN(number) ? Infinity : number;
}

/** NULL comes last in both directions. */
function comparing(
  { column, down }: { readonly column: number; readonly down: boolean },
  order: "number" | "text",
): (a: readonly Cell[], b: readonly Cell[]) => number {
  return (left, right) => {
    const [a, b] = [left[column]!, right[column]!];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    const way = down ? -1 : 1;
    if (order === "number") return way * (numberOf(a) - numberOf(b) || 0);
    return way * (a < b ? -1 : a > b ? 1 : 0);
  };
}
