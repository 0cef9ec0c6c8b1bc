import { PondError } from "../base/mod.ts";
import { classEnd, compileGlobComponent, type GlobComponent } from "./glob_component.ts";
import { formatPath } from "./path.ts";

/** A compiled glob: matches whole paths, and step by step on the way down a tree. */
export interface Glob {
  readonly pattern: string;
  /** How many texts a match has. */
  readonly wildcards: number;
  /**
   * Texts of `*`, `?`, `[…]` and `**` from the left, each star as short as the whole allows;
   * undefined when `components` don't match.
   */
  match(components: readonly string[]): readonly string[] | undefined;
  /** Where matching stands at the root. */
  readonly start: GlobState;
}

/** Where matching stands at some node: the ways in which the components so far can be read. */
export interface GlobState {
  /** Whether the node itself matches. */
  readonly accepts: boolean;
  /** Whether anything below it can. */
  readonly mayDescend: boolean;
  /** The only names that can match below, byte order unknown; null: any name. */
  readonly names: readonly string[] | null;
  /** The state at the child called `name`. A link's child is reached by every wildcard but `**`. */
  enter(name: string): GlobState;
  /**
   * The part of this state that a link may be followed with: what `**` alone has matched is left
   * out.
   */
  readonly throughLink: GlobState;
}

/** `**`: zero or more whole components. */
const ANY_DEPTH = Symbol("**");
type Part = GlobComponent | typeof ANY_DEPTH;

/**
 * Compiles a glob: `*`, `?`, `[a-z]`, `[!a-z]` within one component, `**` zero or more whole
 * components. A `[` that isn't closed stands for itself. Empty components and `.` count for
 * nothing.
 * @throws {PondError} `invalid-path` for an empty pattern, and `..` after a `**`
 */
export function compileGlob(pattern: string): Glob {
  const parts = splitPattern(pattern).map((component): Part =>
    component === "**" ? ANY_DEPTH : compileGlobComponent(component)
  );
  return {
    pattern,
    wildcards: parts.reduce((sum, part) => sum + (part === ANY_DEPTH ? 1 : part.wildcards), 0),
    match: (components) => matchParts(parts, components),
    start: stateOf(parts, [0], []),
  };
}

/** Whether `text` has a wildcard, so that it is a pattern and not a path. */
export function isGlob(text: string): boolean {
  return /[*?]/.test(text) || text.split("/").some((part) => {
    const characters = Array.from(part);
    const start = characters.indexOf("[");
    return start >= 0 && classEnd(characters, start) >= 0;
  });
}

/**
 * The directory under which everything that matches lies: the components before the first wildcard,
 * never the last one. `/raw/**` + `/*.csv` has `/raw`, and so has `/raw/x.csv`.
 * @throws {PondError} `invalid-path`
 */
export function fixedPrefix(pattern: string): string {
  const components = splitPattern(pattern);
  const wild = components.findIndex((component) => isGlob(component));
  return formatPath(components.slice(0, wild < 0 ? Math.max(0, components.length - 1) : wild));
}

/**
 * Whether a wildcard of `pattern` stands for a name in `path`, a match, that begins with a dot. As
 * in a shell such names are passed over (macOS leaves a `._x.csv` beside every `x.csv`), unless the
 * pattern names one that does.
 */
export function isDotMatch(path: string, pattern: string): boolean {
  if (/(^|\/)\./.test(pattern)) return false;
  const prefix = fixedPrefix(pattern);
  return path.slice(prefix === "/" ? 0 : prefix.length).includes("/.");
}

function splitPattern(pattern: string): string[] {
  if (pattern === "") throw new PondError("invalid-path", "cannot use an empty pattern");
  const components: string[] = [];
  for (const part of pattern.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") components.push(part);
    else if (components.pop() === "**") {
      throw new PondError("invalid-path", `cannot use the pattern ${pattern}: ".." after "**"`);
    }
  }
  return components;
}

/**
 * As within a component: each run of parts between `**` goes to its leftmost place, the last to the
 * end.
 */
function matchParts(parts: readonly Part[], names: readonly string[]) {
  const captures: string[] = [];
  const take = (from: number, to: number, at: number) => {
    const found: string[] = [];
    if (at < 0 || at + to - from > names.length) return false;
    for (let i = from; i < to; i++) {
      const texts = (parts[i] as GlobComponent).match(names[at + i - from]!);
      if (!texts) return false;
      for (const text of texts) found.push(text);
    }
    for (const text of found) captures.push(text);
    return true;
  };
  let end = parts.indexOf(ANY_DEPTH);
  if (end < 0) {
    return names.length === parts.length && take(0, parts.length, 0) ? captures : undefined;
  }
  if (!take(0, end, 0)) return undefined;
  let at = end;
  for (;;) {
    const from = end + 1;
    const next = parts.indexOf(ANY_DEPTH, from);
    const length = (next < 0 ? parts.length : next) - from;
    const place = captures.length;
    // Room for the text of this `**`, which is known once the run after it has its place.
    captures.push("");
    let found = next < 0 ? names.length - length : at;
    if (found < at) return undefined;
    while (!take(from, from + length, found)) {
      if (next < 0 || ++found + length > names.length) return undefined;
    }
    captures[place] = names.slice(at, found).join("/");
    if (next < 0) return captures;
    at = found + length;
    end = next;
  }
}

/**
 * The state that stands at `positions`, and at every position that `**` reaches by matching
 * nothing. `resting` are positions of `**` that took the last component: they end at a link.
 */
function stateOf(
  parts: readonly Part[],
  moved: readonly number[],
  resting: readonly number[],
): GlobState {
  const positions = closure(parts, [...moved, ...resting]);
  const ahead = positions.filter((position) => position < parts.length);
  return {
    accepts: positions.includes(parts.length),
    mayDescend: ahead.length > 0,
    names: literalsOf(parts, ahead),
    enter(name) {
      const next: number[] = [];
      const rest: number[] = [];
      for (const position of ahead) {
        const part = parts[position]!;
        if (part === ANY_DEPTH) rest.push(position);
        else if (part.match(name)) next.push(position + 1);
      }
      return stateOf(parts, next, rest);
    },
    get throughLink() {
      return stateOf(parts, moved, []);
    },
  };
}

function closure(parts: readonly Part[], positions: readonly number[]): number[] {
  const reached = new Set<number>();
  for (let position of positions) {
    while (!reached.has(position)) {
      const passes = parts[position] === ANY_DEPTH;
      // Of neighbouring `**` the last one alone says as much.
      if (!passes || parts[position + 1] !== ANY_DEPTH) reached.add(position);
      if (!passes) break;
      position++;
    }
  }
  return [...reached];
}

function literalsOf(parts: readonly Part[], positions: readonly number[]): string[] | null {
  const names = new Set<string>();
  for (const position of positions) {
    const part = parts[position]!;
    if (part === ANY_DEPTH || part.literal === null) return null;
    names.add(part.literal);
  }
  return [...names];
}
