import { printable } from "../base/mod.ts";
import { formatType } from "../table/mod.ts";
import { cellReaders } from "./arrow_cells.ts";
import type { EncodeOptions, EncoderInput } from "./encode_text.ts";
import { type GridLayout, gridLine, gridRule, layoutOf } from "./grid_layout.ts";

/** The rows that decide how wide the columns are; later ones are cut or stick out. */
const SIZING_ROWS = 1000;

/**
 * A grid for people: names, their types where that is asked for, a rule, rows, numbers to the
 * right. It looks at the first 1,000 rows to size the columns, then streams; with `mostRows` it
 * keeps as many rows, the first and the last ones, and writes them at the end.
 */
export async function* encodeGrid(
  input: EncoderInput,
  options: EncodeOptions = {},
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const parts = options.mostRows === undefined
    ? streamed(input, options)
    : elided(input, { ...options, mostRows: options.mostRows });
  for await (const part of parts) yield encoder.encode(part);
}

async function* streamed(input: EncoderInput, options: EncodeOptions): AsyncGenerator<string> {
  const { maxRows = Infinity } = options;
  const waiting: string[][] = [];
  let layout: GridLayout | undefined;
  let rows = 0;
  let more = false;
  const begin = () => {
    layout = layoutFor(input, waiting, options);
    return head(input, layout, options) + waiting.map((row) => gridLine(row, layout!)).join("");
  };
  for await (const cells of rowsOf(input)) {
    if (rows === maxRows) {
      more = true;
      break;
    }
    rows++;
    if (layout) yield gridLine(cells, layout);
    else if (waiting.push(cells) >= SIZING_ROWS) yield begin();
  }
  if (!layout) yield begin();
  yield note(input, layout!, more ? `first ${rowCount(rows)}, more follow` : rowCount(rows));
}

/**
 * All rows pass by; what is kept of them is cells of the first ones, and of the last ones the
 * batches they are in.
 */
async function* elided(
  input: EncoderInput,
  options: EncodeOptions & { readonly mostRows: number },
): AsyncGenerator<string> {
  const { mostRows } = options;
  const first: string[][] = [];
  const last: string[][] = [];
  const half = Math.max(1, mostRows >> 1);
  let rows = 0;
  for await (const batch of input.batches) {
    const readers = cellReaders(batch, input.zone);
    const cellsAt = (row: number) =>
      readers.map((reader) => reader.isNull(row) ? "NULL" : printable(reader.text(row)));
    let row = 0;
    while (row < batch.numRows && first.length < mostRows) first.push(cellsAt(row++));
    // Of a large batch in the middle only its end can be shown.
    for (row = Math.max(row, batch.numRows - half); row < batch.numRows; row++) {
      if (last.push(cellsAt(row)) > half) last.shift();
    }
    rows += batch.numRows;
  }
  const isElided = rows > mostRows;
  const top = isElided ? first.slice(0, mostRows - half) : first;
  const bottom = isElided ? [...first.slice(mostRows - half), ...last].slice(-half) : [];
  const layout = layoutFor(input, [...top, ...bottom], options);
  yield head(input, layout, options) + top.map((row) => gridLine(row, layout)).join("");
  if (isElided) {
    yield gridLine(input.columns.map(() => "…"), layout);
    yield bottom.map((row) => gridLine(row, layout)).join("");
  }
  const shown = `${rowCount(rows)}, ${top.length + bottom.length} shown: --all shows all`;
  yield note(input, layout, isElided ? shown : rowCount(rows));
}

async function* rowsOf(input: EncoderInput): AsyncGenerator<string[]> {
  for await (const batch of input.batches) {
    const readers = cellReaders(batch, input.zone);
    for (let row = 0; row < batch.numRows; row++) {
      yield readers.map((reader) => reader.isNull(row) ? "NULL" : printable(reader.text(row)));
    }
  }
}

function layoutFor(
  { columns }: EncoderInput,
  rows: readonly (readonly string[])[],
  { width, types = false }: EncodeOptions,
): GridLayout {
  return layoutOf(columns, rows, { available: width, types });
}

function head(
  { columns }: EncoderInput,
  layout: GridLayout,
  { types = false }: EncodeOptions,
): string {
  const names = gridLine(columns.map(({ name }) => printable(name)), layout);
  const kinds = types
    ? gridLine(columns.map(({ type }) => printable(formatType(type))), layout)
    : "";
  return names + kinds + gridRule(layout);
}

function rowCount(rows: number): string {
  return `${rows.toLocaleString("en-US")} ${rows === 1 ? "row" : "rows"}`;
}

function note(input: EncoderInput, { shown }: GridLayout, rows: string): string {
  const hidden = input.columns.length - shown.filter((i) => i !== null).length;
  const columns = `; ${hidden} ${hidden === 1 ? "column" : "columns"} not shown`;
  return `(${rows}${hidden > 0 ? columns : ""})\n`;
}
