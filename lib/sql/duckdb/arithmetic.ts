import { insideBrackets, isWord } from "./edits.ts";
import { type Bracketed, operandStart } from "./operand.ts";
import type { Side } from "./pairs.ts";

const ARITHMETIC = /^[-+*/%]$/;

/** Whether the operator at `at` has something before it to work on, and is no arrow. */
export function isBinary({ tokens }: Bracketed, at: number): boolean {
  if (tokens[at + 1]?.text === ">" && tokens[at + 1]!.start === tokens[at]!.start + 1) return false;
  const before = tokens[at - 1];
  if (before === undefined || before.kind === "open" || before.kind === "operator") return false;
  return before.kind !== "word" || !NO_OPERANDS.has(before.value);
}

const NO_OPERANDS: ReadonlySet<string> = new Set([
  ...["SELECT", "DISTINCT", "WHERE", "AND", "OR", "NOT", "ON", "BY", "HAVING", "QUALIFY", "WHEN"],
  ...["THEN", "ELSE", "CASE", "BETWEEN", "IN", "LIKE", "ILIKE", "LIMIT", "OFFSET", "RETURN"],
]);

/** Where the sum begins that the operator at `at` continues. */
export function sumStart(text: Bracketed, at: number): number {
  const { tokens } = text;
  let start = factorStart(text, at);
  while (ARITHMETIC.test(tokens[start - 1]?.text ?? "") && isBinary(text, start - 1)) {
    start = factorStart(text, start - 1);
  }
  return start;
}

/** As {@linkcode operandStart}, with `INTERVAL 5 HOUR` whole. */
function factorStart(text: Bracketed, at: number): number {
  const start = operandStart(text, at);
  const amount = Math.min(start - 1, text.partners.get(start - 1) ?? start - 1);
  return isWord(text.tokens[amount - 1], "INTERVAL") ? amount - 1 : start;
}

/** Where the product ends that begins at `from`. */
export function termEnd({ tokens, partners }: Bracketed, from: number): number {
  let to = from;
  while (to < tokens.length) {
    const token = tokens[to]!;
    if (token.kind === "close" || /^[-+,<>=!|&;]$/.test(token.text) && to > from) break;
    if (token.kind === "word" && ENDS_TERM.has(token.value)) break;
    to = Math.max(to, partners.get(to) ?? to) + 1;
  }
  return to;
}

const ENDS_TERM: ReadonlySet<string> = new Set([
  ...[
    "FROM",
    "WHERE",
    "AND",
    "OR",
    "AS",
    "THEN",
    "ELSE",
    "END",
    "WHEN",
    "IS",
    "IN",
    "NOT",
    "GROUP",
  ],
  ...["ORDER", "HAVING", "LIMIT", "UNION", "EXCEPT", "INTERSECT", "JOIN", "LEFT", "BETWEEN", "ASC"],
  ...["DESC", "NULLS", "QUALIFY", "WINDOW", "INNER", "RIGHT", "FULL", "CROSS", "ASOF", "LIKE"],
]);

/** The arguments of a call, without DISTINCT and ORDER BY. */
export function argumentsOf(text: Bracketed, open: number): readonly Side[] {
  const { tokens, partners } = text;
  const inside = [...insideBrackets(open, partners)];
  const order = inside.find((i) => isWord(tokens[i], "ORDER"));
  const close = order ?? partners.get(open) ?? open;
  const commas = inside.filter((i) => i < close && tokens[i]!.text === ",");
  return [open, ...commas].map((at, i) => {
    const from = isWord(tokens[at + 1], "DISTINCT") ? at + 2 : at + 1;
    return { from, to: commas[i] ?? close };
  }).filter(({ from, to }) => from < to);
}
