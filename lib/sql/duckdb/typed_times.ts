import { type Token, tokenize } from "../lexer.ts";
import { BOUNDARIES, isComparison, operandAfter, operandBefore } from "./comparison.ts";
import { applyEdits, type Edit, endOf, insideBrackets, isWord, matchBrackets } from "./edits.ts";

/** What is known of the query that {@linkcode typeTimes} reads. */
export interface TimesContext {
  /** Time columns of its inputs, lower case. */
  readonly timeColumns: ReadonlySet<string>;
  /** Whether the engine can plan a text in its place. */
  readonly probe: (sql: string) => Promise<boolean>;
  /** Runs a text; throws what is wrong with it. A filter would take a literal that is no time for one that lets no row pass. */
  readonly read: (sql: string) => Promise<unknown>;
}

/** A literal that may be meant as a time, and the expression that it is compared with. */
interface Candidate {
  readonly token: Token;
  readonly type: "TIMESTAMP" | "DATE" | "TIME";
  /** The expression as tokens, from and to before. */
  readonly from: number;
  readonly to: number;
  /** The bracket that both stand in: within it a text means one thing. */
  readonly scope: number;
}

const LITERALS: readonly (readonly [RegExp, Candidate["type"]])[] = [
  [/^\s*[+-]?\d{1,6}[-/]\d{1,2}[-/]\d{1,2}(?:[T ]+[^\s(]|\s*\().*$/is, "TIMESTAMP"],
  [/^\s*[+-]?\d{1,6}[-/]\d{1,2}[-/]\d{1,2}\s*$/, "DATE"],
  [/^\s*\d{1,2}:\d{1,2}(?::.*)?$/s, "TIME"],
];
/** What surely is a time. */
const CANONICAL =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])(?:[T ](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?Z?)?$/;

/**
 * `sql` with their types before the literals that are compared with times. 0.9.1 compares texts instead unless a literal
 * stands alone in a filter, and then `2024-01-01T10:00` comes after `2024-01-01 12:00`. Whether an expression is a
 * time only the engine knows: it can take the year of no other.
 */
export async function typeTimes(sql: string, context: TimesContext): Promise<string> {
  if (!/'\s*[+-]?\d{1,6}[-/:]\d/.test(sql)) return sql;
  const tokens = tokenize(sql);
  const known = new Map<string, boolean>();
  const edits: Edit[] = [];
  for (const candidate of findCandidates(tokens)) {
    const { token, type, from, to, scope } = candidate;
    const operand = sql.slice(tokens[from]!.start, endOf(tokens[to - 1]!));
    const key = `${type === "TIME"} ${scope} ${operand}`;
    const isTime = known.get(key) ?? (isTimeColumn(tokens, candidate, context) ||
      await context.probe(applyEdits(sql, [{
        start: token.start,
        end: endOf(token),
        text: `CAST(${type === "TIME" ? "hour" : "year"}(${operand}) AS VARCHAR)`,
      }])));
    known.set(key, isTime);
    if (!isTime) continue;
    const literal = token.text.replace(
      /^('\s*(?:[^:]*[^:\d])?\d{1,2}:\d{1,2})(?=[^:\d]*')/,
      "$1:00",
    );
    edits.push({ start: token.start, end: endOf(token), text: `${type} ${literal}` });
    if (!CANONICAL.test(token.value)) await context.read(`SELECT ${type} ${literal}`);
  }
  return applyEdits(sql, edits);
}

/** The name of a time column, which nothing in the query gives to something else. */
function isTimeColumn(
  tokens: readonly Token[],
  { from, to, type }: Candidate,
  { timeColumns }: TimesContext,
): boolean {
  const name = tokens[to - 1]!;
  const isPath = tokens.slice(from, to).every((token, i) =>
    i % 2 === 0 ? token.kind === "word" || token.kind === "quoted" : token.text === "."
  );
  if (!isPath || type === "TIME" || !timeColumns.has(name.value.toLowerCase())) return false;
  return !tokens.some((token) => isWord(token, "AS", "WITH", "REPLACE"));
}

function findCandidates(tokens: readonly Token[]): readonly Candidate[] {
  const partners = matchBrackets(tokens);
  const found: Candidate[] = [];
  const add = (at: number, [from, to]: readonly [number, number]) => {
    const type = typeOf(tokens, at);
    if (type === undefined || from >= to) return;
    found.push({ token: tokens[at]!, type, from, to, scope: scopeOf(at, partners) });
  };
  const before = (at: number) => [operandBefore(tokens, at, partners), at] as const;
  tokens.forEach((token, at) => {
    if (isComparison(token)) {
      if (!isComparison(tokens[at - 1])) add(at - 1, operandAfter(tokens, at, partners));
      if (!isComparison(tokens[at + 1])) add(at + 1, before(firstOf(tokens, at)));
    } else if (isWord(token, "FROM") && isWord(tokens[at - 1], "DISTINCT")) {
      const is = isWord(tokens[at - 2], "NOT") ? at - 3 : at - 2;
      if (isWord(tokens[is], "IS")) add(at + 1, before(is));
    } else if (isWord(token, "BETWEEN")) {
      const operand = before(isWord(tokens[at - 1], "NOT") ? at - 1 : at);
      add(at + 1, operand);
      const and = upperBound(tokens, at, partners);
      if (and !== undefined) add(and + 1, operand);
    } else if (isWord(token, "IN") && tokens[at + 1]?.text === "(") {
      const operand = before(isWord(tokens[at - 1], "NOT") ? at - 1 : at);
      for (const inside of insideBrackets(at + 1, partners)) add(inside, operand);
    } else if (isWord(token, "CASE")) {
      addCase(tokens, at, { partners, add });
    }
  });
  return found;
}

/** `CASE x WHEN '…'`. */
function addCase(
  tokens: readonly Token[],
  at: number,
  { partners, add }: {
    readonly partners: ReadonlyMap<number, number>;
    readonly add: (at: number, operand: readonly [number, number]) => void;
  },
): void {
  let depth = 0;
  let first: number | null = null;
  for (let i = at + 1; i < tokens.length; i++) {
    if (isWord(tokens[i], "CASE")) depth++;
    else if (isWord(tokens[i], "END") && depth-- === 0) return;
    else if (isWord(tokens[i], "WHEN") && depth === 0) {
      first ??= i;
      add(i + 1, [at + 1, first]);
    }
    const end = partners.get(i);
    if (end !== undefined && end > i) i = end;
  }
}

function typeOf(tokens: readonly Token[], at: number): Candidate["type"] | undefined {
  const [before, token, after] = [tokens[at - 1], tokens[at], tokens[at + 1]];
  if (token?.kind !== "string" || !token.text.startsWith("'")) return undefined;
  const isTyped = before?.kind === "word" && !BOUNDARIES.has(before.value);
  if (isTyped || after?.text.startsWith(":")) return undefined;
  return LITERALS.find(([pattern]) => pattern.test(token.value))?.[1];
}

/** The first token of an operator that the lexer cuts into characters. */
function firstOf(tokens: readonly Token[], at: number): number {
  while (isComparison(tokens[at - 1])) at--;
  return at;
}

/** The AND that belongs to the BETWEEN at `at`. */
function upperBound(
  tokens: readonly Token[],
  at: number,
  partners: ReadonlyMap<number, number>,
): number | undefined {
  for (let i = at + 1; i < tokens.length && tokens[i]!.kind !== "close"; i++) {
    if (isWord(tokens[i], "AND")) return i;
    i = Math.max(i, partners.get(i) ?? i);
  }
  return undefined;
}

/** The innermost bracket around `at`. */
function scopeOf(at: number, partners: ReadonlyMap<number, number>): number {
  for (let i = at - 1; i >= 0; i--) {
    const partner = partners.get(i);
    if (partner !== undefined && partner > at) return i;
  }
  return -1;
}
