import { quoteName } from "../../base/mod.ts";
import { type Token, tokenize } from "../syntax/mod.ts";
import { applyEdits, type Edit, endOf, insideBrackets, isWord, matchBrackets } from "./edits.ts";
import { type Bracketed, operandStart } from "./operand.ts";
import { STAND_INS } from "./prelude.ts";

/**
 * `sql` in words that make DuckDB 0.9.1 answer as today's DuckDB answers the original. What a macro can do is in the
 * prelude; this is for aggregates, casts and the names of built-in macros, for which none can stand.
 */
export function mended(sql: string): string {
  const tokens = tokenize(sql);
  const text: Text = { sql, tokens, partners: matchBrackets(tokens) };
  const edits: Edit[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const edit = decimalCast(text, at) ?? emptyCount(text, at) ?? standIn(text, at) ??
      median(text, at) ?? weeks(text, at);
    if (!edit) continue;
    // Of two that overlap the one that began earlier, or ends later, has the other inside, and mends it.
    while (edits.length > 0 && edits.at(-1)!.start >= edit.start) edits.pop();
    if (edits.length === 0 || edits.at(-1)!.end <= edit.start) edits.push(edit);
  }
  return applyEdits(sql, edits);
}

interface Text extends Bracketed {
  readonly sql: string;
}

/** Built-in macros can't be replaced under their own names. */
function standIn({ tokens }: Text, at: number): Edit | null {
  const token = tokens[at]!;
  if (token.kind !== "word" || tokens[at + 1]?.text !== "(") return null;
  const name = STAND_INS.get(token.value);
  return name === undefined ? null : { ...extentOf(token), text: name };
}

/** `median` takes the lower of two middle DECIMALs instead of what lies between; `quantile_cont` doesn't. */
function median(text: Text, at: number): Edit | null {
  const { sql, tokens, partners } = text;
  if (!isWord(tokens[at], "MEDIAN") || tokens[at + 1]?.text !== "(") return null;
  const last = partners.get(at + 1)!;
  const argument = mended(sql.slice(tokens[at + 1]!.start, tokens[last]!.start));
  return {
    start: tokens[at]!.start,
    end: endOf(tokens[last]!),
    text: `quantile_cont${argument}, 0.5)${alias(text, at, last)}`,
  };
}

/** Weeks between dates are counted by Mondays in 0.9.1. */
function weeks(text: Text, at: number): Edit | null {
  const { sql, tokens, partners } = text;
  const part = tokens[at + 2];
  if (!isWord(tokens[at], "DATE_DIFF", "DATEDIFF") || part?.kind !== "string") return null;
  if (!/^(?:weeks?|w)$/i.test(part.value) || tokens[at + 3]?.text !== ",") return null;
  const last = partners.get(at + 1)!;
  const dates = mended(sql.slice(tokens[at + 3]!.start, tokens[last]!.start));
  return {
    start: tokens[at]!.start,
    end: endOf(tokens[last]!),
    text: `(date_diff('day'${dates}) // 7)${alias(text, at, last)}`,
  };
}

/** A count over a frame without rows is NULL in 0.9.1. */
function emptyCount(text: Text, at: number): Edit | null {
  const { sql, tokens, partners } = text;
  if (!isWord(tokens[at], "COUNT") || tokens[at + 1]?.text !== "(") return null;
  let over = partners.get(at + 1)! + 1;
  if (isWord(tokens[over], "FILTER")) over = partners.get(over + 1)! + 1;
  if (!isWord(tokens[over], "OVER")) return null;
  const isNamed = tokens[over + 1]?.text !== "(";
  const last = isNamed ? over + 1 : partners.get(over + 1)!;
  if (!isNamed && !hasFrame(text, over + 1)) return null;
  const [start, end] = [tokens[at]!.start, endOf(tokens[last]!)];
  // Past its first word, so that the call isn't found again.
  const call = tokens[at]!.text + mended(sql.slice(start + tokens[at]!.text.length, end));
  return { start, end, text: `coalesce(${call}, 0)${alias(text, at, last)}` };
}

