import { type Chart, COLORS, hasPanels, type Line } from "./chart.ts";
import { barSlot, type Frame, isBars, isOn, position } from "./frame.ts";
import { type Box, fixed } from "./svg_parts.ts";

/** Bars take this much of the room that their name has. */
const BAR_SHARE = 0.8;

/** What is drawn, and where. */
interface Drawing {
  readonly frame: Frame;
  readonly box: Box;
  /** Of the line. */
  readonly index: number;
  /** Default the line's own. */
  readonly color?: string;
}

/** The values of one line: a path, bars or dots. */
export function marksSvg(chart: Chart, drawing: Drawing): string {
  if (isBars(chart)) return barsSvg(chart, drawing);
  const line = chart.lines[drawing.index]!;
  return chart.mark === "point" ? pointsSvg(line, drawing) : lineSvg(line, drawing);
}

/** A path with a break at each gap; a value between two gaps is a dot. */
function lineSvg({ points: { xs, ys } }: Line, drawing: Drawing): string {
  const { frame, color = COLORS[drawing.index] } = drawing;
  let path = "";
  let dots = "";
  for (let i = 0; i < xs.length; i++) {
    if (!isOn(frame.y, ys[i])) continue;
    const [x, y] = placeOf(xs[i]!, ys[i]!, drawing);
    const [begins, ends] = [!isOn(frame.y, ys[i - 1]), !isOn(frame.y, ys[i + 1])];
    if (begins && ends) dots += `<circle cx="${x}" cy="${y}" r="2.5" fill="${color}"/>`;
    else path += `${begins ? "M" : "L"}${x} ${y}`;
  }
  return `<g><path d="${path}" fill="none" stroke="${color}" stroke-width="1.5" ` +
    `stroke-linejoin="round" stroke-linecap="round"/>${dots}</g>`;
}

function pointsSvg({ points: { xs, ys } }: Line, drawing: Drawing): string {
  const { frame, color = COLORS[drawing.index] } = drawing;
  const dots = [...xs].flatMap((x, i) => {
    if (!isOn(frame.y, ys[i])) return [];
    const [cx, cy] = placeOf(x, ys[i]!, drawing);
    return `<circle cx="${cx}" cy="${cy}" r="2"/>`;
  });
  return `<g fill="${color}" fill-opacity="0.7">${dots.join("")}</g>`;
}

function barsSvg(chart: Chart, drawing: Drawing): string {
  const { frame, box, index, color = COLORS[index] } = drawing;
  const { xs, ys } = chart.lines[index]!.points;
  const unit = (box.right - box.left) / (frame.x.to - frame.x.from);
  const isNamed = chart.x.is === "names";
  const slot = unit * (isNamed ? 1 : barSlot(chart));
  // Bars of times and numbers stand close, as a histogram's do; each is at least half a pixel wide.
  const [lines, at] = hasPanels(chart) ? [1, 0] : [chart.lines.length, index];
  const share = isNamed || lines > 1 ? BAR_SHARE : 0.96;
  const width = Math.max(0.5, slot * share / lines);
  const yOf = (value: number) => box.bottom - position(frame.y, value) * (box.bottom - box.top);
  const base = frame.y.isLog ? frame.y.from : 0;
  const bars = [...xs].flatMap((x, i) => {
    if (!isOn(frame.y, ys[i])) return [];
    const left = box.left + position(frame.x, x) * (box.right - box.left) - slot * share / 2 +
      at * width;
    const [top, bottom] = [yOf(Math.max(base, ys[i]!)), yOf(Math.min(base, ys[i]!))];
    return `<rect x="${fixed(left)}" y="${fixed(top)}" width="${fixed(width)}" height="${
      fixed(bottom - top)
    }"/>`;
  });
  return `<g fill="${color}">${bars.join("")}</g>`;
}

function placeOf(x: number, y: number, { frame, box }: Drawing): [string, string] {
  return [
    fixed(box.left + position(frame.x, x) * (box.right - box.left)),
    fixed(box.bottom - position(frame.y, y) * (box.bottom - box.top)),
  ];
}
