/// <reference lib="dom" />
import { UPlot } from "../../deps/uplot.ts";
import type { PageChart } from "../chart_data.ts";
import { valueText } from "./format.ts";
import { styleColor } from "./theme.ts";

/** Labels of the time axis, from the largest steps on: as is, and where a year or a day begins. */
const TIMES: UPlot.Axis.Values = [
  [3600 * 24 * 365, "{YYYY}", null, null, null, null, null, null, 1],
  [3600 * 24 * 28, "{MMM}", "\n{YYYY}", null, null, null, null, null, 1],
  [3600 * 24, "{MMM} {D}", "\n{YYYY}", null, null, null, null, null, 1],
  [60, "{HH}:{mm}", "\n{MMM} {D}, {YYYY}", null, "\n{MMM} {D}", null, null, null, 1],
  [1, "{HH}:{mm}:{ss}", "\n{MMM} {D}, {YYYY}", null, "\n{MMM} {D}", null, null, null, 1],
  [
    0.001,
    "{ss}.{fff}",
    "\n{MMM} {D}, {YYYY} {HH}:{mm}",
    null,
    "\n{MMM} {D} {HH}:{mm}",
    null,
    "\n{HH}:{mm}",
    null,
    1,
  ],
];

/** What every chart has: its size, its axes in the page's colours, times in their zone. */
export function chartOptions(
  { x }: PageChart,
  area: HTMLElement,
): Pick<UPlot.Options, "width" | "height" | "legend" | "axes" | "series" | "tzDate"> {
  const grid = { stroke: styleColor("--grid"), width: 1 };
  const font = `12px ${styleColor("--sans")}`;
  const axis: UPlot.Axis = { stroke: styleColor("--faint"), grid, ticks: grid, font };
  const across: UPlot.Axis = x.is === "time"
    ? { ...axis, values: TIMES }
    : x.is === "names"
    ? { ...axis, values: (_, splits) => splits.map((at) => x.names[at] ?? "") }
    : axis;
  const numbers = (splits: readonly number[]) =>
    splits.map((each) => each === null ? "" : valueText(each));
  return {
    ...sizeOf(area),
    legend: { show: false },
    axes: [across, { ...axis, size: 64, values: (_, splits) => numbers(splits) }],
    series: [{}],
    ...(x.is === "time" ? { tzDate: (seconds: number) => zoned(seconds, x.zone) } : {}),
  };
}

/** As large as the style has it. */
export function sizeOf(
  { clientWidth, clientHeight }: HTMLElement,
): Pick<UPlot.Options, "width" | "height"> {
  return { width: clientWidth, height: clientHeight };
}

function zoned(seconds: number, zone: string): Date {
  return UPlot.tzDate(new Date(seconds * 1000), zone === "UTC" ? "Etc/UTC" : zone);
}

/** A place on the horizontal axis, as the page counts it. */
export function placeText(at: number, { x }: PageChart): string {
  if (x.is === "names") return x.names[at] ?? "";
  if (x.is === "number") return valueText(at);
  const date = new Date(Math.round(at * 1e3));
  return x.zone === "UTC"
    ? date.toISOString().replace("T", " ").replace(/(:00)?(\.000)?Z$/, "")
    : date.toLocaleString("sv-SE", { timeZone: x.zone });
}
