import { cachedByText, PondError } from "../../base/mod.ts";

/** One lexical unit of SQL. */
export interface Token {
  readonly kind: "word" | "quoted" | "string" | "number" | "open" | "close" | "operator";
  /** As written. */
  readonly text: string;
  /** Words in upper case; the content of quoted identifiers and strings. */
  readonly value: string;
  /** Offset of the first character. */
  readonly start: number;
}

/**
 * What DuckDB takes for blank outside quotes, beside ASCII (`Parser::StripUnicodeSpaces`). Any other character beyond ASCII is a
 * letter to it, other spaces too.
 */
const UNICODE_BLANKS = "\\u00a0\\u2000-\\u200d\\u202f\\u205f\\u2060\\u3000\\ufeff";
const SPACE = new RegExp(`[ \\t\\n\\r\\f\\v${UNICODE_BLANKS}]+`, "y");
const LETTER = `(?![${UNICODE_BLANKS}])[A-Za-z_\\u0080-\\uffff]`;
const WORD = new RegExp(`${LETTER}(?:${LETTER}|[0-9$])*`, "y");
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const DOLLAR_QUOTE = new RegExp(`\\$(?:${LETTER}(?:${LETTER}|[0-9])*)?\\$`, "y");

/**
 * Cuts `sql` into tokens by PostgreSQL's rules, which DuckDB's parser follows: nested comments,
 * doubled quotes, backslashes in `E''` strings only, dollar quotes.
 * @throws {PondError} `invalid-query` for an open string, identifier or comment
 */
export function tokenize(sql: string): readonly Token[] {
  return recentTokens(sql);
}

/**
 * One text goes through a dozen hands on its way to the engine, and comes again with the next
 * question.
 */
const recentTokens = cachedByText(cut, { limit: 64, maxLength: 4 * 1024 });

let cuts = 0;

/** How many texts have been cut into tokens: each that somebody wrote is to be cut once. */
export function countLexed(): number {
  return cuts;
}

function cut(sql: string): readonly Token[] {
  cuts++;
  const tokens: Token[] = [];
  let at = 0;
  while (at < sql.length) {
    const blank = skipBlank(sql, at);
    if (blank > at) {
      at = blank;
      continue;
    }
    const token = nextToken(sql, at);
    tokens.push(token);
    at += token.text.length;
  }
  return tokens;
}

/**
 * `sql`, if it has blanks beyond ASCII, with spaces for all that stands between its `tokens`: the engine takes a quote in a
 * comment for one that begins a text, and then doesn't see the blanks outside of texts but those inside.
 */
export function withPlainBlanks(sql: string, tokens: readonly Token[]): string {
  if (sql.search(new RegExp(`[${UNICODE_BLANKS}]`)) < 0) return sql;
  let [done, at] = ["", 0];
  for (const { start, text } of tokens) {
    done += sql.slice(at, start).replace(/[^\n]/g, " ") + text;
    at = start + text.length;
  }
  return done + sql.slice(at).replace(/[^\n]/g, " ");
}

/** `line` and `column` (from 1) of an offset. */
export function positionOf(sql: string, offset: number): { line: number; column: number } {
  const before = sql.slice(0, offset);
  const line = before.split("\n").length;
  return { line, column: offset - before.lastIndexOf("\n") };
}

function skipBlank(sql: string, at: number): number {
  const space = matchAt(SPACE, sql, at);
  if (space) return at + space.length;
  if (sql.startsWith("--", at)) {
    const end = sql.slice(at).search(/[\r\n]/);
    return end === -1 ? sql.length : at + end;
  }
  return sql.startsWith("/*", at) ? endOfComment(sql, at) : at;
}

function endOfComment(sql: string, start: number): number {
  let depth = 0;
  for (let at = start; at < sql.length; at++) {
    if (sql.startsWith("/*", at)) {
      depth++;
      at++;
    } else if (sql.startsWith("*/", at)) {
      depth--;
      at++;
      if (depth === 0) return at + 1;
    }
  }
  throw open("comment", sql, start);
}

function nextToken(sql: string, at: number): Token {
  const character = sql[at]!;
  if (character === "'") return quoted(sql, { at, start: at, quote: "'", kind: "string" });
  if (character === '"') return quoted(sql, { at, start: at, quote: '"', kind: "quoted" });
  const prefix = /^(?:[eE]|[bBxXnN]|[uU]&)(?=['"])/.exec(sql.slice(at, at + 3))?.[0];
  if (prefix !== undefined && (sql[at + prefix.length] === "'" || prefix.endsWith("&"))) {
    const quote = sql[at + prefix.length]!;
    const backslash = prefix.toLowerCase() === "e";
    const kind = quote === "'" ? "string" : "quoted";
    return quoted(sql, { at: at + prefix.length, start: at, quote, kind, backslash });
  }
  if (character === "$") {
    const delimiter = matchAt(DOLLAR_QUOTE, sql, at);
    if (delimiter) return dollarQuoted(sql, at, delimiter);
  }
  const number = matchAt(NUMBER, sql, at);
  if (number) return { kind: "number", text: number, value: number, start: at };
  const word = matchAt(WORD, sql, at);
  if (word) return { kind: "word", text: word, value: word.toUpperCase(), start: at };
  const kind = "([{".includes(character)
    ? "open"
    : ")]}".includes(character)
    ? "close"
    : "operator";
  return { kind, text: character, value: character, start: at };
}

interface Quoted {
  readonly at: number;
  readonly start: number;
  readonly quote: string;
  readonly kind: "string" | "quoted";
  readonly backslash?: boolean;
}

function quoted(sql: string, { at, start, quote, kind, backslash = false }: Quoted): Token {
  for (let end = at + 1; end < sql.length; end++) {
    if (backslash && sql[end] === "\\") end++;
    else if (sql[end] === quote) {
      if (sql[end + 1] === quote) {
        end++;
        continue;
      }
      const value = sql.slice(at + 1, end).replaceAll(quote + quote, quote);
      return { kind, text: sql.slice(start, end + 1), value, start };
    }
  }
  throw open(kind === "string" ? "string" : "quoted name", sql, start);
}

function dollarQuoted(sql: string, start: number, delimiter: string): Token {
  const end = sql.indexOf(delimiter, start + delimiter.length);
  if (end === -1) throw open("dollar-quoted string", sql, start);
  const text = sql.slice(start, end + delimiter.length);
  return { kind: "string", text, value: sql.slice(start + delimiter.length, end), start };
}

function matchAt(pattern: RegExp, sql: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(sql)?.[0];
}

function open(what: string, sql: string, start: number): PondError {
  const position = positionOf(sql, start);
  const { line, column } = position;
  return new PondError(
    "invalid-query",
    `cannot run a query: the ${what} that begins in line ${line}, column ${column} is never closed`,
    { data: { ...position } },
  );
}
