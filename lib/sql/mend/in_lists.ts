import { type Token, tokenize } from "../syntax/mod.ts";
import { operandBefore } from "./comparison.ts";
import { applyEdits, type Edit, endOf, insideBrackets, isWord, matchBrackets } from "./edits.ts";

/**
 * `sql` with `[x][1] IN (…)` for `x IN (…)` where 0.9.1 would convert the listed values to the type of the column under a cast
 * in `x`, and round them: `ts::DATE IN (DATE '2024-01-01')` found midnight only, `id IN (1.5)` the 2.
 */
export function guardInLists(sql: string): string {
  const tokens = tokenize(sql);
  const partners = matchBrackets(tokens);
  const edits = tokens.flatMap((token, at): Edit[] => {
    if (!isWord(token, "IN") || tokens[at + 1]?.text !== "(") return [];
    if (isWord(tokens[at + 2], "SELECT", "WITH", "FROM", "VALUES", "TABLE")) return [];
    const end = isWord(tokens[at - 1], "NOT") ? at - 1 : at;
    const start = operandBefore(tokens, end, partners);
    if (start >= end || isPivot(tokens, start)) return [];
    const listed = [...insideBrackets(at + 1, partners)].map((i) => tokens[i]!);
    if (!hasCast(tokens.slice(start, end)) && !listed.some(mayRound)) return [];
    const [from, to] = [tokens[start]!.start, endOf(tokens[end - 1]!)];
    return [{ start: from, end: from, text: "([" }, { start: to, end: to, text: "])[1]" }];
  });
  return applyEdits(sql, edits);
}

function hasCast(operand: readonly Token[]): boolean {
  return operand.some((token) => token.text.startsWith(":") || isWord(token, "CAST", "TRY_CAST"));
}

/** Fractions and moments; what else is listed converts without a loss or not at all. */
function mayRound(token: Token): boolean {
  return token.kind === "number" && !/^\d+$/.test(token.text) ||
    isWord(token, "TIMESTAMP", "TIMESTAMPTZ", "DATE", "TIME", "CAST") || token.text.startsWith(":");
}

/** `PIVOT t ON x IN (…)` and `FOR x IN (…)` list names. */
function isPivot(tokens: readonly Token[], start: number): boolean {
  return isWord(tokens[start - 1], "FOR") ||
    isWord(tokens[start - 1], "ON") &&
      tokens.some((token) => isWord(token, "PIVOT", "PIVOT_WIDER"));
}
