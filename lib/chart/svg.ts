import { printable } from "../base/mod.ts";
import { displayWidth, fitWidth } from "../encode/mod.ts";
import { type Chart, COLORS, hasLegend, hasPanels, type Line } from "./chart.ts";
import { type Axis, type Frame, frameOf } from "./frame.ts";
import { xAxisSvg, yAxisSvg } from "./svg_axes.ts";
import { heatSvg } from "./svg_heat.ts";
import { marksSvg } from "./svg_marks.ts";
import {
  type Box,
  CHARACTER,
  escaped,
  FAINT,
  fixed,
  INK,
  NAME_CHARACTERS,
  type PictureSize,
} from "./svg_parts.ts";

const DEFAULT_SIZE: PictureSize = { width: 960, height: 540 };
const FONT = 'font-family="Roboto, Helvetica, Arial, sans-serif"';
const MARGIN = { top: 44, right: 28, bottom: 62, left: 20 };
const LEGEND_ROW = 20;
/** Of the angle at which long names stand. */
const [COSINE, SINE] = [0.82, 0.57];
/** Pixels that a mark of the axis has. */
const MARK_ROOM = { across: 120, down: 72 };
/** Space around a small chart, and the room that one takes at least. */
const PANEL = { top: 22, gap: 16, width: 220, left: 52, bottom: 22 };

/** An item of the legend and where it stands. */
interface LegendItem {
  readonly x: number;
  readonly row: number;
  readonly name: string;
}

/** `chart` as a standalone SVG picture on a light ground, 960 by 540 unless `size` says else. */
export function renderSvg(chart: Chart, size: Partial<PictureSize> = {}): string {
  const { width, height } = { ...DEFAULT_SIZE, ...size };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `viewBox="0 0 ${width} ${height}" ${FONT} font-size="13" fill="${INK}">`,
    `<title>${escaped(chart.title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="${width / 2}" y="26" font-size="17" text-anchor="middle">` +
    `${escaped(fitWidth(printable(chart.title), Math.floor(width / 9.6)))}</text>`,
    ...(hasPanels(chart) ? panels(chart, { width, height }) : whole(chart, { width, height })),
    "</svg>\n",
  ].join("\n");
}

/** One pair of axes with all lines. */
function whole(chart: Chart, { width, height }: PictureSize): string[] {
  const legend = hasLegend(chart) && !chart.heat ? legendItems(chart.lines, width) : [];
  const legendRows = legend.length === 0 ? 0 : legend.at(-1)!.row + 1;
  const frame = frameOf(chart, {
    xTicks: Math.max(2, Math.floor(width / MARK_ROOM.across)),
    yTicks: Math.max(2, Math.min(6, Math.floor((height - 90) / MARK_ROOM.down))),
  });
  const slot = slotWidth(chart, frame, width);
  const slanted = chart.x.is === "names" && longest(frame.x) * CHARACTER > slot;
  const nameLength = longest(frame.x) * CHARACTER;
  const box: Box = {
    // A slanted name reaches to the left of its bars.
    left: Math.max(
      MARGIN.left + 18 + longest(frame.y) * CHARACTER,
      slanted ? nameLength * COSINE - slot / 2 + 8 : 0,
    ),
    top: MARGIN.top + legendRows * LEGEND_ROW,
    right: width - MARGIN.right,
    bottom: height - MARGIN.bottom - (slanted ? nameLength * SINE : 0),
  };
  return [
    ...legend.map(legendSvg),
    ...yAxisSvg(frame.y, box, { labelAt: MARGIN.left, hasGrid: !chart.heat }),
    ...(chart.heat ? heatSvg(chart.heat, { box }) : []),
    ...xAxisSvg(frame.x, box, {
      slanted,
      hasGrid: chart.x.is !== "names" && !chart.heat,
      labelAt: height - 14,
    }),
    ...chart.lines.map((_, index) => marksSvg(chart, { frame, box, index })),
    ...(frame.isEmpty ? [noData(box)] : []),
  ];
}

/** A small chart a line, all with the same axes. */
function panels(chart: Chart, { width, height }: PictureSize): string[] {
  const { lines } = chart;
  const across = Math.max(
    1,
    Math.min(Math.round(Math.sqrt(lines.length * 1.5)), Math.floor((width - 40) / PANEL.width)),
  );
  const down = Math.ceil(lines.length / across);
  const frame = frameOf(chart, { xTicks: 3, yTicks: 3 });
  const room = {
    width: (width - MARGIN.left - MARGIN.right) / across,
    height: (height - MARGIN.top - MARGIN.bottom + PANEL.bottom) / down,
  };
  const drawn = lines.flatMap(({ name }, index) => {
    const [column, row] = [index % across, Math.floor(index / across)];
    const box: Box = {
      left: MARGIN.left + column * room.width + PANEL.left,
      top: MARGIN.top + row * room.height + PANEL.top,
      right: MARGIN.left + (column + 1) * room.width,
      bottom: MARGIN.top + (row + 1) * room.height - PANEL.bottom,
    };
    const characters = Math.max(4, Math.floor((box.right - box.left) / CHARACTER));
    return [
      `<text x="${fixed(box.left)}" y="${fixed(box.top - 6)}">` +
      `${escaped(fitWidth(printable(name), characters).trimEnd())}</text>`,
      ...yAxisSvg({ ...frame.y, label: "" }, box, { labelAt: 0, hasGrid: true }),
      ...xAxisSvg({ ...frame.x, label: "" }, box, { slanted: false, hasGrid: true, labelAt: 0 }),
      marksSvg(chart, { frame, box, index, color: COLORS[0]! }),
    ];
  });
  const label = [chart.yLabel, frame.x.label].filter((each) => each !== "").join(" over ");
  return [
    ...drawn,
    `<text x="${width / 2}" y="${height - 14}" text-anchor="middle" fill="${FAINT}">` +
    `${escaped(fitWidth(printable(label), Math.floor(width / 8)))}</text>`,
  ];
}

function longest({ ticks }: Axis): number {
  return Math.max(0, ...ticks.map(({ label }) => Math.min(NAME_CHARACTERS, displayWidth(label))));
}

/** How much of the axis a name has. */
function slotWidth({ x }: Chart, frame: Frame, width: number): number {
  const room = width - MARGIN.right - MARGIN.left - longest(frame.y) * CHARACTER;
  return x.is === "names" ? room / Math.max(1, x.names.length) : room;
}

function legendItems(lines: readonly Line[], pictureWidth: number): LegendItem[] {
  let [x, row] = [MARGIN.left, 0];
  return lines.map(({ name }) => {
    const shown = fitWidth(printable(name), 60);
    const width = 30 + displayWidth(shown) * CHARACTER + 16;
    if (x > MARGIN.left && x + width > pictureWidth - MARGIN.right) {
      [x, row] = [MARGIN.left, row + 1];
    }
    const item = { x, row, name: shown };
    x += width;
    return item;
  });
}

function legendSvg({ x, row, name }: LegendItem, index: number): string {
  const y = MARGIN.top + row * LEGEND_ROW;
  return `<rect x="${fixed(x)}" y="${y - 2}" width="22" height="4" fill="${COLORS[index]}"/>` +
    `<text x="${fixed(x + 28)}" y="${y + 5}">${escaped(name)}</text>`;
}

function noData({ left, right, top, bottom }: Box): string {
  return `<text x="${fixed((left + right) / 2)}" y="${fixed((top + bottom) / 2)}" font-size="17" ` +
    `text-anchor="middle" fill="${FAINT}">no data</text>`;
}
