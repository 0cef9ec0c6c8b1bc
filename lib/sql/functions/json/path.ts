/** One step of a path. */
export type Step =
  /** `.key`: a member of an object. */
  | { readonly is: "key"; readonly key: string; readonly bytes: Uint8Array }
  /** `[2]`, or `[#-1]` counted from behind: an element of an array. */
  | { readonly is: "index"; readonly index: number }
  /** A step of a JSON Pointer, which is either. */
  | {
    readonly is: "pointer";
    readonly key: string;
    readonly bytes: Uint8Array;
    readonly index: number | null;
  }
  /** `.*` and `[*]`: all members, all elements. */
  | { readonly is: "any-key" | "any-index" }
  /** `..`: what follows, of the value and of everything in it. */
  | { readonly is: "deep" }
  /** `.**`: everything in the value. */
  | { readonly is: "all" };

/** Where in a text a function looks. */
export interface Path {
  /** As DuckDB shows it. */
  readonly text: string;
  readonly steps: readonly Step[];
  /** Whether it may lead to several places, so that the answer is a list. */
  readonly isWild: boolean;
}

/** A path that is none. */
export class InvalidPath extends Error {}

const encoder = new TextEncoder();
const remembered = new Map<string, Path>();
const MAX_REMEMBERED = 1000;

/**
 * A path as DuckDB reads it: `$.a.b[0]` (with `*`, `[*]`, `..`), a JSON Pointer `/a/0` (RFC 6901),
 * or the name of a key.
 * @throws {InvalidPath}
 */
export function parsePath(text: string): Path {
  const known = remembered.get(text);
  if (known) return known;
  const path = parse(text);
  if (remembered.size === MAX_REMEMBERED) remembered.clear();
  remembered.set(text, path);
  return path;
}

/** The path to element `index` of an array. */
export function indexPath(index: number): Path {
  return { text: `$[${index}]`, steps: [{ is: "index", index }], isWild: false };
}

/** What the engine makes of `json['key']`. */
const BRACKETED_KEY = /^\$\[([^\]\d*#-][^\]]*)\]$/s;

function parse(text: string): Path {
  if (text === "" || text.startsWith("/")) return pointer(text);
  const bracketed = BRACKETED_KEY.exec(text);
  if (bracketed) return { text, steps: [keyStep(bracketed[1]!)], isWild: false };
  if (text.startsWith("$")) return dollarPath(text);
  if (text === "*") return { text, steps: [{ is: "any-key" }], isWild: true };
  if (text.includes('"')) return pointer(`/${text}`);
  return { text: `$."${text}"`, steps: [keyStep(text)], isWild: false };
}

function pointer(text: string): Path {
  const steps = text.split("/").slice(1).map((part): Step => {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    const index = /^(?:0|[1-9]\d*)$/.test(part) ? Number(part) : null;
    return { is: "pointer", key, bytes: encoder.encode(key), index };
  });
  return { text, steps, isWild: false };
}

function dollarPath(text: string): Path {
  const steps: Step[] = [];
  for (let at = 1; at < text.length;) {
    const rest = text.slice(at);
    const found = NOTATIONS.map(([pattern, toStep]) => {
      const match = pattern.exec(rest);
      return match && { step: toStep(match), length: match[0].length };
    }).find((each) => each !== null);
    if (!found) throw new InvalidPath(`JSON path error near '${rest}'`);
    steps.push(found.step);
    at += found.length;
  }
  const isWild = steps.some(({ is }) => is !== "key" && is !== "index");
  return { text, steps, isWild };
}

/** What may stand next in a path; the first that fits does. */
const NOTATIONS: readonly (readonly [RegExp, (match: RegExpExecArray) => Step])[] = [
  [/^(?:\.\*\*|\.\.\*)$/, () => ({ is: "all" })],
  // What follows begins with a point or a bracket itself.
  [/^(?:\.\*\*(?=[.[])|\.\.(?=\[)|\.(?=\.[^.[]))/, () => ({ is: "deep" })],
  [/^\.(?:\*|"\*")/, () => ({ is: "any-key" })],
  [/^\."((?:[^"\\]|\\.)*)"/s, ([, key]) => keyStep(key!.replace(/\\(.)/gs, "$1"))],
  [/^\.([^.[$"*][^.[$]*)/s, ([, key]) => keyStep(key!)],
  [/^\[\*\]/, () => ({ is: "any-index" })],
  [/^\[#\]/, () => ({ is: "index", index: Infinity })],
  [/^\[(\d+)\]/, ([, index]) => ({ is: "index", index: Number(index) })],
  [/^\[#?-(\d+)\]/, ([, index]) => ({ is: "index", index: -Number(index) })],
];

function keyStep(key: string): Step {
  return { is: "key", key, bytes: encoder.encode(key) };
}
