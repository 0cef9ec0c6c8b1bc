import type { Token } from "../syntax/mod.ts";

/** Text to put in place of a part of an SQL text. */
export interface Edit {
  /** Offset of the first character that goes. */
  readonly start: number;
  /** Offset after the last one. */
  readonly end: number;
  readonly text: string;
}

/** Text to put around a part of an SQL text. */
export interface Wrap {
  readonly start: number;
  readonly end: number;
  readonly before: string;
  readonly after: string;
}

/** `wraps` as edits; of those that begin or end together the longer is outside, each is done once. */
export function wrapEdits(wraps: readonly Wrap[]): readonly Edit[] {
  const once = [...new Map(wraps.map((wrap) => [JSON.stringify(wrap), wrap])).values()];
  return [
    ...once.toSorted((a, b) => a.start - b.start || b.end - a.end)
      .map(({ start, before }) => ({ start, end: start, text: before })),
    ...once.toSorted((a, b) => a.end - b.end || b.start - a.start)
      .map(({ end, after }) => ({ start: end, end, text: after })),
  ];
}

/** `sql` with `edits` done; those that insert at one place stay in their order. */
export function applyEdits(sql: string, edits: readonly Edit[]): string {
  let [done, at] = ["", 0];
  for (const { start, end, text } of edits.toSorted((a, b) => a.start - b.start)) {
    done += sql.slice(at, start) + text;
    at = end;
  }
  return done + sql.slice(at);
}

/** For each bracket its partner, by index. */
export function matchBrackets(tokens: readonly Token[]): ReadonlyMap<number, number> {
  const partners = new Map<number, number>();
  const open: number[] = [];
  tokens.forEach(({ kind }, i) => {
    if (kind === "open") open.push(i);
    if (kind !== "close") return;
    const start = open.pop();
    if (start === undefined) return;
    partners.set(start, i);
    partners.set(i, start);
  });
  return partners;
}

/** Indices of the tokens between a bracket and its partner that stand in no further bracket. */
export function* insideBrackets(
  open: number,
  partners: ReadonlyMap<number, number>,
): Generator<number> {
  const close = partners.get(open) ?? open;
  for (let i = open + 1; i < close; i++) {
    yield i;
    const end = partners.get(i);
    if (end !== undefined && end > i) i = end;
  }
}

/** Whether `token` is one of `words` (upper case), unquoted. */
export function isWord(token: Token | undefined, ...words: readonly string[]): boolean {
  return token?.kind === "word" && words.includes(token.value);
}

/** The offset after a token's last character. */
export function endOf(token: Token): number {
  return token.start + token.text.length;
}
