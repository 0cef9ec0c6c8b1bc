/// <reference lib="dom" />
import { UPlot } from "../../deps/uplot.ts";
import type { PageChart, PageHeat } from "../chart_data.ts";
import { chartOptions, placeText } from "./chart_options.ts";
import { h } from "./dom.ts";
import { valueText } from "./format.ts";
import { onTheme } from "./theme.ts";

const MICROSECONDS = 1e6;

/** A heat map: axes by uPlot, which zooms into them, and cells painted between. */
export function heatView(chart: PageChart, heat: PageHeat, title: string): HTMLElement {
  const area = h("div", { class: "plot", role: "img", "aria-label": `Heat map of ${title}` });
  const unit = chart.x.is === "time" ? MICROSECONDS : 1;
  const [from, to] = [heat.from / unit, heat.to / unit];
  let plot: UPlot | undefined;
  const draw = () => {
    plot?.destroy();
    const tip = h("div", { class: "tip", hidden: true });
    const options: UPlot.Options = {
      ...chartOptions(chart, area),
      scales: {
        x: { time: chart.x.is === "time", min: from, max: to },
        y: { range: [heat.bottom, heat.top] },
      },
      series: [{}, { show: true, paths: () => null, points: { show: false } }],
      hooks: {
        init: [(each) => void each.over.append(tip)],
        drawAxes: [(each) => paint(each, heat, { from, to })],
        setCursor: [(each) => showCell(tip, { plot: each, chart, heat, from, to })],
      },
    };
    if (heat.names) {
      const names = heat.names;
      const inside = (splits: number[]) => splits.map((at) => names[at] ?? "");
      options.axes![1] = {
        ...options.axes![1]!,
        size: 120,
        grid: { show: false },
        splits: () => names.map((_, i) => i),
        values: (_, splits) => inside(splits),
      };
    }
    plot = new UPlot(options, [[from, to], [heat.bottom, heat.top]], area);
  };
  new ResizeObserver(() => area.clientWidth > 0 && plot?.width !== area.clientWidth && draw())
    .observe(area);
  onTheme(() => plot && draw());
  const words = `${heat.label}: ${valueText(heat.least)} to ${valueText(heat.greatest)}`;
  const strip = h("span", { class: "strip", "aria-hidden": "true" });
  strip.style.background = `linear-gradient(to right, ${heat.palette.join(", ")})`;
  return h(
    "section",
    { class: "chart", "aria-label": "Chart" },
    area,
    h("p", { class: "faint hint" }, strip, words),
  );
}

interface Ends {
  readonly from: number;
  readonly to: number;
}

function rowsOf({ cells, columns }: PageHeat): number {
  return cells.length / columns;
}

function paint(plot: UPlot, heat: PageHeat, { from, to }: Ends): void {
  const { ctx, bbox } = plot;
  const rows = rowsOf(heat);
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  heat.cells.forEach((value, i) => {
    if (value === null) return;
    const [column, row] = [i % heat.columns, Math.floor(i / heat.columns)];
    const x = (at: number) => plot.valToPos(from + (to - from) * at / heat.columns, "x", true);
    const y = (at: number) =>
      plot.valToPos(heat.bottom + (heat.top - heat.bottom) * at / rows, "y", true);
    const share = heat.greatest === heat.least
      ? 1
      : (value - heat.least) / (heat.greatest - heat.least);
    ctx.fillStyle = heat.palette[Math.round(share * (heat.palette.length - 1))]!;
    const [left, top] = [Math.floor(x(column)), Math.floor(y(row + 1))];
    ctx.fillRect(left, top, Math.ceil(x(column + 1)) - left, Math.ceil(y(row)) - top);
  });
  ctx.restore();
}

/** What is under the pointer. */
function showCell(
  tip: HTMLElement,
  { plot, chart, heat, from, to }: Ends & { plot: UPlot; chart: PageChart; heat: PageHeat },
): void {
  const { left = -1, top = -1 } = plot.cursor;
  tip.hidden = left < 0;
  if (tip.hidden) return;
  const rows = rowsOf(heat);
  const x = plot.posToVal(left, "x");
  const column = Math.min(heat.columns - 1, Math.floor((x - from) / (to - from) * heat.columns));
  const share = (plot.posToVal(top, "y") - heat.bottom) / (heat.top - heat.bottom);
  const row = Math.min(rows - 1, Math.max(0, Math.floor(share * rows)));
  const value = heat.cells[row * heat.columns + column] ?? null;
  const start = from + (to - from) * column / heat.columns;
  tip.replaceChildren(
    h("div", { class: "faint" }, placeText(chart.x.is === "names" ? column : start, chart)),
    heat.names ? h("div", {}, h("bdi", {}, heat.names[row]!)) : "",
    h("div", {}, heat.label, h("b", {}, value === null ? "nothing" : valueText(value))),
  );
  const isRight = left > plot.over.clientWidth / 2;
  tip.style.left = isRight ? "" : `${left + 12}px`;
  tip.style.right = isRight ? `${plot.over.clientWidth - left + 12}px` : "";
}
