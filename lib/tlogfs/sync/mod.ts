/**
 * Copies of a whole pond, which share its log: what one lacks of another is copied, contents first.
 *
 * @module
 */
export type { CopyOptions, CopyReport, CopySide } from "./api.ts";
export { copyTlog } from "./copy.ts";
export { type Pack, type PackOptions, packTlog } from "./pack.ts";
