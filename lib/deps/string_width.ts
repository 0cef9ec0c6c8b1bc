/**
 * How many cells of a terminal a text takes: emoji, joined characters and East Asian widths by the
 * tables of Unicode.
 *
 * @module
 */
import stringWidth from "npm:string-width@8.2.2";

/** Cells of `text`, which holds no control characters. */
export function cellsOf(text: string): number {
  return stringWidth(text);
}
