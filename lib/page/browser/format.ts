import type { Cell } from "../page_data.ts";

const COUNTS = new Intl.NumberFormat("en-US");
const UNITS = ["B", "KiB", "MiB", "GiB", "TiB"];

/** `1,234`. */
export function countText(count: number): string {
  return COUNTS.format(count);
}

/** `1 row`, `1,234 rows`. */
export function counted(count: number, thing: string): string {
  return `${countText(count)} ${thing}${count === 1 ? "" : "s"}`;
}

/** `1.5 MiB`. */
export function sizeText(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 1024 && unit < UNITS.length - 1) [value, unit] = [value / 1024, unit + 1];
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}

/** An ISO time as people read it: `2026-01-31 12:00:00`, without what is zero at its end. */
export function timeText(iso: string): string {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d(?:\.\d+)?)?Z$/.exec(iso);
  if (!match) return iso;
  const [, day, clock, seconds = ""] = match;
  return `${day} ${clock}${/^:00(\.0+)?$/.test(seconds) ? "" : seconds}`;
}

/** As {@linkcode timeText}, to the second. */
export function secondText(iso: string): string {
  return timeText(iso.replace(/\.\d+Z$/, "Z"));
}

/** A value of a cell; null is shown by how it looks. */
export function cellText(cell: Cell): string {
  return cell === null ? "NULL" : typeof cell === "number" ? String(cell) : timeText(cell);
}

/** A number off a chart, six digits. */
export function valueText(value: number): string {
  const short = Number(value.toPrecision(6));
  return Math.abs(short) >= 1e15 || (short !== 0 && Math.abs(short) < 1e-4)
    ? short.toExponential()
    : short.toLocaleString("en-US", { maximumFractionDigits: 6 });
}
