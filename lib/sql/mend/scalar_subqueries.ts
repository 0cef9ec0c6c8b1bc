import { type Token, tokenize } from "../syntax/mod.ts";
import { AGGREGATES } from "./aggregates.ts";
import {
  applyEdits,
  insideBrackets,
  isWord,
  matchBrackets,
  type Wrap,
  wrapEdits,
} from "./edits.ts";
import { itemName } from "./item_name.ts";
import type { Bracketed } from "./operand.ts";

const SEVERAL = "a subquery that stands for a value has more than one row";
const QUERY = ["SELECT", "WITH", "FROM"];
const CLAUSES = [
  ...["SELECT", "FROM", "WHERE", "GROUP", "HAVING", "QUALIFY", "ORDER", "WITH", "VALUES", "LIMIT"],
  ...["USING", "WINDOW"],
];
/** Words after which a subquery in brackets is a value. */
const BEFORE_VALUE = [
  ...["SELECT", "DISTINCT", "WHERE", "AND", "OR", "NOT", "ON", "HAVING", "QUALIFY", "BY", "CASE"],
  ...["WHEN", "THEN", "ELSE", "BETWEEN", "LIKE", "ILIKE", "IS"],
];

/** `sql` with subqueries that stand for a value failing when they have several rows: 0.9.1 takes the first. */
export function checkScalars(sql: string): string {
  if (!/\(\s*(?:select|with|from)\b/i.test(sql)) return sql;
  const tokens = tokenize(sql);
  const text = { sql, tokens, partners: matchBrackets(tokens) };
  const wraps: Wrap[] = [];
  tokens.forEach((token, at) => {
    if (token.text !== "(" || !isWord(tokens[at + 1], ...QUERY)) return;
    if (!isValue(text, at) || isOneRow(text, at)) return;
    const [start, end] = [token.start + 1, tokens[text.partners.get(at)!]!.start];
    const before =
      `SELECT CASE WHEN count(*) > 1 THEN error('${SEVERAL}') ELSE first(x) END FROM (`;
    wraps.push({ start, end, before, after: "\n) one(x)" });
    const name = itemName(text, at);
    if (name) wraps.push(name);
  });
  return applyEdits(sql, wrapEdits(wraps));
}

/** Whether the brackets at `open` surely are an operand, an argument or an item of a SELECT list. */
function isValue({ tokens, partners }: Bracketed, open: number): boolean {
  const before = tokens[open - 1];
  const after = tokens[partners.get(open)! + 1];
  if (before === undefined || isWord(after, "UNION", "EXCEPT", "INTERSECT")) return false;
  if (isWord(before, ...BEFORE_VALUE)) return true;
  if (before.kind === "operator" && before.text !== ",") return true;
  return before.text === "," && isWord(clauseOf({ tokens, partners }, open), "SELECT");
}

/** The word that begins the clause around `at`. */
function clauseOf({ tokens, partners }: Bracketed, at: number): Token | undefined {
  for (let i = at - 1; i >= 0 && tokens[i]!.kind !== "open"; i--) {
    if (isWord(tokens[i], ...CLAUSES)) return tokens[i];
    if (tokens[i]!.kind === "close") i = partners.get(i) ?? i;
  }
  return undefined;
}

/** Whether the subquery in the brackets at `open` can't have two rows: it is an aggregate of all, or cut off after one. */
function isOneRow({ tokens, partners }: Bracketed, open: number): boolean {
  const inside = [...insideBrackets(open, partners)];
  const has = (...words: string[]) => inside.some((i) => isWord(tokens[i], ...words));
  if (inside.some((i) => isWord(tokens[i], "LIMIT") && tokens[i + 1]!.text === "1")) return true;
  if (has("GROUP", "UNION", "EXCEPT", "INTERSECT")) return false;
  const calls = inside.filter((i) => tokens[i]!.kind === "word" && tokens[i + 1]?.text === "(");
  if (!has("FROM") && !calls.some((i) => isWord(tokens[i], "UNNEST", "UNPIVOT"))) return true;
  return everyCall(tokens, partners, [open, partners.get(open)!]).some((i) =>
    (AGGREGATES.has(tokens[i]!.value) || isWord(tokens[i], "COUNT", "COUNT_STAR", "COUNT_IF")) &&
    !isWord(tokens[partners.get(i + 1)! + 1], "OVER", "FILTER")
  );
}

/** Calls between two tokens that stand in no query of their own. */
function everyCall(
  tokens: readonly Token[],
  partners: ReadonlyMap<number, number>,
  [open, close]: readonly [number, number],
): readonly number[] {
  const found: number[] = [];
  for (let i = open + 1; i < close; i++) {
    const isQuery = tokens[i]!.text === "(" && isWord(tokens[i + 1], ...QUERY);
    if (isQuery) i = partners.get(i) ?? i;
    else if (tokens[i]!.kind === "word" && tokens[i + 1]?.text === "(") found.push(i);
  }
  return found;
}
