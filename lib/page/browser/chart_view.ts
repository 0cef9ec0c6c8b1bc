/// <reference lib="dom" />
import { UPlot } from "../../deps/uplot.ts";
import type { PageChart } from "../chart_data.ts";
import { barsView } from "./bars_view.ts";
import { ChartMoves, type Range } from "./chart_moves.ts";
import { chartOptions, placeText, sizeOf } from "./chart_options.ts";
import { chartPoints, nearestValue } from "./chart_points.ts";
import { h } from "./dom.ts";
import { valueText } from "./format.ts";
import { heatView } from "./heat_view.ts";
import { lineColor, onTheme } from "./theme.ts";

/** Pixels within which the pointer finds a value. */
const REACH = 24;

/** A chart with its lines to choose from; `stop` ends what listens for it. */
export interface ChartView {
  readonly element: HTMLElement;
  readonly stop: () => void;
}

/** Draws `chart`, anew when its lines, its width or the colours change. */
export function chartView(chart: PageChart, title: string): ChartView {
  if (chart.heat) return { element: heatView(chart, chart.heat, title), stop: () => {} };
  if (chart.x.is === "names") return { element: barsView(chart, chart.x.names), stop: () => {} };
  const points = chartPoints(chart);
  const xs = points.flatMap((line) => [line.xs[0]!, line.xs.at(-1)!]).filter(Number.isFinite);
  const half = chart.mark === "bar" ? barStep(points) / 2 : 0;
  const whole = widened({ min: Math.min(...xs) - half, max: Math.max(...xs) + half });
  const shown = new Set(chart.lines.flatMap((line, i) => line.shown ? [i] : []));
  const area = h("div", {
    class: "plot",
    tabindex: 0,
    role: "img",
    "aria-label": `Chart of ${title}. Arrow keys pan, plus and minus zoom, 0 shows all.`,
  });
  let plot: UPlot | undefined;
  let moves: ChartMoves | undefined;
  const draw = () => {
    const { min, max } = plot?.scales["x"] ?? whole;
    plot?.destroy();
    const range = { min: min ?? whole.min, max: max ?? whole.max };
    plot = newPlot(chart, { points, shown: [...shown].sort((a, b) => a - b), area, range });
    moves = new ChartMoves(plot, whole);
    listen(plot, moves);
  };
  area.addEventListener("keydown", (event) => moves?.key(event));
  const resized = new ResizeObserver(() => {
    if (area.clientWidth === 0) return;
    if (!plot) draw();
    else if (plot.width !== area.clientWidth) {
      plot.setSize(sizeOf(area));
    }
  });
  resized.observe(area);
  const stopTheme = onTheme(() => plot && draw());
  const stop = () => {
    resized.disconnect();
    stopTheme();
    plot?.destroy();
  };
  const redraw = () => plot && draw();
  const element = h(
    "section",
    { class: "chart", "aria-label": "Chart" },
    h(
      "div",
      { class: "bar" },
      h("h2", {}, "Chart"),
      chooser(chart, shown, redraw),
      buttons(() => moves),
    ),
    area,
    h(
      "p",
      { class: "faint hint" },
      `${axisText(chart)}. Drag to zoom, Shift and drag to pan, double click to see all.`,
    ),
  );
  return { element, stop };
}

function axisText({ x }: PageChart): string {
  return x.is === "time" ? `${x.label}, ${x.zone}` : x.label;
}

function listen(plot: UPlot, moves: ChartMoves): void {
  plot.over.addEventListener("wheel", (event) => moves.wheel(event), { passive: false });
  plot.over.addEventListener("mousedown", (event) => moves.drag(event), { capture: true });
  plot.over.addEventListener("dblclick", () => moves.reset());
}

interface Drawing {
  readonly points: ReturnType<typeof chartPoints>;
  readonly shown: readonly number[];
  readonly area: HTMLElement;
  readonly range: Range;
}

function newPlot(chart: PageChart, { points, shown, area, range }: Drawing): UPlot {
  const tables = shown.map((line): UPlot.AlignedData => [points[line]!.xs, points[line]!.ys]);
  const data: UPlot.AlignedData = tables.length === 0 ? [[]] : UPlot.join(tables);
  const tip = h("div", { class: "tip", hidden: true });
  const options: UPlot.Options = {
    ...chartOptions(chart, area),
    scales: {
      x: { time: chart.x.is === "time", min: range.min, max: range.max },
      y: chart.log ? { distr: 3 } : chart.mark === "bar" ? { range: fromZero } : {},
    },
    cursor: {
      drag: { x: true, y: false, dist: 5 },
      points: { size: 7 },
      dataIdx: (plot, series, closest) => {
        const perPixel = data[0].length / Math.max(1, plot.over.clientWidth);
        return nearestValue(data[series]!, closest, Math.ceil(perPixel * REACH)) ?? closest;
      },
    },
    series: [{}, ...shown.map((line) => seriesOf(chart, line))],
    hooks: {
      init: [(plot) => void plot.over.append(tip)],
      setCursor: [(plot) => showTip(tip, { plot, chart, shown })],
    },
  };
  return new UPlot(options, data, area);
}

