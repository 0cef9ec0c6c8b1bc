import { printable } from "../base/mod.ts";
import { fitWidth } from "../encode/mod.ts";
import { type Axis, position } from "./frame.ts";
import { type Box, escaped, FAINT, fixed, GRID, NAME_CHARACTERS } from "./svg_parts.ts";

/** The angle at which long names stand. */
const SLANT = 35;

/** Marks and name of the vertical axis; the name stands at `labelAt` from the left. */
export function yAxisSvg(
  axis: Axis,
  { left, top, right, bottom }: Box,
  { labelAt, hasGrid }: { readonly labelAt: number; readonly hasGrid: boolean },
): string[] {
  const middle = fixed((top + bottom) / 2);
  const label = axis.label === "" ? [] : [
    `<text transform="translate(${labelAt} ${middle}) rotate(-90)" text-anchor="middle" ` +
    `fill="${FAINT}">${escaped(fitWidth(printable(axis.label), 50))}</text>`,
  ];
  return label.concat(axis.ticks.map((tick) => {
    const y = bottom - position(axis, tick.at) * (bottom - top);
    const grid = `<path d="M${fixed(left)} ${fixed(y)}H${fixed(right)}" stroke="${GRID}"/>`;
    const name = fitWidth(printable(tick.label), NAME_CHARACTERS).trimEnd();
    return `${hasGrid ? grid : ""}<text x="${fixed(left - 8)}" y="${fixed(y + 4.5)}" ` +
      `text-anchor="end" fill="${FAINT}">${escaped(name)}</text>`;
  }));
}

/** Marks and name of the horizontal axis, and the lines of both; the name stands at `labelAt` from the top. */
export function xAxisSvg(
  axis: Axis,
  { left, top, right, bottom }: Box,
  { slanted, hasGrid, labelAt }: { slanted: boolean; hasGrid: boolean; labelAt: number },
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
  const lines = `<path d="M${fixed(left)} ${fixed(top)}V${fixed(bottom)}H${
    fixed(right)
  }" fill="none" stroke="${FAINT}"/>`;
  if (axis.label === "") return [...ticks, lines];
  return [
    ...ticks,
    lines,
    `<text x="${fixed((left + right) / 2)}" y="${labelAt}" text-anchor="middle" fill="${FAINT}">` +
    `${escaped(fitWidth(printable(axis.label), 120))}</text>`,
  ];
}
