import { isWord, type Token } from "../syntax/mod.ts";
import type { Bracketed } from "./operand.ts";

/** The innermost bracket around token `at`; -1 where there is none. */
export function bracketAround(at: number, { partners }: Bracketed): number {
  for (let i = at - 1; i >= 0; i--) {
    const partner = partners.get(i);
    if (partner === undefined) continue;
    if (partner > at) return i;
    i = Math.min(i, partner);
  }
  return -1;
}

/**
 * Indices of the tokens from `from` to before `to` that stand in no further bracket; of a bracket,
 * the opening one.
 */
export function* outerTokens(
  { partners }: Bracketed,
  { from, to }: { readonly from: number; readonly to: number },
): Generator<number> {
  for (let i = from; i < to; i++) {
    yield i;
    i = Math.max(i, partners.get(i) ?? i);
  }
}

/** What stands between the commas in the bracket at `open`, as tokens from and to before. */
export function argumentsIn(
  text: Bracketed,
  open: number,
): readonly { readonly from: number; readonly to: number }[] {
  const close = text.partners.get(open) ?? open;
  if (close === open + 1) return [];
  const commas = [...outerTokens(text, { from: open + 1, to: close })]
    .filter((i) => text.tokens[i]!.text === ",");
  return [open, ...commas].map((at, i) => ({ from: at + 1, to: commas[i] ?? close }));
}

/** Whether token `at` is the unquoted name of a call, one of `names` (upper case). */
export function isCall({ tokens }: Bracketed, at: number, ...names: readonly string[]): boolean {
  return isWord(tokens[at], ...names) && tokens[at + 1]?.text === "(" &&
    tokens[at - 1]?.text !== ".";
}

/** Whether a query begins with `token`. */
export function beginsQuery(token: Token | undefined): boolean {
  return isWord(token, "SELECT", "WITH", "FROM", "VALUES", "PIVOT", "UNPIVOT");
}
