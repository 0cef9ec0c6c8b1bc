import { PondError } from "../base/mod.ts";

/** Longest name in bytes of UTF-8. */
const MAX_NAME_BYTES = 255;
const encoder = new TextEncoder();

/**
 * The one choke point for names: any UTF-8 without `/` and NUL, 1 to 255 bytes, not `.` or `..`.
 * @returns `name`
 * @throws {PondError} `invalid-path`
 */
export function checkName(name: string): string {
  const why = whyNotAName(name);
  if (why === undefined) return name;
  throw new PondError("invalid-path", `cannot use ${JSON.stringify(name)} as a name: ${why}`);
}

/** Whether {@linkcode checkName} would take `name`. */
export function isName(name: string): boolean {
  return whyNotAName(name) === undefined;
}

/**
 * The components of a pond path. The leading slash may be left out, empty components and `.` count
 * for nothing, `..` goes up and stays at the root.
 * @throws {PondError} `invalid-path` for an empty path and for components that are no names
 */
export function parsePath(text: string): string[] {
  if (text === "") throw new PondError("invalid-path", "cannot use an empty path");
  const components: string[] = [];
  for (const part of text.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") components.pop();
    else components.push(checkName(part));
  }
  return components;
}

/** The canonical absolute path of `components`. */
export function formatPath(components: readonly string[]): string {
  return `/${components.join("/")}`;
}

/**
 * The canonical path of `path` seen from the directory `base`; an absolute `path` stands for
 * itself.
 * @throws {PondError} `invalid-path`
 */
export function joinPath(base: string, path: string): string {
  return formatPath(parsePath(path.startsWith("/") ? path : `${base}/${path}`));
}

/** The directory of a canonical path; the root's is the root. */
export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}

/** The last component of a canonical path; empty for the root. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/**
 * Byte order of the UTF-8 forms, which UTF-16 order is not: surrogates sort after U+E000–U+FFFF.
 */
export function compareNames(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return utf8Rank(x) - utf8Rank(y);
  }
  return a.length - b.length;
}

function utf8Rank(codeUnit: number): number {
  if (codeUnit < 0xd800) return codeUnit;
  return codeUnit < 0xe000 ? codeUnit + 0x2000 : codeUnit - 0x800;
}

function whyNotAName(name: string): string | undefined {
  if (name === "") return "it is empty";
  if (name === "." || name === "..") return "it has a meaning of its own";
  if (name.includes("/")) return "it contains a slash";
  if (name.includes("\0")) return "it contains a NUL";
  if (!name.isWellFormed()) return "it is not valid Unicode";
  // A UTF-16 unit takes at most 3 bytes, so short names need no encoding.
  if (name.length * 3 > MAX_NAME_BYTES && encoder.encode(name).length > MAX_NAME_BYTES) {
    return `it is longer than ${MAX_NAME_BYTES} bytes`;
  }
  return undefined;
}
