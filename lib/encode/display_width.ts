import { cellsOf } from "../deps/string_width.ts";

/** One cell a character, whatever the terminal. */
const NARROW = /^[\x20-\x7e\u00a1-\u02ff\u0370-\u03ff\u0400-\u0482]*$/;
const ELLIPSIS = "…";

const segmenter = new Intl.Segmenter();

/** How many cells of a terminal `text` takes. */
export function displayWidth(text: string): number {
  return NARROW.test(text) ? text.length : cellsOf(text);
}

/** `text` cut to `width` cells, with `…` at the end when something was cut. */
export function fitWidth(text: string, width: number): string {
  if (text.length <= width && displayWidth(text) <= width) return text;
  if (NARROW.test(text)) return text.slice(0, Math.max(0, width - 1)) + ELLIPSIS;
  let [kept, used] = ["", 0];
  let [cut, cutUsed] = ["", 0];
  for (const { segment } of segmenter.segment(text)) {
    const next = displayWidth(segment);
    if (used + next > width) {
      return `${cut}${ELLIPSIS}${" ".repeat(Math.max(0, width - cutUsed - 1))}`;
    }
    kept += segment;
    used += next;
    if (used <= width - 1) [cut, cutUsed] = [kept, used];
  }
  return kept;
}
