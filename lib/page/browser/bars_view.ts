/// <reference lib="dom" />
import type { PageChart } from "../chart_data.ts";
import { chartPoints } from "./chart_points.ts";
import { h } from "./dom.ts";
import { valueText } from "./format.ts";
import { lineColor, onTheme } from "./theme.ts";

/** A row a name and bar, so that long names can be read. */
export function barsView(chart: PageChart, names: readonly string[]): HTMLElement {
  const points = chartPoints(chart);
  const values = points.map(({ xs, ys }) => new Map(xs.map((x, i) => [x, ys[i] ?? null])));
  const all = points.flatMap(({ ys }) => ys).filter((y): y is number => y !== null);
  const [least, greatest] = [Math.min(0, ...all), Math.max(0, ...all)];
  const share = (value: number) => 100 * (value - least) / (greatest - least || 1);
  const rows = names.flatMap((name, at) =>
    chart.lines.map((line, i) => {
      const value = values[i]!.get(at) ?? null;
      const bar = h("span", { class: "part", "data-line": i });
      const [from, to] = [share(Math.min(0, value ?? 0)), share(Math.max(0, value ?? 0))];
      bar.style.marginInlineStart = `${from}%`;
      bar.style.width = `${to - from}%`;
      return h(
        "tr",
        {},
        i === 0 ? h("th", { scope: "row", rowspan: chart.lines.length }, h("bdi", {}, name)) : null,
        chart.lines.length > 1 ? h("td", {}, h("bdi", {}, line.name)) : null,
        h("td", { class: "length" }, bar),
        h("td", { class: "number" }, value === null ? "NULL" : valueText(value)),
      );
    })
  );
  const table = h("table", { class: "bars" }, h("tbody", {}, ...rows));
  const paint = () => {
    for (const bar of table.querySelectorAll<HTMLElement>(".part")) {
      bar.style.background = lineColor(Number(bar.dataset["line"]));
    }
  };
  paint();
  onTheme(paint);
  return h("section", { class: "chart", "aria-label": "Chart" }, table);
}
