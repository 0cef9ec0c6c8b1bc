import { printable } from "../base/mod.ts";
import { type Column, formatType, isMoment, isNumeric } from "../table/mod.ts";
import { displayWidth, fitWidth } from "./display_width.ts";

/** Below this a text can't be told from another. */
const MIN_TEXT_WIDTH = 6;
const SEPARATOR = " │ ";
const ELIDED = "…";

/** Where the cells of a grid stand. */
export interface GridLayout {
  /** Columns shown, by index; null: some are left out here. */
  readonly shown: readonly (number | null)[];
  /** Of each in `shown`. */
  readonly widths: readonly number[];
  readonly right: readonly boolean[];
  /** Whether cells are cut to their width. */
  readonly isBounded: boolean;
}

/**
 * Columns as wide as `rows` need. What doesn't fit `available` cells: texts are narrowed, the
 * widest first; then columns in the middle are left out. Numbers and times are never cut, since
 * half of one is another.
 */
export function layoutOf(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  options: { readonly available: number | undefined; readonly types: boolean },
): GridLayout {
  const { available, types } = options;
  const wanted = columns.map(({ name, type }, i) =>
    rows.reduce(
      (width, row) => Math.max(width, displayWidth(row[i]!)),
      Math.max(
        displayWidth(printable(name)),
        types ? displayWidth(printable(formatType(type))) : 0,
      ),
    )
  );
  const all = columns.map((_, i) => i);
  if (available === undefined) return layout(columns, { shown: all, widths: wanted }, false);
  const least = columns.map((column, i) =>
    isText(column) ? Math.min(wanted[i]!, MIN_TEXT_WIDTH) : leastOf(rows, i)
  );
  const shown: (number | null)[] = [...all];
  const room = (widths: readonly number[]) =>
    shown.reduce<number>((sum, i) => sum + (i === null ? 1 : widths[i]!), 0) +
    SEPARATOR.length * Math.max(0, shown.length - 1);
  while (room(least) > available && shown.filter((i) => i !== null).length > 1) elide(shown);
  const widths = shrink(wanted, least, () => room(wanted) - available, shown);
  return layout(columns, { shown, widths }, true);
}

function layout(
  columns: readonly Column[],
  { shown, widths }: { shown: readonly (number | null)[]; widths: readonly number[] },
  isBounded: boolean,
): GridLayout {
  return {
    shown,
    widths: shown.map((i) => i === null ? 1 : widths[i]!),
    right: shown.map((i) => i !== null && isNumeric(columns[i]!.type)),
    isBounded,
  };
}

/** A number or time needs its values whole; its name may be cut. */
function leastOf(rows: readonly (readonly string[])[], i: number): number {
  return rows.reduce((width, row) => Math.max(width, displayWidth(row[i]!)), 1);
}

/** Whether half of a value still tells something. */
function isText({ type }: Column): boolean {
  return !isNumeric(type) && !isMoment(type) && type.is !== "time" && type.is !== "boolean";
}

/** Leaves out one column more, in the middle: the first ones are keys and the last ones results. */
function elide(shown: (number | null)[]): void {
  const gap = shown.indexOf(null);
  if (gap < 0) {
    shown[shown.length >> 1] = null;
    return;
  }
  const before = gap;
  const after = shown.length - gap - 1;
  shown.splice(after >= before && after > 0 ? gap + 1 : gap - 1, 1);
}

/** The widest give way first, none below its least. */
function shrink(
  wanted: number[],
  least: readonly number[],
  excess: () => number,
  shown: readonly (number | null)[],
): number[] {
  const indices = shown.filter((i) => i !== null);
  for (let over = excess(); over > 0; over = excess()) {
    const loose = indices.filter((i) => wanted[i]! > least[i]!);
    if (loose.length === 0) break;
    const widest = Math.max(...loose.map((i) => wanted[i]!));
    const group = loose.filter((i) => wanted[i] === widest);
    const next = Math.max(
      0,
      ...loose.filter((i) => wanted[i]! < widest).map((i) => wanted[i]!),
      ...group.map((i) => least[i]!),
    );
    const cut = Math.max(1, Math.min(widest - next, Math.floor(over / group.length)));
    for (const i of over < group.length ? group.slice(0, over) : group) wanted[i] = widest - cut;
  }
  const only = indices.length === 1 ? indices[0]! : null;
  if (only !== null && excess() > 0) wanted[only] = Math.max(1, wanted[only]! - excess());
  return wanted;
}

/** A line of the grid. */
export function gridLine(cells: readonly string[], layout: GridLayout): string {
  const { shown, widths, right, isBounded } = layout;
  const padded = shown.map((column, i) => {
    const cell = column === null ? ELIDED : cells[column]!;
    const text = isBounded ? fitWidth(cell, widths[i]!) : cell;
    const pad = " ".repeat(Math.max(0, widths[i]! - displayWidth(text)));
    return right[i] ? pad + text : text + pad;
  });
  return `${padded.join(SEPARATOR).trimEnd()}\n`;
}

/** The line between the head and the rows. */
export function gridRule({ widths }: GridLayout): string {
  return `${widths.map((width) => "─".repeat(width)).join("─┼─")}\n`;
}
