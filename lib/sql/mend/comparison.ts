import type { Token } from "../syntax/mod.ts";
import { isWord } from "./edits.ts";
import { caseEnd, caseStart } from "./operand.ts";

const COMPARISON = /^[<>=!]+$/;
/** Words that no operand of a comparison contains outside of brackets. */
export const BOUNDARIES: ReadonlySet<string> = new Set([
  ...["SELECT", "DISTINCT", "ALL", "FROM", "WHERE", "ON", "AND", "OR", "NOT", "HAVING", "QUALIFY"],
  ...["WHEN", "THEN", "ELSE", "CASE", "BETWEEN", "IN", "IS", "BY", "AS", "LIMIT", "ORDER"],
  ...["GROUP", "WINDOW", "UNION", "EXCEPT", "INTERSECT", "USING", "JOIN", "LEFT", "RIGHT", "FULL"],
  ...[
    "INNER",
    "CROSS",
    "FOR",
    "ASOF",
    "SEMI",
    "ANTI",
    "VALUES",
    "FILTER",
    "OVER",
    "ASC",
    "DESC",
    "NULLS",
  ],
]);

/** Where the expression that ends before `at` begins. */
export function operandBefore(
  tokens: readonly Token[],
  at: number,
  partners: ReadonlyMap<number, number>,
): number {
  let start = at;
  while (start > 0 && !isBoundary(tokens[start - 1]!, "open")) {
    start = isWord(tokens[start - 1], "END")
      ? caseStart(tokens, start - 1)
      : Math.min(start - 1, partners.get(start - 1) ?? start - 1);
  }
  return start;
}

/** The expression after the comparison at `at`. */
export function operandAfter(
  tokens: readonly Token[],
  at: number,
  partners: ReadonlyMap<number, number>,
): readonly [number, number] {
  let from = at + 1;
  while (isComparison(tokens[from])) from++;
  let to = from;
  while (to < tokens.length) {
    if (isWord(tokens[to], "CASE")) to = caseEnd(tokens, to);
    else if (isBoundary(tokens[to]!, "close")) break;
    to = Math.max(to, partners.get(to) ?? to) + 1;
  }
  return [from, to];
}

function isBoundary(token: Token, bracket: "open" | "close"): boolean {
  return token.kind === bracket || token.text === "," || isComparison(token) ||
    token.kind === "word" && BOUNDARIES.has(token.value);
}

/** Whether `token` is a comparison, or a character of one. */
export function isComparison(token: Token | undefined): boolean {
  return token?.kind === "operator" && COMPARISON.test(token.text);
}
