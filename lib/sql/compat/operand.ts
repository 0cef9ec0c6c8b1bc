import { isWord, type Token } from "../syntax/mod.ts";

/** Words after which a bracket or a literal begins an operand of its own. */
const RESERVED: ReadonlySet<string> = new Set([
  ...["SELECT", "FROM", "WHERE", "AND", "OR", "NOT", "IN", "IS", "ON", "BY", "HAVING", "QUALIFY"],
  ...["CASE", "WHEN", "THEN", "ELSE", "BETWEEN", "LIKE", "ILIKE", "DISTINCT", "ALL", "ANY", "SOME"],
  ...["EXISTS", "AS", "LIMIT", "OFFSET", "VALUES", "USING", "ESCAPE", "UNION", "EXCEPT", "OVER"],
  ...["INTERSECT", "FILTER", "WITH", "SIMILAR", "TO", "GLOB", "RETURNING", "LATERAL", "JOIN"],
]);

/** A text with its brackets matched. */
export interface Bracketed {
  readonly tokens: readonly Token[];
  readonly partners: ReadonlyMap<number, number>;
}

/**
 * The index of the token with which the operand of a postfix operator begins: of `::` at `at` in
 * `1 + sum(a.b[2]) FILTER (WHERE c)::INT` that is `sum`.
 */
export function operandStart({ tokens, partners }: Bracketed, at: number): number {
  let end = at - 1;
  while (end >= 0) {
    const start = primaryStart({ tokens, partners }, end);
    const before = tokens[start - 1];
    if (before?.text === ":" && tokens[start - 2]?.text === ":") end = start - 3;
    else if (before?.text === ".") end = start - 2;
    else if (isSuffix(tokens, start)) end = start - 1;
    else return start;
  }
  return 0;
}

/** Where the piece that ends with token `end` begins: a name, literal, call, bracket or CASE. */
function primaryStart({ tokens, partners }: Bracketed, end: number): number {
  const token = tokens[end]!;
  if (token.kind === "close") {
    const open = partners.get(end) ?? end;
    if (token.text !== ")" && isWord(tokens[open - 1], "MAP", "ARRAY")) return open - 1;
    return token.text === ")" && isCallable(tokens[open - 1]) ? open - 1 : open;
  }
  if (isWord(token, "END")) return caseStart(tokens, end);
  if (token.kind === "string" && isCallable(tokens[end - 1])) return end - 1;
  return end;
}

/** A name before a bracket, or a type before its literal. */
function isCallable(token: Token | undefined): boolean {
  if (token?.kind === "quoted") return true;
  return token?.kind === "word" && (!RESERVED.has(token.value) || isWord(token, "OVER", "FILTER"));
}

/** `[…]` after something it indexes, and `OVER (…)`, `FILTER (…)` after a call. */
function isSuffix(tokens: readonly Token[], start: number): boolean {
  if (isWord(tokens[start], "OVER", "FILTER")) return true;
  const before = tokens[start - 1];
  if (tokens[start]!.text !== "[" || before === undefined) return false;
  return before.kind === "close" || before.kind === "quoted" ||
    before.kind === "word" && !RESERVED.has(before.value);
}

/** The CASE that the END at `end` belongs to. */
function caseStart(tokens: readonly Token[], end: number): number {
  let depth = 0;
  for (let i = end; i >= 0; i--) {
    if (isWord(tokens[i], "END")) depth++;
    if (isWord(tokens[i], "CASE") && --depth === 0) return i;
  }
  return end;
}

/** The END that belongs to the CASE at `start`. */
export function caseEnd(tokens: readonly Token[], start: number): number {
  let depth = 0;
  for (let i = start; i < tokens.length; i++) {
    if (isWord(tokens[i], "CASE")) depth++;
    if (isWord(tokens[i], "END") && --depth === 0) return i;
  }
  return start;
}

/** Whether the `[` at `at` takes a part of what stands before it, and begins no list. */
export function isSubscript(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  if (before === undefined) return false;
  return before.kind === "close" || before.kind === "quoted" || before.kind === "string" ||
    before.kind === "word" && !RESERVED.has(before.value) &&
      !isWord(before, "ARRAY", "RECURSIVE", "MATERIALIZED", "GROUP", "ORDER", "PARTITION");
}
