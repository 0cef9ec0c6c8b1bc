import { PondError } from "../base/mod.ts";
import { type Column, formatType, isMoment } from "../table/mod.ts";
import type { CellBlock } from "./cells.ts";
import type { Problems } from "./passed_over.ts";
import { timeHint } from "./time_hint.ts";
import type { ValueFormat } from "./readers.ts";

/** A column as it is written. */
export interface PlannedColumn {
  readonly column: Column;
  /** Its index in a block. */
  readonly place: number;
  readonly format: ValueFormat;
  /** Whether it is the time of a series, which no row may lack. */
  readonly isTime: boolean;
}

/** Why a column may not hold what stands in a row of a block. */
interface Misfit {
  readonly row: number;
  readonly why: string;
  readonly value: string | null;
  readonly hint: string | undefined;
}

/**
 * Refuses the first row of `block` that `planned` may not hold.
 * @param misfit the row whose text is no value of the column, or -1
 * @throws {PondError} `invalid-input` with label, line, column and value
 */
export function checkBlock(
  block: CellBlock,
  planned: PlannedColumn,
  { label, misfit }: { readonly label: string; readonly misfit: number },
): void {
  const nullRow = mayBeNull(planned) ? -1 : firstNull(block, planned.place);
  const row = misfit < 0 || (nullRow >= 0 && nullRow < misfit) ? nullRow : misfit;
  if (row < 0) return;
  const line = block.lines[row]!;
  const { why, value, hint } = misfitAt(block, row, planned);
  const { name } = planned.column;
  throw new PondError(
    "invalid-input",
    `cannot read ${label}: line ${line}, column ${JSON.stringify(name)}: ${
      value === null ? why : `${shown(value)} ${why}`
    }`,
    {
      data: { label, line, column: name, value },
      ...(hint === undefined ? {} : { hint }),
    },
  );
}

/**
 * `block` without what its columns may not hold: rows are left out, or values NULL, as `on_error`
 * says; `problems` has them.
 * @param lastIsOpen whether the last row may not be whole yet, so that it is left out without a
 *   word if it doesn't fit
 */
export function withoutMisfits(
  block: CellBlock,
  planned: readonly PlannedColumn[],
  { problems, lastIsOpen }: { readonly problems: Problems; readonly lastIsOpen: boolean },
): CellBlock {
  const dropped = new Set<number>();
  const lastRow = lastIsOpen ? block.rows - 1 : -1;
  for (const column of planned) {
    for (const { row, why, value } of misfitsOf(block, column)) {
      if (row === lastRow) {
        problems.unfinished = { line: block.lines[row]!, bytes: rowBytes(block, row) };
        dropped.add(row);
        continue;
      }
      // An open row that doesn't fit is no reason to pass over others.
      if (problems.onError === "error" || dropped.has(row)) continue;
      const line = block.lines[row]!;
      problems.passOver({ line, column: column.column.name, value, why });
      if (problems.onError === "skip" || !mayBeNull(column)) dropped.add(row);
      else block.starts[row * block.columns + column.place] = -1;
    }
  }
  return dropped.size === 0 ? block : withoutRows(block, dropped);
}

function* misfitsOf(block: CellBlock, planned: PlannedColumn): Generator<Misfit> {
  const { bytes, starts, ends, columns, rows } = block;
  const { format, place } = planned;
  const store = format.fixed?.makeStore(1);
  for (let row = 0; row < rows; row++) {
    const cell = row * columns + place;
    const start = starts[cell]!;
    const fits = start < 0
      ? mayBeNull(planned)
      : !format.fixed || format.fixed.read(bytes, start, ends[cell]!, store as never, 0);
    if (!fits) yield { ...misfitAt(block, row, planned), row };
  }
}

function misfitAt(block: CellBlock, row: number, planned: PlannedColumn): Omit<Misfit, "row"> {
  const { column, isTime } = planned;
  const value = textAt(block, row, planned.place);
  if (value === null) {
    const why = isTime && column.nullable
      ? "is NULL, but every row of a series has a time"
      : "is NULL, but the schema says nullable: false";
    return { why, value, hint: undefined };
  }
  const isDate = isMoment(column.type);
  return {
    why: `is not a valid ${formatType(column.type)}`,
    value,
    hint: isDate ? timeHint(value) : undefined,
  };
}

function textAt({ bytes, starts, ends, columns }: CellBlock, row: number, place: number) {
  const cell = row * columns + place;
  const start = starts[cell]!;
  return start < 0 ? null : new TextDecoder().decode(bytes.subarray(start, ends[cell]!));
}

function mayBeNull({ column, isTime }: PlannedColumn): boolean {
  return column.nullable && !isTime;
}

function firstNull({ starts, columns, rows }: CellBlock, place: number): number {
  for (let row = 0; row < rows; row++) if (starts[row * columns + place]! < 0) return row;
  return -1;
}

/** About as many bytes as the row has. */
function rowBytes({ starts, ends, columns }: CellBlock, row: number): number {
  let bytes = columns - 1;
  for (let i = 0; i < columns; i++) {
    const cell = row * columns + i;
    if (starts[cell]! >= 0) bytes += ends[cell]! - starts[cell]!;
  }
  return bytes;
}

function withoutRows(block: CellBlock, dropped: ReadonlySet<number>): CellBlock {
  const { columns, rows } = block;
  const kept = Array.from({ length: rows }, (_, row) => row).filter((row) => !dropped.has(row));
  const pick = (cells: Int32Array) => {
    const picked = new Int32Array(kept.length * columns);
    kept.forEach((row, i) =>
      picked.set(cells.subarray(row * columns, (row + 1) * columns), i * columns)
    );
    return picked;
  };
  return {
    ...block,
    starts: pick(block.starts),
    ends: pick(block.ends),
    lines: Int32Array.from(kept, (row) => block.lines[row]!),
    rows: kept.length,
  };
}

function shown(value: string): string {
  return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
}
