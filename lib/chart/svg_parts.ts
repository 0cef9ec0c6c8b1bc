import { printable } from "../base/mod.ts";

/** Size of a picture, in the units of its SVG. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Where in the picture the space between the axes lies. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** An average character of the font at 13 pixels. */
export const CHARACTER = 7.2;

/** Characters of a name below an axis. */
export const NAME_CHARACTERS = 24;

/** The colour of text. */
export const INK = "#222222";

/** The colour of text beside the values. */
export const FAINT = "#555555";

/** The colour of lines behind the values. */
export const GRID = "#e4e4e4";

/** A tenth of a unit is less than anybody sees. */
export function fixed(value: number): string {
  return String(Number(value.toFixed(1)));
}

/**
 * Controls and lone surrogates, which XML allows in no form, are printable before; two characters
 * more it doesn't know.
 */
export function escaped(text: string): string {
  return printable(text).replace(/[\ufffe\uffff]/g, "\ufffd").replaceAll("&", "&amp;").replaceAll(
    "<",
    "&lt;",
  ).replaceAll(">", "&gt;");
}
