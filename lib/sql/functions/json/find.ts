import type { Path, Step } from "./path.ts";
import type { Scanner, Span } from "./scanner.ts";
import { type Json, JsonObject, unescaped } from "./tree.ts";

/**
 * Follows paths that lead to one place at most, over the bytes themselves, checking all of the text
 * on the way.
 */
export class Finder implements Span {
  /** Where the value that was found last begins. */
  from = 0;
  to = 0;
  readonly #scanner: Scanner;
  #steps: readonly Step[] = [];
  #found = false;

  constructor(scanner: Scanner) {
    this.#scanner = scanner;
  }

  /**
   * Whether the text under the scanner has something at `path`.
   * @throws {MalformedJson}
   */
  find({ steps }: Path): boolean {
    const scanner = this.#scanner;
    this.#steps = steps;
    this.#found = false;
    const end = this.#descend(scanner.first(), 0);
    scanner.last(end);
    return this.#found;
  }

  /** Looks for step `i` in the value at `at`; returns its end. */
  #descend(at: number, i: number): number {
    const scanner = this.#scanner;
    if (i === this.#steps.length) {
      this.#found = true;
      this.from = at;
      return this.to = scanner.skip(at);
    }
    const step = this.#steps[i]!;
    const c = scanner.peek(at);
    if (c === 0x7b && (step.is === "key" || step.is === "pointer")) {
      return this.#member(at, step.bytes, i);
    }
    if (c === 0x5b && (step.is === "index" || step.is === "pointer")) {
      return this.#element(at, step.index ?? Infinity, i);
    }
    return scanner.skip(at);
  }

  #member(open: number, wanted: Uint8Array, i: number): number {
    const scanner = this.#scanner;
    let met = false;
    let at = scanner.blank(open + 1);
    if (scanner.peek(at) === 0x7d) return at + 1;
    while (at > 0) {
      // Not a key at all: `skip` says what is wrong from the bracket on.
      if (scanner.peek(at) !== 0x22) return scanner.skip(open);
      const end = scanner.string(at);
      const matches: boolean = !met && isKey(scanner.bytes, { from: at + 1, to: end - 1 }, wanted);
      const value = scanner.afterKey(end);
      const next = matches ? this.#descend(value, i + 1) : scanner.skip(value);
      met ||= matches;
      at = scanner.next(next, 0x7d);
    }
    return -at;
  }

  #element(open: number, index: number, i: number): number {
    const scanner = this.#scanner;
    let at = scanner.blank(open + 1);
    if (scanner.peek(at) === 0x5d) return at + 1;
    const wanted = index < 0 ? this.#count(at) + index : index;
    for (let n = 0; at > 0; n++) {
      const next = n === wanted ? this.#descend(at, i + 1) : scanner.skip(at);
      at = scanner.next(next, 0x5d);
    }
    return -at;
  }

  #count(at: number): number {
    let count = 0;
    for (; at > 0; count++) at = this.#scanner.next(this.#scanner.skip(at), 0x5d);
    return count;
  }
}

const BACKSLASH = 0x5c;
const decoder = new TextDecoder();

function isKey(bytes: Uint8Array, { from, to }: Span, wanted: Uint8Array): boolean {
  let isEqual = to - from === wanted.length;
  for (let at = from; at < to; at++) {
    const c = bytes[at]!;
    if (c === BACKSLASH) return unescaped(bytes, { from, to }) === decoder.decode(wanted);
    isEqual &&= c === wanted[at - from];
  }
  return isEqual;
}

/** Everything in `value` that `path` leads to, in DuckDB's order: breadth first under `..`. */
export function findAll(value: Json, { steps }: Path): readonly Json[] {
  return follow(value, steps);
}

function follow(value: Json, steps: readonly Step[]): readonly Json[] {
  const [step, ...rest] = steps;
  if (!step) return [value];
  const each = (values: readonly Json[]) => values.flatMap((inner) => follow(inner, rest));
  switch (step.is) {
    case "all":
      return each(withDescendants(value).slice(1));
    case "deep":
      return each(withDescendants(value));
    case "any-key":
      return value instanceof JsonObject ? each(value.members.map(([, inner]) => inner)) : [];
    case "any-index":
      return Array.isArray(value) ? each(value) : [];
    case "index":
      return Array.isArray(value) ? each(elementOf(value, step.index)) : [];
    case "key":
      return value instanceof JsonObject ? each(memberOf(value, step.key)) : [];
    case "pointer":
      if (value instanceof JsonObject) return each(memberOf(value, step.key));
      return Array.isArray(value) && step.index !== null ? each(elementOf(value, step.index)) : [];
  }
}

function memberOf(value: JsonObject, key: string): readonly Json[] {
  const found = value.get(key);
  return found === undefined ? [] : [found];
}

function elementOf(value: readonly Json[], index: number): readonly Json[] {
  const found = Number.isFinite(index) ? value.at(index) : undefined;
  return found === undefined ? [] : [found];
}

/** `value` and everything in it, level by level. */
function withDescendants(value: Json): readonly Json[] {
  const all: Json[] = [value];
  for (let i = 0; i < all.length; i++) {
    const each = all[i]!;
    if (each instanceof JsonObject) all.push(...each.members.map(([, inner]) => inner));
    else if (Array.isArray(each)) all.push(...each as readonly Json[]);
  }
  return all;
}
