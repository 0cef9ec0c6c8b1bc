import { printable } from "../base/mod.ts";
import { cellReaders } from "./arrow_cells.ts";
import { displayWidth, fitWidth } from "./display_width.ts";
import { type EncodeOptions, type EncoderInput, isNumeric } from "./encode_text.ts";

/** The rows that decide how wide the columns are; later ones are cut or stick out. */
const SIZING_ROWS = 1000;
const MIN_COLUMN_WIDTH = 6;
const SEPARATOR = " │ ";

/**
 * A grid for people: names, a rule, rows, numbers to the right. It looks at the first 1,000 rows to size
 * the columns, then streams. Columns that don't fit `width` are narrowed (cut cells end in `…`), then left out with a note.
 */
export async function* encodeGrid(
  input: EncoderInput,
  options: EncodeOptions = {},
): AsyncGenerator<Uint8Array> {
  const { maxRows = Infinity } = options;
  const encoder = new TextEncoder();
  const waiting: string[][] = [];
  let layout: Layout | undefined;
  let rows = 0;
  let more = false;
  for await (const cells of rowsOf(input)) {
    if (rows === maxRows) {
      more = true;
      break;
    }
    rows++;
    if (layout) {
      yield encoder.encode(line(cells, layout));
      continue;
    }
    waiting.push(cells);
    if (waiting.length < SIZING_ROWS) continue;
    layout = layoutOf(input, waiting, options.width);
    yield encoder.encode(head(input, layout) + waiting.map((row) => line(row, layout!)).join(""));
  }
  if (!layout) {
    layout = layoutOf(input, waiting, options.width);
    yield encoder.encode(head(input, layout) + waiting.map((row) => line(row, layout!)).join(""));
  }
  yield encoder.encode(note(input, { layout, rows, more }));
}

interface Layout {
  readonly widths: readonly number[];
  readonly right: readonly boolean[];
  /** Whether cells are cut to their width. */
  readonly bounded: boolean;
}

async function* rowsOf(input: EncoderInput): AsyncGenerator<string[]> {
  for await (const batch of input.batches) {
    const readers = cellReaders(batch);
    for (let row = 0; row < batch.numRows; row++) {
      yield readers.map((reader) => reader.isNull(row) ? "NULL" : printable(reader.text(row)));
    }
  }
}

function layoutOf(
  input: EncoderInput,
  rows: readonly (readonly string[])[],
  available: number | undefined,
): Layout {
  const widths = input.columns.map(({ name }, i) =>
    rows.reduce(
      (width, row) => Math.max(width, displayWidth(row[i]!)),
      displayWidth(printable(name)),
    )
  );
  const right = input.columns.map(({ type }) => isNumeric(type));
  if (available === undefined) return { widths, right, bounded: false };
  return { widths: shrink(widths, available), right, bounded: true };
}

/** The widest columns give way first; when all are as narrow as they may be, the last ones go. */
function shrink(wanted: readonly number[], available: number): number[] {
  const widths = [...wanted];
  const total = () =>
    widths.reduce((sum, width) => sum + width, 0) +
    SEPARATOR.length * Math.max(0, widths.length - 1);
  while (total() > available) {
    const widest = Math.max(...widths);
    if (widest > MIN_COLUMN_WIDTH) {
      const second = Math.max(MIN_COLUMN_WIDTH, ...widths.filter((width) => width < widest));
      const count = widths.filter((width) => width === widest).length;
      const cut = Math.max(1, Math.min(widest - second, Math.ceil((total() - available) / count)));
      widths.forEach((width, i) => {
        if (width === widest) widths[i] = width - cut;
      });
    } else if (widths.length > 1) widths.pop();
    else break;
  }
  return widths;
}

function head(input: EncoderInput, layout: Layout): string {
  const names = line(input.columns.map(({ name }) => printable(name)), layout);
  return `${names}${layout.widths.map((width) => "─".repeat(width)).join("─┼─")}\n`;
}

function line(cells: readonly string[], layout: Layout): string {
  const { widths, right, bounded } = layout;
  const padded = widths.map((width, i) => {
    const text = bounded ? fitWidth(cells[i]!, width) : cells[i]!;
    const pad = " ".repeat(Math.max(0, width - displayWidth(text)));
    return right[i] ? pad + text : text + pad;
  });
  return `${padded.join(SEPARATOR).trimEnd()}\n`;
}

function note(
  input: EncoderInput,
  shown: { readonly layout: Layout; readonly rows: number; readonly more: boolean },
): string {
  const hidden = input.columns.length - shown.layout.widths.length;
  const rows = `${shown.rows.toLocaleString("en-US")} ${shown.rows === 1 ? "row" : "rows"}`;
  const parts = [shown.more ? `first ${rows}, more follow` : rows];
  if (hidden > 0) parts.push(`${hidden} ${hidden === 1 ? "column" : "columns"} not shown`);
  return `(${parts.join("; ")})\n`;
}
