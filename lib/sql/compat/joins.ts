import { endOf, isWord, type Token } from "../syntax/mod.ts";
import { type Bracketed, caseEnd } from "./operand.ts";
import { outerTokens } from "./scopes.ts";

/** Tokens from and to before. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A relation in FROM: the tokens of what it is, and what others call it; null if they can't. */
export interface RelationItem extends Span {
  readonly alias: string | null;
  /** Whether the alias stands there. */
  readonly isNamed: boolean;
  /** The token after it and its alias. */
  readonly next: number;
}

/** Words that end a join's condition. */
const ENDS_CONDITION = [
  ...["WHERE", "GROUP", "HAVING", "QUALIFY", "WINDOW", "ORDER", "LIMIT", "OFFSET", "SELECT"],
  ...["UNION", "EXCEPT", "INTERSECT", "JOIN", "ASOF", "LEFT", "RIGHT", "FULL", "INNER", "CROSS"],
  ...["NATURAL", "POSITIONAL", "SEMI", "ANTI", "USING", "SAMPLE", "TABLESAMPLE", "ON"],
];

/** The relation that begins at token `from`; null where that is something else. */
export function relationAt(text: Bracketed, from: number): RelationItem | null {
  const { tokens, partners } = text;
  let to: number;
  let alias: string | null = null;
  if (tokens[from]?.text === "(") {
    to = partners.get(from)! + 1;
  } else {
    if (!isName(tokens[from]) || isWord(tokens[from], "LATERAL")) return null;
    let last = from;
    while (tokens[last + 1]?.text === "." && isName(tokens[last + 2])) last += 2;
    const { kind, text: name, value } = tokens[last]!;
    alias = kind === "string" ? `"${value.replaceAll('"', '""')}"` : name;
    to = tokens[last + 1]?.text === "(" ? partners.get(last + 1)! + 1 : last + 1;
  }
  const at = isWord(tokens[to], "AS") ? to + 1 : to;
  const isNamed = at > to || isName(tokens[at]) && !isWord(tokens[at], ...ENDS_CONDITION);
  if (!isNamed) return { from, to, alias, isNamed, next: to };
  const columns = tokens[at + 1]?.text === "(" ? partners.get(at + 1)! + 1 : at + 1;
  return { from, to, alias: tokens[at]!.text, isNamed, next: columns };
}

/** The one relation between FROM and token `at`; null where there are more. */
export function leftItem(text: Bracketed, at: number): RelationItem | null {
  const { tokens, partners } = text;
  let from = at;
  while (from > 0 && !isWord(tokens[from - 1], "FROM") && tokens[from - 1]!.text !== ",") {
    from = Math.min(from - 1, partners.get(from - 1) ?? from - 1);
    if (tokens[from]!.kind === "open" && partners.get(from)! >= at) return null;
  }
  const item = relationAt(text, from);
  return item?.next === at ? item : null;
}

/**
 * The condition that begins at token `from`, without brackets around the whole of it, cut at its
 * ANDs.
 */
export function conjunctsAt(text: Bracketed, from: number): readonly Span[] {
  const { tokens, partners } = text;
  let span = { from, to: conditionEnd(text, from) };
  while (tokens[span.from]?.text === "(" && partners.get(span.from) === span.to - 1) {
    span = { from: span.from + 1, to: span.to - 1 };
  }
  const conjuncts: Span[] = [];
  let [start, betweens] = [span.from, 0];
  for (let i = span.from; i < span.to; i++) {
    if (isWord(tokens[i], "CASE")) i = caseEnd(tokens, i);
    else if (isWord(tokens[i], "BETWEEN")) betweens++;
    else if (isWord(tokens[i], "AND") && betweens-- <= 0) {
      betweens = 0;
      conjuncts.push({ from: start, to: i });
      start = i + 1;
    }
    i = Math.max(i, partners.get(i) ?? i);
  }
  return [...conjuncts, { from: start, to: span.to }];
}