/** Bars reach up from zero. */
function fromZero(_: UPlot, min: number | null, max: number | null): [number, number] {
  const [low, high] = [Math.min(0, min ?? 0), Math.max(0, max ?? 1)];
  const room = (high - low) * 0.05 || 1;
  return [low < 0 ? low - room : 0, high > 0 ? high + room : 0];
}

function seriesOf({ lines, mark }: PageChart, line: number): UPlot.Series {
  const color = lineColor(line);
  const { bars } = UPlot.paths;
  return {
    label: lines[line]!.name,
    stroke: color,
    width: 1.5,
    ...(mark === "bar"
      ? {
        // Bars of several lines stand before each other.
        fill: `${color}b0`,
        points: { show: false },
        ...(bars ? { paths: bars({ size: [0.9, 100] }) } : {}),
      }
      : {}),
    ...(mark === "point"
      ? { paths: () => null, points: { show: true, size: 4, fill: color } }
      : {}),
  };
}

/** What is under the pointer: the place, and the value of each line. */
function showTip(
  tip: HTMLElement,
  { plot, chart, shown }: { plot: UPlot; chart: PageChart; shown: readonly number[] },
): void {
  const { idx, idxs, left = -1 } = plot.cursor;
  tip.hidden = idx === null || idx === undefined || left < 0 || shown.length === 0;
  if (tip.hidden) return;
  const values = shown.flatMap((line, i) => {
    const place = idxs?.[i + 1];
    const value = place === null || place === undefined ? null : plot.data[i + 1]![place];
    if (typeof value !== "number") return [];
    const dot = h("span", { class: "dot" });
    dot.style.background = lineColor(line);
    return [h("div", {}, dot, h("bdi", {}, chart.lines[line]!.name), h("b", {}, valueText(value)))];
  });
  tip.replaceChildren(
    h("div", { class: "faint" }, placeText(plot.data[0][idx!]!, chart)),
    ...values,
  );
  const isRight = left > plot.over.clientWidth / 2;
  tip.style.left = isRight ? "" : `${left + 12}px`;
  tip.style.right = isRight ? `${plot.over.clientWidth - left + 12}px` : "";
}

/** Buttons that turn lines on and off; where several columns are divided alike, the column too. */
function chooser(chart: PageChart, shown: Set<number>, redraw: () => void): HTMLElement {
  const { lines } = chart;
  const columns = [...new Set(lines.map(({ column }) => column))];
  const isDivided = lines.some(({ name, column }) => name !== column);
  const chips = h("div", { class: "chips", role: "group", "aria-label": "Lines" });
  const drawChips = (column: string | null) => {
    chips.replaceChildren(...lines.flatMap((line, i) => {
      if (column !== null && line.column !== column) return [];
      const dot = h("span", { class: "dot" });
      const paint = () => dot.style.background = lineColor(i);
      paint();
      const chip = h(
        "button",
        { type: "button", class: "chip", "aria-pressed": String(shown.has(i)) },
        dot,
        h("bdi", {}, line.name),
      );
      chip.addEventListener("click", () => {
        if (!shown.delete(i)) shown.add(i);
        paint();
        chip.setAttribute("aria-pressed", String(shown.has(i)));
        redraw();
      });
      return [chip];
    }));
  };
  drawChips(isDivided ? columns[0]! : null);
  onTheme(() => drawChips(isDivided ? select.value : null));
  const select = h(
    "select",
    { "aria-label": "Column" },
    ...columns.map((name) => h("option", { value: name }, name)),
  );
  select.addEventListener("change", () => {
    shown.clear();
    lines.forEach(({ column }, i) => column === select.value && shown.add(i));
    drawChips(select.value);
    redraw();
  });
  return h("div", { class: "choose" }, isDivided && columns.length > 1 ? select : null, chips);
}

function buttons(moves: () => ChartMoves | undefined): HTMLElement {
  const button = (text: string, label: string, action: (moves: ChartMoves) => void) =>
    h("button", {
      type: "button",
      class: "quiet",
      "aria-label": label,
      title: label,
      click: () => {
        const now = moves();
        if (now) action(now);
      },
    }, text);
  return h(
    "div",
    { class: "moves", role: "group", "aria-label": "Zoom" },
    button("←", "Earlier", (each) => each.pan(-0.5)),
    button("→", "Later", (each) => each.pan(0.5)),
    button("−", "Zoom out", (each) => each.zoom(0.5)),
    button("+", "Zoom in", (each) => each.zoom(2)),
    button("All", "Show all", (each) => each.reset()),
  );
}

/** The least distance between two bars. */
function barStep(points: ReturnType<typeof chartPoints>): number {
  const steps = points.flatMap(({ xs }) => xs.slice(1).map((x, i) => x - xs[i]!));
  const least = steps.reduce((a, step) => step > 0 && step < a ? step : a, Infinity);
  return Number.isFinite(least) ? least : 0;
}

/** Room around a place that is the only one. */
function widened({ min, max }: Range): Range {
  return min < max ? { min, max } : { min: min - 1, max: max + 1 };
}
