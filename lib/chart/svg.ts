import { printable } from "../base/mod.ts";
import { displayWidth, fitWidth } from "../encode/mod.ts";
import { type Chart, COLORS, hasLegend, type Line } from "./chart.ts";
import { type Axis, type Frame, frameOf, position } from "./frame.ts";

/** Size of every picture, in the units of its SVG. */
const PICTURE: { readonly width: number; readonly height: number } = {
  width: 960,
  height: 540,
};

const FONT = 'font-family="Roboto, Helvetica, Arial, sans-serif"';
const MARGIN = { top: 44, right: 28, bottom: 62, left: 20 };
/** An average character of the font at 13 pixels. */
const CHARACTER = 7.2;
const LEGEND_ROW = 20;
/** Bars take this much of the room that their name has. */
const BAR_SHARE = 0.8;
const NAME_CHARACTERS = 24;
/** Of the angle at which long names stand. */
const [SLANT, COSINE, SINE] = [35, 0.82, 0.57];
const [INK, FAINT, GRID] = ["#222222", "#555555", "#e4e4e4"];

/** Where in the picture the space between the axes lies. */
interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** An item of the legend and where it stands. */
interface LegendItem {
  readonly x: number;
  readonly row: number;
  readonly name: string;
}

/** `chart` as a standalone SVG picture on a light ground. */
export function renderSvg(chart: Chart): string {
  const legend = hasLegend(chart) ? legendItems(chart.lines) : [];
  const legendRows = legend.length === 0 ? 0 : legend.at(-1)!.row + 1;
  const frame = frameOf(chart, { xTicks: 8, yTicks: 6 });
  const slot = slotWidth(chart, frame);
  const slanted = chart.x.is === "names" && longest(frame.x) * CHARACTER > slot;
  const nameLength = longest(frame.x) * CHARACTER;
  const box: Box = {
    // A slanted name reaches to the left of its bars.
    left: Math.max(
      MARGIN.left + 18 + longest(frame.y) * CHARACTER,
      slanted ? nameLength * COSINE - slot / 2 + 8 : 0,
    ),
    top: MARGIN.top + legendRows * LEGEND_ROW,
    right: PICTURE.width - MARGIN.right,
    bottom: PICTURE.height - MARGIN.bottom - (slanted ? nameLength * SINE : 0),
  };
  const { width, height } = PICTURE;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `viewBox="0 0 ${width} ${height}" ${FONT} font-size="13" fill="${INK}">`,
    `<title>${escaped(chart.title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="${width / 2}" y="26" font-size="17" text-anchor="middle">` +
    `${escaped(fitWidth(printable(chart.title), 100))}</text>`,
    ...legend.map(legendSvg),
    ...yAxisSvg(frame.y, box),
    ...xAxisSvg(frame.x, box, { slanted, hasGrid: chart.x.is !== "names" }),
    ...chart.lines.map((line, i) =>
      chart.x.is === "names"
        ? barsSvg(chart, { frame, box, index: i })
        : lineSvg(line, { frame, box, index: i })
    ),
    ...(frame.isEmpty ? [noData(box)] : []),
    "</svg>\n",
  ].join("\n");
}

function longest({ ticks }: Axis): number {
  return Math.max(0, ...ticks.map(({ label }) => Math.min(NAME_CHARACTERS, displayWidth(label))));
}

/** How much of the axis a name has. */
function slotWidth({ x }: Chart, frame: Frame): number {
  const room = PICTURE.width - MARGIN.right - MARGIN.left - longest(frame.y) * CHARACTER;
  return x.is === "names" ? room / Math.max(1, x.names.length) : room;
}