function conditionEnd(text: Bracketed, from: number): number {
  const { tokens } = text;
  for (const i of outerTokens(text, { from, to: tokens.length })) {
    const token = tokens[i]!;
    if (token.kind === "close" || token.text === ",") return i;
    // What is called like a function is none of these words.
    if (isWord(token, ...ENDS_CONDITION) && tokens[i + 1]?.text !== "(") return i;
    if (isWord(token, "SELECT", "USING", "ON")) return i;
  }
  return tokens.length;
}

/** A comparison and its two sides. */
export interface Comparison {
  readonly operator: string;
  readonly left: Span;
  readonly right: Span;
}

/** The comparison that `span` is; null where it is none, or more than one. */
export function comparisonIn(text: Bracketed, { from, to }: Span): Comparison | null {
  const { tokens } = text;
  const isPart = (i: number) =>
    tokens[i]?.kind === "operator" && /^[<>=!]$/.test(tokens[i]!.text) && i < to;
  let found: Comparison | null = null;
  let skipped = from;
  for (const i of outerTokens(text, { from, to })) {
    if (i < skipped) continue;
    if (isWord(tokens[i], "OR", "NOT", "IS", "IN", "LIKE", "ILIKE", "BETWEEN", "CASE")) return null;
    if (!isPart(i)) continue;
    let last = i;
    while (isPart(last + 1) && endOf(tokens[last]!) === tokens[last + 1]!.start) last++;
    if (found) return null;
    const operator = tokens.slice(i, last + 1).map((token) => token.text).join("");
    found = { operator, left: { from, to: i }, right: { from: last + 1, to } };
    skipped = last + 1;
  }
  return found;
}

/**
 * Which relation an expression is about: that called `alias`, others, both, or none that it says.
 */
export function sideOf(
  { tokens }: Bracketed,
  { from, to }: Span,
  alias: string,
): "right" | "left" | "both" | "unsaid" | "constant" {
  const sides = new Set<string>();
  for (let i = from; i < to; i++) {
    const token = tokens[i]!;
    if (!isName(token) || token.kind === "string" || tokens[i - 1]?.text === ".") continue;
    if (tokens[i + 1]?.text === ".") sides.add(sameName(token, alias) ? "right" : "left");
    else if (tokens[i + 1]?.text !== "(" && !isKeyword(tokens, i)) sides.add("unsaid");
  }
  if (sides.has("right") && sides.has("left")) return "both";
  if (sides.has("unsaid")) return "unsaid";
  return sides.has("right") ? "right" : sides.has("left") ? "left" : "constant";
}

function sameName(token: Token, alias: string): boolean {
  const name = alias.startsWith('"') ? alias.slice(1, -1).replaceAll('""', '"') : alias;
  const value = token.kind === "quoted" ? token.value : token.text;
  return value.toLowerCase() === name.toLowerCase();
}

/** Words of expressions, and of types and literals. */
function isKeyword(tokens: readonly Token[], at: number): boolean {
  return isWord(
    tokens[at],
    ...["AND", "OR", "NOT", "IS", "NULL", "TRUE", "FALSE", "IN", "LIKE", "ILIKE", "BETWEEN", "AS"],
    ...["CASE", "WHEN", "THEN", "ELSE", "END", "INTERVAL", "TIMESTAMP", "DATE", "TIME", "DISTINCT"],
    ...["FROM", "SECOND", "MINUTE", "HOUR", "DAY", "WEEK", "MONTH", "YEAR", "SECONDS", "MINUTES"],
    ...["HOURS", "DAYS", "WEEKS", "MONTHS", "YEARS", "VARCHAR", "INTEGER", "BIGINT", "DOUBLE"],
  );
}

function isName(token: Token | undefined): boolean {
  return token !== undefined && ["word", "quoted", "string"].includes(token.kind);
}