function hasFrame({ tokens, partners }: Text, open: number): boolean {
  const inside = [...insideBrackets(open, partners)].map((i) => tokens[i]);
  return inside.some((token) => isWord(token, "ROWS", "RANGE")) &&
    inside.some((token) => isWord(token, "BETWEEN"));
}

/**
 * A cast of a DECIMAL to one with fewer digits cuts them off in 0.9.1, and one of a text to a DECIMAL of up to 18 digits goes
 * by way of a DOUBLE. Texts to DECIMALs of 38 digits are exact, and round.
 */
function decimalCast(text: Text, at: number): Edit | null {
  const { sql, tokens, partners } = text;
  if (!isWord(tokens[at], "DECIMAL", "NUMERIC", "DEC")) return null;
  const last = tokens[at + 1]?.text === "(" ? partners.get(at + 1)! : at;
  if (tokens[last + 1]?.text === "[") return null;
  const type = sql.slice(tokens[at]!.start, endOf(tokens[last]!));
  if (tokens[at - 1]?.text === ":" && tokens[at - 2]?.text === ":") {
    const first = operandStart(text, at - 2);
    return roundingCast(text, {
      function: "CAST",
      operand: sql.slice(tokens[first]!.start, tokens[at - 2]!.start),
      type,
      first,
      last,
    });
  }
  const open = partners.get(last + 1);
  if (!isWord(tokens[at - 1], "AS") || open === undefined) return null;
  if (!isWord(tokens[open - 1], "CAST", "TRY_CAST")) return null;
  return roundingCast(text, {
    function: tokens[open - 1]!.value,
    operand: sql.slice(tokens[open]!.start + 1, tokens[at - 1]!.start),
    type,
    first: open - 1,
    last: last + 1,
  });
}

interface Cast {
  readonly function: string;
  readonly operand: string;
  readonly type: string;
  /** Tokens. */
  readonly first: number;
  readonly last: number;
}

function roundingCast(text: Text, cast: Cast): Edit {
  const { first, last, type } = cast;
  const operand = mended(cast.operand.trim());
  const to = (value: string, target = type) => `${cast.function}(${value} AS ${target})`;
  const exact = to(to(`CAST(${operand} AS VARCHAR)`, `DECIMAL(38, ${scaleOf(type)})`));
  return {
    start: text.tokens[first]!.start,
    end: endOf(text.tokens[last]!),
    text: `(CASE WHEN regexp_matches(typeof(${operand}), '^(DECIMAL|VARCHAR)') THEN ${exact}` +
      ` ELSE ${to(operand)} END)${alias(text, first, last)}`,
  };
}

/** Digits behind the point of `DECIMAL(p, s)`. */
function scaleOf(type: string): string {
  const [, precision, scale] = /\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\)/.exec(type) ?? [];
  return precision === undefined ? "3" : scale ?? "0";
}

/** ` AS "…"` where tokens `first` to `last` are a whole item of a SELECT list, whose name would change. */
function alias({ sql, tokens, partners }: Text, first: number, last: number): string {
  const next = tokens[last + 1];
  if (next !== undefined && next.text !== "," && next.text !== ")" && !isWord(next, "FROM")) {
    return "";
  }
  if (tokens[first - 1]?.text !== "," && !isWord(tokens[first - 1], "SELECT", "DISTINCT")) {
    return "";
  }
  for (let i = first - 1; i >= 0; i--) {
    const token = tokens[i]!;
    if (token.kind === "close") i = partners.get(i) ?? i;
    else if (token.kind === "open" || isWord(token, "FROM", "BY", "VALUES", "ON")) return "";
    else if (isWord(token, "SELECT")) {
      const name = sql.slice(tokens[first]!.start, endOf(tokens[last]!));
      return ` AS ${quoteName(name)}`;
    }
  }
  return "";
}

function extentOf(token: Token): { start: number; end: number } {
  return { start: token.start, end: endOf(token) };
}
