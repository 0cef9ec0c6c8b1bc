import { type Heat, heatRows } from "./chart.ts";
import { heatColor, heatRange, heatShare } from "./heat_scale.ts";
import { type Box, escaped, FAINT, fixed } from "./svg_parts.ts";

/** The strip that says what the colours mean. */
const KEY = { width: 120, height: 8, steps: 24, right: 44 };

/** Cells of a heat map, and a key to their colours above them on the right. */
export function heatSvg(
  heat: Heat,
  { box }: { readonly box: Box },
): string[] {
  const range = heatRange(heat);
  if (!range) return [];
  const rows = heatRows(heat);
  const width = (box.right - box.left) / heat.columns;
  const height = (box.bottom - box.top) / rows;
  const cells = [...heat.values].flatMap((value, i) => {
    if (Number.isNaN(value)) return [];
    const [column, row] = [i % heat.columns, Math.floor(i / heat.columns)];
    const [x, y] = [box.left + column * width, box.bottom - (row + 1) * height];
    // A little more than a cell, so that no ground shows between two.
    return `<rect x="${fixed(x)}" y="${fixed(y)}" width="${fixed(width + 0.3)}" height="${
      fixed(height + 0.3)
    }" fill="${heatColor(heatShare(value, range))}"/>`;
  });
  return [`<g>${cells.join("")}</g>`, ...keySvg(heat.label, { range, box })];
}

function keySvg(
  label: string,
  { range: { least, greatest }, box }: {
    readonly range: { readonly least: number; readonly greatest: number };
    readonly box: Box;
  },
): string[] {
  const right = box.right - KEY.right;
  const left = right - KEY.width;
  const y = box.top - 14;
  const step = KEY.width / KEY.steps;
  const strip = Array.from(
    { length: KEY.steps },
    (_, i) =>
      `<rect x="${fixed(left + i * step)}" y="${fixed(y)}" width="${fixed(step + 0.3)}" ` +
      `height="${KEY.height}" fill="${heatColor(i / (KEY.steps - 1))}"/>`,
  );
  const text = (x: number, anchor: string, value: string) =>
    `<text x="${fixed(x)}" y="${fixed(y + 8)}" font-size="11" text-anchor="${anchor}" ` +
    `fill="${FAINT}">${escaped(value)}</text>`;
  const short = (value: number) => String(Number(value.toPrecision(4)));
  return [
    `<g>${strip.join("")}</g>`,
    text(left - 6, "end", `${label} ${short(least)}`),
    text(right + 6, "start", short(greatest)),
  ];
}
