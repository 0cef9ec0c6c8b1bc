/** One component of a glob, compiled. */
export interface GlobComponent {
  /** The name it stands for when it has no wildcard. */
  readonly literal: string | null;
  /** How many texts a match has. */
  readonly wildcards: number;
  /** Texts of its wildcards in `name`, or undefined when it doesn't match. */
  match(name: string): readonly string[] | undefined;
}

/** One character: itself, or a wildcard, which captures what it matches. */
type Item = string | { matches(character: string): boolean };

/** Compiles `*`, `?`, `[a-z]`, `[!a-z]` and literal text. */
export function compileGlobComponent(text: string): GlobComponent {
  const segments = parseSegments(Array.from(text));
  const isLiteral = segments.length === 1 && segments[0]!.every((item) => typeof item === "string");
  if (isLiteral) {
    return { literal: text, wildcards: 0, match: (name) => name === text ? [] : undefined };
  }
  const least = segments.reduce((sum, segment) => sum + segment.length, 0);
  return {
    literal: null,
    wildcards: segments.length - 1 +
      segments.flat().filter((item) => typeof item !== "string").length,
    match: (name) => name.length < least ? undefined : matchSegments(segments, Array.from(name)),
  };
}

/**
 * Index of the `]` that ends the class starting at `start`, or -1; a `]` right at its head is a
 * member.
 */
export function classEnd(characters: readonly string[], start: number): number {
  const head = characters[start + 1] === "!" ? start + 2 : start + 1;
  return characters.indexOf("]", head + 1);
}

/** The runs of items between stars; a run of stars is one star. */
function parseSegments(characters: readonly string[]): Item[][] {
  const segments: Item[][] = [[]];
  // A class that never ends makes every later "[" literal too, so the rest is searched only once.
  let unclosed = false;
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i]!;
    const segment = segments[segments.length - 1]!;
    if (character === "*") {
      if (characters[i - 1] !== "*" || i === 0) segments.push([]);
      continue;
    }
    const end = character === "[" && !unclosed ? classEnd(characters, i) : -1;
    if (character === "[" && end < 0) unclosed = true;
    if (end >= 0) {
      segment.push(classItem(characters.slice(i + 1, end)));
      i = end;
    } else if (character === "?") {
      segment.push({ matches: () => true });
    } else {
      segment.push(character);
    }
  }
  return segments;
}

function classItem(members: readonly string[]): Item {
  const negated = members[0] === "!";
  const listed = negated ? members.slice(1) : members;
  const ranges: [number, number][] = [];
  for (let i = 0; i < listed.length; i++) {
    const isRange = listed[i + 1] === "-" && i + 2 < listed.length;
    ranges.push([listed[i]!.codePointAt(0)!, listed[isRange ? i + 2 : i]!.codePointAt(0)!]);
    if (isRange) i += 2;
  }
  const matches = (character: string) => {
    const code = character.codePointAt(0)!;
    return ranges.some(([from, to]) => from <= code && code <= to) !== negated;
  };
  return { matches };
}

/**
 * Each star takes as little as it can. Putting every inner segment at its leftmost place finds a
 * match if there is one, so no star is ever tried again: time is bounded by pattern times name.
 */
function matchSegments(segments: readonly Item[][], name: readonly string[]) {
  const captures: string[] = [];
  const first = segments[0]!;
  const last = segments[segments.length - 1]!;
  if (!fits(first, name, 0)) return undefined;
  capture(first, name, 0, captures);
  if (segments.length === 1) return name.length === first.length ? captures : undefined;
  const lastStart = name.length - last.length;
  let at = first.length;
  for (let i = 1; i < segments.length - 1; i++) {
    const segment = segments[i]!;
    let found = at;
    while (found + segment.length <= lastStart && !fits(segment, name, found)) found++;
    if (found + segment.length > lastStart) return undefined;
    captures.push(name.slice(at, found).join(""));
    capture(segment, name, found, captures);
    at = found + segment.length;
  }
  if (lastStart < at || !fits(last, name, lastStart)) return undefined;
  captures.push(name.slice(at, lastStart).join(""));
  capture(last, name, lastStart, captures);
  return captures;
}

function fits(segment: readonly Item[], name: readonly string[], at: number): boolean {
  if (at + segment.length > name.length) return false;
  for (let i = 0; i < segment.length; i++) {
    const item = segment[i]!;
    const character = name[at + i]!;
    if (typeof item === "string" ? item !== character : !item.matches(character)) return false;
  }
  return true;
}

function capture(segment: readonly Item[], name: readonly string[], at: number, into: string[]) {
  for (let i = 0; i < segment.length; i++) {
    if (typeof segment[i] !== "string") into.push(name[at + i]!);
  }
}
