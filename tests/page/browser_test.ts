import { type PageGraph, pageLines } from "../../lib/page/mod.ts";
import { chartPoints, nearestValue } from "../../lib/page/browser/chart_points.ts";
import { cellText, sizeText, timeText, valueText } from "../../lib/page/browser/format.ts";
import { connected, layoutGraph } from "../../lib/page/browser/graph_layout.ts";
import { rowFilter } from "../../lib/page/browser/row_filter.ts";
import { assertEquals } from "../deps.ts";

Deno.test("rowFilter: words in any cell, or a column compared", () => {
  const columns = [{ name: "site", order: "text" }, { name: "temp", order: "number" }] as const;
  const rows = [["North Weir", 9], ["Mill", 20.5], ["Mill", null]] as const;
  const kept = (text: string) => rows.flatMap((row, i) => rowFilter(text, columns)(row) ? [i] : []);
  assertEquals(kept(""), [0, 1, 2]);
  assertEquals(kept("weir NORTH"), [0]);
  assertEquals(kept("temp > 9"), [1]);
  assertEquals(kept("TEMP<=9"), [0]);
  assertEquals(kept("site = Mill"), [1, 2]);
  assertEquals(kept("site != Mill"), [0]);
  assertEquals(kept("temp = null"), [2]);
  assertEquals(kept("temp != NULL"), [0, 1]);
  assertEquals(kept("temp >"), [0, 1, 2]);
  assertEquals(kept("other = 3"), []);
});

Deno.test("layoutGraph: sources left of what is made of them, cycles end", () => {
  const graph: PageGraph = {
    nodes: [],
    edges: [[0, 2], [1, 2], [2, 3], [0, 3], [4, 5], [5, 4]],
  };
  assertEquals([...connected(graph, 2)].sort(), [0, 1, 2, 3]);
  const { at, columns, rows } = layoutGraph(graph, new Set([0, 1, 2, 3]));
  assertEquals([0, 1, 2, 3].map((node) => at.get(node)!.column), [0, 0, 1, 2]);
  assertEquals([columns, rows], [3, 2]);
  assertEquals(layoutGraph(graph, new Set([4, 5])).at.size, 2);
});

Deno.test("chartPoints: places and values come back, times as seconds", () => {
  const xs = Float64Array.of(1_700_000_000e6, 1_700_000_000.5e6, 1_700_000_001e6);
  const line = { name: "a", column: "a", shown: true };
  const lines = pageLines([
    { ...line, points: { xs, ys: Float64Array.of(0.1, NaN, 3) } },
    { ...line, points: { xs, ys: Float64Array.of(1, 2, 3) } },
  ]);
  assertEquals(lines.places.length, 1);
  const chart = { yLabel: "", mark: "line", log: false, heat: null, ...lines } as const;
  const points = chartPoints({ ...chart, x: { is: "time", label: "t", zone: "UTC" } });
  assertEquals(points[0], {
    xs: [1_700_000_000, 1_700_000_000.5, 1_700_000_001],
    ys: [0.1, null, 3],
  });
  assertEquals(nearestValue(points[0]!.ys, 1, 1), 0);
  assertEquals(nearestValue(points[0]!.ys, 1, 0), null);
});

Deno.test("format: sizes, times, values", () => {
  assertEquals([sizeText(999), sizeText(2048), sizeText(5e6)], ["999 B", "2.0 KiB", "4.8 MiB"]);
  assertEquals(timeText("2026-01-31T12:00:00Z"), "2026-01-31 12:00");
  assertEquals(timeText("2026-01-31T12:00:01.25Z"), "2026-01-31 12:00:01.25");
  assertEquals([cellText(null), cellText(1.5), cellText("x")], ["NULL", "1.5", "x"]);
  assertEquals([valueText(1234567.891), valueText(1.5e-7), valueText(0)], [
    "1,234,570",
    "1.5e-7",
    "0",
  ]);
});
