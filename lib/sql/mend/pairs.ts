import type { Token } from "../syntax/mod.ts";
import { isComparison, operandAfter, operandBefore } from "./comparison.ts";
import { endOf, insideBrackets, isWord } from "./edits.ts";
import type { Bracketed } from "./operand.ts";

/** An expression as tokens, from and to before. */
export interface Side {
  readonly from: number;
  readonly to: number;
}

/** Two expressions that are compared. */
export interface Pair {
  readonly left: Side;
  readonly right: Side;
  /** `=`, `<`, …; or the word that compares them. */
  readonly operator: string;
  /** The bracket that both stand in: within it a text means one thing. */
  readonly scope: number;
}

const OPERATORS: ReadonlySet<string> = new Set(["=", "==", "<>", "!=", "<", ">", "<=", ">="]);

/** What `tokens` compare, by operators, IS DISTINCT FROM, BETWEEN, IN and CASE. */
export function findPairs(text: Bracketed): readonly Pair[] {
  const { tokens, partners } = text;
  const found: Pair[] = [];
  const add = (left: Side, right: Side, operator: string) => {
    if (left.from >= left.to || right.from >= right.to) return;
    found.push({ left, right, operator, scope: scopeOf(left.from, partners) });
  };
  const before = (at: number) => ({ from: operandBefore(tokens, at, partners), to: at });
  const after = (at: number) => {
    const [from, to] = operandAfter(tokens, at, partners);
    return { from, to };
  };
  tokens.forEach((token, at) => {
    if (isComparison(token)) {
      const operator = operatorAt(tokens, at);
      if (operator !== null) add(before(at), after(at), operator);
    } else if (isWord(token, "FROM") && isWord(tokens[at - 1], "DISTINCT")) {
      const is = isWord(tokens[at - 2], "NOT") ? at - 3 : at - 2;
      if (isWord(tokens[is], "IS")) add(before(is), after(at), "IS");
    } else if (isWord(token, "BETWEEN")) {
      const operand = before(isWord(tokens[at - 1], "NOT") ? at - 1 : at);
      const and = upperBound(text, at);
      if (and === undefined) return;
      add(operand, { from: at + 1, to: and }, "BETWEEN");
      add(operand, after(and), "BETWEEN");
    } else if (isWord(token, "IN") && tokens[at + 1]?.text === "(") {
      const operand = before(isWord(tokens[at - 1], "NOT") ? at - 1 : at);
      for (const item of itemsOf(text, at + 1)) add(operand, item, "IN");
    } else if (isWord(token, "CASE")) {
      addCase(text, at, add);
    }
  });
  return found;
}

/** The comparison that begins at `at`; null inside of one, and where the characters belong to another operator. */
function operatorAt(tokens: readonly Token[], at: number): string | null {
  const touches = (i: number) =>
    tokens[i - 1] !== undefined && endOf(tokens[i - 1]!) === tokens[i]!.start;
  if (tokens[at - 1]?.kind === "operator" && touches(at) && !/^[,;]$/.test(tokens[at - 1]!.text)) {
    return null;
  }
  let [operator, last] = [tokens[at]!.text, at];
  while (isComparison(tokens[last + 1]) && touches(last + 1)) operator += tokens[++last]!.text;
  return OPERATORS.has(operator) ? operator : null;
}

/** What stands between the commas of a list in brackets, or the whole if it is a subquery. */
function itemsOf({ tokens, partners }: Bracketed, open: number): readonly Side[] {
  const close = partners.get(open) ?? open;
  if (isWord(tokens[open + 1], "SELECT", "WITH", "FROM", "VALUES", "TABLE")) {
    return [{ from: open, to: close + 1 }];
  }
  const commas = [...insideBrackets(open, partners)].filter((i) => tokens[i]!.text === ",");
  return [open, ...commas].map((at, i) => ({ from: at + 1, to: commas[i] ?? close }));
}

/** `CASE x WHEN y THEN`. */
function addCase(
  { tokens, partners }: Bracketed,
  at: number,
  add: (left: Side, right: Side, operator: string) => void,
): void {
  let depth = 0;
  let [first, when]: [number | null, number | null] = [null, null];
  for (let i = at + 1; i < tokens.length; i++) {
    if (isWord(tokens[i], "CASE")) depth++;
    else if (isWord(tokens[i], "END") && depth-- === 0) return;
    else if (isWord(tokens[i], "WHEN") && depth === 0) [first, when] = [first ?? i, i];
    else if (isWord(tokens[i], "THEN") && depth === 0 && first !== null && when !== null) {
      add({ from: at + 1, to: first }, { from: when + 1, to: i }, "CASE");
    }
    const end = partners.get(i);
    if (end !== undefined && end > i) i = end;
  }
}

/** The AND that belongs to the BETWEEN at `at`. */
function upperBound({ tokens, partners }: Bracketed, at: number): number | undefined {
  for (let i = at + 1; i < tokens.length && tokens[i]!.kind !== "close"; i++) {
    if (isWord(tokens[i], "AND")) return i;
    i = Math.max(i, partners.get(i) ?? i);
  }
  return undefined;
}

/** The innermost bracket around `at`; -1 where there is none. */
export function scopeOf(at: number, partners: ReadonlyMap<number, number>): number {
  for (let i = at - 1; i >= 0; i--) {
    const partner = partners.get(i);
    if (partner !== undefined && partner > at) return i;
  }
  return -1;
}
