import type { Token } from "./lexer.ts";

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

/** Whether `token` is one of `words` (upper case), unquoted. */
export function isWord(token: Token | undefined, ...words: readonly string[]): boolean {
  return token?.kind === "word" && words.includes(token.value);
}

/** The offset after a token's last character. */
export function endOf(token: Token): number {
  return token.start + token.text.length;
}
