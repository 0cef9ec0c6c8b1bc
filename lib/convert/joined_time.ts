import type { CellBlock } from "./cells.ts";
import { headerNames } from "./csv_header.ts";
import { placeOf } from "./declared.ts";

/** A column that others are joined into. */
export interface JoinedColumns {
  /** With the joined column first. */
  readonly names: readonly string[];
  /** `block` with the joined column first. */
  block(block: CellBlock): CellBlock;
}

const SPACE = 32;

/**
 * A column `timestamp` of the texts of `parts`, a space between them: a date and a time of day make
 * a time. It is NULL where one of them is.
 * @throws {PondError} `invalid-input` when the text hasn't one of `parts`
 */
export function joinColumns(
  names: readonly string[],
  parts: readonly string[],
  { label }: { readonly label: string },
): JoinedColumns {
  const places = parts.map((part) => placeOf(part, names, label));
  const taken = new Set(names.map((name) => name.toLowerCase()));
  // Of two equal names the file's own stays as it is.
  const [, free] = headerNames(["timestamp", "timestamp"]);
  const name = taken.has("timestamp") ? free! : "timestamp";
  return { names: [name, ...names], block: (block) => withJoined(block, places) };
}

function withJoined(block: CellBlock, places: readonly number[]): CellBlock {
  const { columns, rows, lines } = block;
  const wider = columns + 1;
  const starts = new Int32Array(wider * rows);
  const ends = new Int32Array(wider * rows);
  let end = 0;
  for (let row = 0; row < rows; row++) {
    const [from, to] = [row * columns, row * wider];
    starts.set(block.starts.subarray(from, from + columns), to + 1);
    ends.set(block.ends.subarray(from, from + columns), to + 1);
    for (let i = 0; i < columns; i++) end = Math.max(end, block.ends[from + i]!);
  }
  const texts = joinedTexts(block, places);
  const bytes = new Uint8Array(end + texts.bytes.length);
  bytes.set(block.bytes.subarray(0, end));
  bytes.set(texts.bytes, end);
  for (let row = 0; row < rows; row++) {
    const [start, textEnd] = [texts.starts[row]!, texts.ends[row]!];
    starts[row * wider] = start < 0 ? -1 : end + start;
    ends[row * wider] = end + textEnd;
  }
  return { bytes, starts, ends, columns: wider, rows, lines };
}

/**
 * For each row the texts at `places`, a space between them; a start of -1 where one of them is
 * NULL.
 */
function joinedTexts({ bytes, starts, ends, columns, rows }: CellBlock, places: readonly number[]) {
  const parts: number[] = [];
  const [textStarts, textEnds] = [new Int32Array(rows), new Int32Array(rows)];
  for (let row = 0; row < rows; row++) {
    const cells = places.map((place) => row * columns + place);
    textStarts[row] = cells.some((cell) => starts[cell]! < 0) ? -1 : parts.length;
    if (textStarts[row]! >= 0) {
      cells.forEach((cell, i) => {
        if (i > 0) parts.push(SPACE);
        for (let at = starts[cell]!; at < ends[cell]!; at++) parts.push(bytes[at]!);
      });
    }
    textEnds[row] = parts.length;
  }
  return { bytes: Uint8Array.from(parts), starts: textStarts, ends: textEnds };
}