function legendItems(lines: readonly Line[]): LegendItem[] {
  let [x, row] = [MARGIN.left, 0];
  return lines.map(({ name }) => {
    const shown = fitWidth(printable(name), 60);
    const width = 30 + displayWidth(shown) * CHARACTER + 16;
    if (x > MARGIN.left && x + width > PICTURE.width - MARGIN.right) {
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

function yAxisSvg(axis: Axis, { left, top, right, bottom }: Box): string[] {
  const middle = fixed((top + bottom) / 2);
  const label = axis.label === "" ? [] : [
    `<text transform="translate(${MARGIN.left} ${middle}) rotate(-90)" text-anchor="middle" ` +
    `fill="${FAINT}">${escaped(fitWidth(printable(axis.label), 50))}</text>`,
  ];
  return label.concat(axis.ticks.map((tick) => {
    const y = bottom - position(axis, tick.at) * (bottom - top);
    return `<path d="M${fixed(left)} ${fixed(y)}H${fixed(right)}" stroke="${GRID}"/>` +
      `<text x="${fixed(left - 8)}" y="${fixed(y + 4.5)}" text-anchor="end" fill="${FAINT}">` +
      `${escaped(tick.label)}</text>`;
  }));
}

function xAxisSvg(
  axis: Axis,
  { left, top, right, bottom }: Box,
  { slanted, hasGrid }: { slanted: boolean; hasGrid: boolean },
): string[] {
  const ticks = axis.ticks.map((tick) => {
    const x = left + position(axis, tick.at) * (right - left);
    const grid = `<path d="M${fixed(x)} ${fixed(top)}V${fixed(bottom)}" stroke="${GRID}"/>`;
    const name = escaped(fitWidth(printable(tick.label), NAME_CHARACTERS).trimEnd());
    const place = slanted
      ? `transform="translate(${fixed(x + 4)} ${
        fixed(bottom + 16)
      }) rotate(-${SLANT})" text-anchor="end"`
      : `x="${fixed(x)}" y="${fixed(bottom + 20)}" text-anchor="middle"`;
    return `${hasGrid ? grid : ""}<text ${place} fill="${FAINT}">${name}</text>`;
  });
  return [
    ...ticks,
    `<path d="M${fixed(left)} ${fixed(top)}V${fixed(bottom)}H${
      fixed(right)
    }" fill="none" stroke="${FAINT}"/>`,
    `<text x="${fixed((left + right) / 2)}" y="${
      PICTURE.height - 14
    }" text-anchor="middle" fill="${FAINT}">` +
    `${escaped(fitWidth(printable(axis.label), 120))}</text>`,
  ];
}

/** What is drawn, and where. */
interface Drawing {
  readonly frame: Frame;
  readonly box: Box;
  /** Of the line, which gives the colour. */
  readonly index: number;
}

/** A path with a break at each gap; a value between two gaps is a dot. */
function lineSvg({ points: { xs, ys } }: Line, { frame, box, index }: Drawing): string {
  let path = "";
  let dots = "";
  for (let i = 0; i < xs.length; i++) {
    if (Number.isNaN(ys[i]!)) continue;
    const x = fixed(box.left + position(frame.x, xs[i]!) * (box.right - box.left));
    const y = fixed(box.bottom - position(frame.y, ys[i]!) * (box.bottom - box.top));
    const [begins, ends] = [isGap(ys[i - 1]), isGap(ys[i + 1])];
    if (begins && ends) dots += `<circle cx="${x}" cy="${y}" r="2.5" fill="${COLORS[index]}"/>`;
    else path += `${begins ? "M" : "L"}${x} ${y}`;
  }
  return `<g><path d="${path}" fill="none" stroke="${COLORS[index]}" stroke-width="1.5" ` +
    `stroke-linejoin="round" stroke-linecap="round"/>${dots}</g>`;
}

function barsSvg(chart: Chart, { frame, box, index }: Drawing): string {
  const { xs, ys } = chart.lines[index]!.points;
  const slot = (box.right - box.left) / (frame.x.to - frame.x.from);
  const width = slot * BAR_SHARE / chart.lines.length;
  const yOf = (value: number) => box.bottom - position(frame.y, value) * (box.bottom - box.top);
  const bars = [...xs].flatMap((x, i) => {
    if (Number.isNaN(ys[i]!)) return [];
    const left = box.left + position(frame.x, x) * (box.right - box.left) - slot * BAR_SHARE / 2 +
      index * width;
    const [top, bottom] = [yOf(Math.max(0, ys[i]!)), yOf(Math.min(0, ys[i]!))];
    return `<rect x="${fixed(left)}" y="${fixed(top)}" width="${fixed(width)}" height="${
      fixed(bottom - top)
    }"/>`;
  });
  return `<g fill="${COLORS[index]}">${bars.join("")}</g>`;
}

function noData({ left, right, top, bottom }: Box): string {
  return `<text x="${fixed((left + right) / 2)}" y="${fixed((top + bottom) / 2)}" font-size="17" ` +
    `text-anchor="middle" fill="${FAINT}">no data</text>`;
}

function isGap(value: number | undefined): boolean {
  return value === undefined || Number.isNaN(value);
}

/** A tenth of a unit is less than anybody sees. */
function fixed(value: number): string {
  return String(Number(value.toFixed(1)));
}

/**
 * Controls and lone surrogates, which XML allows in no form, are printable before; two characters
 * more it doesn't know.
 */
function escaped(text: string): string {
  return printable(text).replace(/[\ufffe\uffff]/g, "\ufffd").replaceAll("&", "&amp;").replaceAll(
    "<",
    "&lt;",
  ).replaceAll(">", "&gt;");
}
