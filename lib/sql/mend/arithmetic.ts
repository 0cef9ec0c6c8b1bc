import { insideBrackets, isWord } from "./edits.ts";
import { type Bracketed, caseEnd, operandStart } from "./operand.ts";
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
export function termEnd(text: Bracketed, from: number): number {
  const { tokens } = text;
  let to = factorEnd(text, from);
  while (/^[*/%]$/.test(tokens[to]?.text ?? "")) {
    to = factorEnd(text, tokens[to + 1]?.text === "/" ? to + 2 : to + 1);
  }
  return to;
}

/** Where the literal, name, call, bracket or CASE ends that begins at `from`, with what is done to it behind. */
export function factorEnd(text: Bracketed, from: number): number {
  const { tokens, partners } = text;
  const past = (at: number) => Math.max(at, partners.get(at) ?? at) + 1;
  let to = from;
  while (/^[-+~]$/.test(tokens[to]?.text ?? "")) to++;
  if (isWord(tokens[to], "CASE")) to = caseEnd(tokens, to) + 1;
  else if (isWord(tokens[to], "INTERVAL")) {
    to = past(to + 1);
    if (tokens[to]?.kind === "word" && UNIT.test(tokens[to]!.value)) to++;
  } else {
    const isWordLike = tokens[to]?.kind === "word" || tokens[to]?.kind === "quoted";
    to = past(to);
    while (isWordLike && tokens[to]?.text === ".") to += 2;
    if (isWordLike && (tokens[to]?.text === "(" || tokens[to]?.kind === "string")) to = past(to);
    while (isWord(tokens[to], "FILTER", "OVER")) to = past(to + 1);
  }
  return suffixEnd(text, to);
}

/** Behind `::TYPE`, `[…]` and `.field`. */
function suffixEnd({ tokens, partners }: Bracketed, from: number): number {
  let to = from;
  while (true) {
    if (tokens[to]?.text === ":" && tokens[to + 1]?.text === ":") {
      to += 3;
      if (tokens[to]?.text === "(") to = (partners.get(to) ?? to) + 1;
    } else if (tokens[to]?.text === "[") to = (partners.get(to) ?? to) + 1;
    else if (tokens[to]?.text === ".") to += 2;
    else return to;
  }
}

const UNIT =
  /^(?:YEAR|QUARTER|MONTH|WEEK|DAY|HOUR|MINUTE|SECOND|MILLISECOND|MICROSECOND|DECADE|CENTURY)S?$/;

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
