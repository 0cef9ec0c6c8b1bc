import { quoteName } from "../../base/mod.ts";
import { type Token, tokenize } from "../syntax/mod.ts";
import { isComparison } from "./comparison.ts";
import { applyEdits, type Edit, endOf, isWord, matchBrackets } from "./edits.ts";
import type { Bracketed } from "./operand.ts";
import { ASOF_BY_INTERVALS } from "./prelude.ts";

/**
 * `sql` with the left sides of its ASOF JOINs sorted. The operator of 0.9.1 loses matches where a filter or a join has
 * let rows of its left side through without moving them together; a sort moves them. Where the left side is a join,
 * which no subquery can stand for without renaming what others refer to, the operator isn't used.
 */
export function withSortedAsOf(sql: string): string {
  if (!/\basof\b/i.test(sql)) return sql;
  const tokens = tokenize(sql);
  const text = { tokens, partners: matchBrackets(tokens) };
  const edits: Edit[] = [];
  for (let at = 0; at < tokens.length; at++) {
    if (!isWord(tokens[at], "ASOF")) continue;
    const left = leftSide(text, at);
    if (!left) return applyEdits(sql, [marker(tokens[at]!)]);
    edits.push(...sorted(text, at, left));
  }
  return applyEdits(sql, edits);
}

/** One relation or subquery between FROM and ASOF, as tokens from and to before. */
interface LeftSide {
  readonly from: number;
  readonly to: number;
  /** What others call it; null if they can't. */
  readonly alias: string | null;
  readonly hasAlias: boolean;
}

function leftSide({ tokens, partners }: Bracketed, asof: number): LeftSide | null {
  let [to, alias, hasAlias]: [number, string | null, boolean] = [asof, null, false];
  if (isName(tokens[asof - 1]) && tokens[asof - 2]?.text !== ".") {
    const isAs = isWord(tokens[asof - 2], "AS");
    const before = tokens[isAs ? asof - 3 : asof - 2];
    if (isAs || before?.text === ")" || isName(before)) {
      [to, alias, hasAlias] = [isAs ? asof - 2 : asof - 1, tokens[asof - 1]!.text, true];
    }
  }
  let from = to - 1;
  if (tokens[from]?.text === ")") {
    from = partners.get(from) ?? from;
    if (isName(tokens[from - 1])) from--;
  } else {
    while (tokens[from - 1]?.text === ".") from -= 2;
    if (!isName(tokens[to - 1])) return null;
    const name = tokens[to - 1]!;
    alias ??= name.kind === "string" ? quoteName(name.value) : name.text;
  }
  const isFirst = isWord(tokens[from - 1], "FROM") || tokens[from - 1]?.text === ",";
  return isFirst ? { from, to, alias, hasAlias } : null;
}

function sorted({ tokens }: Bracketed, asof: number, left: LeftSide): Edit[] {
  const start = tokens[left.from]!.start;
  const end = endOf(tokens[left.to - 1]!);
  const alias = left.hasAlias || left.alias === null ? "" : ` AS ${left.alias}`;
  const key = sortKey(tokens, asof, left.alias);
  return [
    { start, end: start, text: "(SELECT * FROM " },
    { start: end, end, text: ` ORDER BY ${key})${alias}` },
  ];
}

/** The column that is compared as a time, if it is easily told; else any. */
function sortKey(tokens: readonly Token[], asof: number, alias: string | null): string {
  for (let i = asof + 1; i < tokens.length - 3; i++) {
    if (isWord(tokens[i], "ASOF", "WHERE", "GROUP", "ORDER")) break;
    if (isWord(tokens[i], "USING") && tokens[i + 1]?.text === "(") {
      const close = tokens.findIndex((token, j) => j > i && token.text === ")");
      return tokens[close - 1]!.text;
    }
    const isInequality = isComparison(tokens[i]) && tokens[i]!.text !== "=";
    if (!isInequality) continue;
    let right = i + 1;
    while (isComparison(tokens[right])) right++;
    for (const last of [i - 1, right + 2]) {
      const [table, dot, column] = [tokens[last - 2], tokens[last - 1], tokens[last]];
      if (dot?.text === "." && isName(column) && table?.text === alias) return column!.text;
    }
  }
  return "1";
}

function marker(asof: Token): Edit {
  return { start: asof.start, end: asof.start, text: `${ASOF_BY_INTERVALS} ` };
}

const NO_NAMES = [
  "FROM",
  "JOIN",
  "ON",
  "USING",
  "AS",
  "AND",
  "OR",
  "NULL",
  "TRUE",
  "FALSE",
  "SELECT",
];

function isName(token: Token | undefined): boolean {
  if (token?.kind === "quoted" || token?.kind === "string") return true;
  return token?.kind === "word" && !NO_NAMES.includes(token.value);
}
