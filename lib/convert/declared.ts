import { PondError, suggest } from "../base/mod.ts";
import { type Column, formatType } from "../table/mod.ts";
import type { CellBlock } from "./cells.ts";

/**
 * Where each column of a text lies in a declared schema.
 * @param names the text's columns
 * @returns for every declared column its index in `names`
 * @throws {PondError} `invalid-input` when one side has a column that the other lacks
 */
export function placeDeclared(
  names: readonly string[],
  { schema, label }: { readonly schema: readonly Column[]; readonly label: string },
): readonly number[] {
  const declared = new Set(schema.map((column) => column.name));
  const extra = names.find((name) => !declared.has(name));
  const missing = schema.find((column) => !names.includes(column.name));
  if (extra === undefined && missing === undefined) {
    return schema.map((column) => names.indexOf(column.name));
  }
  const meant = missing && suggest(missing.name, names);
  const why = missing
    ? `column ${JSON.stringify(missing.name)} of the schema is not in the file`
    : `column ${JSON.stringify(extra)} is not in the schema`;
  throw new PondError("invalid-input", `cannot read ${label}: ${why}`, {
    hint: meant === undefined
      ? `the file has ${names.join(", ").slice(0, 200)}`
      : `did you mean ${meant}?`,
    data: { label, column: missing?.name ?? extra },
  });
}

/** What a block's column was checked against. */
export interface CheckedColumn {
  readonly column: Column;
  readonly label: string;
  /** The column's index in the block. */
  readonly place: number;
  /** The row whose text is no value of the column, or -1. */
  readonly misfit: number;
}

/**
 * Refuses the first row of `block` that its column may not hold.
 * @throws {PondError} `invalid-input` with label, line, column and value
 */
export function checkBlock(
  block: CellBlock,
  { column, label, place, misfit }: CheckedColumn,
): void {
  const nullRow = column.nullable ? -1 : firstNull(block, place);
  const row = misfit < 0 || (nullRow >= 0 && nullRow < misfit) ? nullRow : misfit;
  if (row < 0) return;
  const cell = row * block.columns + place;
  const [start, end] = [block.starts[cell]!, block.ends[cell]!];
  const text = start < 0 ? null : new TextDecoder().decode(block.bytes.subarray(start, end));
  const shown = text !== null && text.length > 80 ? `${text.slice(0, 80)}…` : text;
  const why = shown === null
    ? "is NULL, but the schema says nullable: false"
    : `${JSON.stringify(shown)} is no ${formatType(column.type)}`;
  const line = block.lines[row]!;
  throw new PondError(
    "invalid-input",
    `cannot read ${label}: line ${line}, column ${JSON.stringify(column.name)}: ${why}`,
    { data: { label, line, column: column.name, value: text } },
  );
}

function firstNull({ starts, columns, rows }: CellBlock, place: number): number {
  for (let row = 0; row < rows; row++) if (starts[row * columns + place]! < 0) return row;
  return -1;
}
