import { cachedByText, PondError, printable, suggest } from "../../base/mod.ts";
import { positionOf, type Token, tokenize, withPlainBlanks } from "./lexer.ts";
import { findReferences, type Reference } from "./names.ts";
import { matchBrackets } from "./tokens.ts";

/** SQL that has been found to be one query. */
export interface Statement {
  /** Without a trailing semicolon. */
  readonly sql: string;
  readonly tokens: readonly Token[];
  /** For each bracket among the tokens its partner, by index. */
  readonly partners: ReadonlyMap<number, number>;
  /** Relations it names, in order, as often as they appear. */
  readonly references: readonly Reference[];
}

const FIRST_WORDS: ReadonlySet<string> = new Set(
  ["SELECT", "WITH", "FROM", "VALUES", "TABLE", "PIVOT", "UNPIVOT", "SUMMARIZE", "DESCRIBE"],
);
/** Table functions that make rows from their arguments. All others read files or the catalog. */
const TABLE_FUNCTIONS: ReadonlySet<string> = new Set(
  ["range", "generate_series", "unnest", "repeat", "repeat_row", "json_each", "json_tree"],
);
const CLOSES: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/**
 * Takes `sql` for one query that reads relations only, or refuses it. This is the first of two walls: the engine's file
 * system, which has nothing but the query's own files, is the second. One text is asked for by many on its way to the engine,
 * and comes again with the next question: it is one statement, lexed once.
 * @throws {PondError} `invalid-query`
 */
export const checkStatement: (sql: string) => Statement = cachedByText(parse, {
  limit: 128,
  maxLength: 64 * 1024,
});

function parse(sql: string): Statement {
  if (sql.includes("\0")) throw invalid("the text has a NUL character");
  const tokens = [...tokenize(sql)];
  while (tokens.at(-1)?.text === ";") tokens.pop();
  const first = tokens.find((token) => token.kind !== "open");
  if (!first) throw invalid("there is no SQL in it");
  checkBrackets(sql, tokens);
  const semicolon = tokens.find((token) => token.kind === "operator" && token.text === ";");
  if (semicolon) throw invalid("only one statement is allowed", sql, semicolon.start);
  if (first.kind !== "word" || !FIRST_WORDS.has(first.value)) {
    const word = printable(first.text.slice(0, 40));
    throw invalid(`a query begins with SELECT or WITH, not with ${word}`, sql, first.start);
  }
  const references = findReferences(tokens);
  for (const reference of references) if (reference.isFunction) checkFunction(sql, reference);
  const last = tokens.at(-1)!;
  return {
    sql: withPlainBlanks(sql, tokens).slice(0, last.start + last.text.length),
    tokens,
    partners: matchBrackets(tokens),
    references: references.filter((reference) => !reference.isFunction),
  };
}

/** Names in `references`, each once, in order. */
export function distinctNames(references: readonly Reference[]): readonly string[] {
  return [...new Set(references.map((reference) => reference.name))];
}

/**
 * The one of `given` that a reference means: the same name, or, as SQL has it, the only one that differs
 * in case alone.
 * @throws {PondError} `invalid-query` when there is none
 */
export function matchName(reference: Reference, given: readonly string[], sql: string): string {
  if (given.includes(reference.name)) return reference.name;
  const wanted = reference.name.toLowerCase();
  const alike = given.filter((name) => name.toLowerCase() === wanted);
  if (alike.length === 1) return alike[0]!;
  const near = suggest(reference.name, given);
  const error = invalid(
    `there is no relation called ${quoteForPeople(reference.name)}`,
    sql,
    reference.start,
  );
  if (near === undefined) throw error;
  throw new PondError(error.code, error.message, {
    data: error.data,
    hint: `did you mean ${quoteForPeople(near)}?`,
  });
}

function checkBrackets(sql: string, tokens: readonly Token[]): void {
  const open: Token[] = [];
  for (const token of tokens) {
    if (token.kind === "open") open.push(token);
    if (token.kind !== "close") continue;
    const opening = open.pop();
    if (!opening || CLOSES[opening.text] !== token.text) {
      throw invalid(`nothing opens this ${token.text}`, sql, token.start);
    }
  }
  const left = open.at(-1);
  if (left) throw invalid(`nothing closes this ${left.text}`, sql, left.start);
}

function checkFunction(sql: string, reference: Reference): void {
  if (TABLE_FUNCTIONS.has(reference.name.toLowerCase())) return;
  const name = printable(reference.name.slice(0, 80));
  throw invalid(
    `the table function ${name} is not allowed, a query reads relations`,
    sql,
    reference.start,
  );
}

function quoteForPeople(name: string): string {
  return `"${printable(name.length > 200 ? `${name.slice(0, 200)}…` : name)}"`;
}

function invalid(why: string, sql?: string, offset?: number): PondError {
  const position = sql === undefined || offset === undefined ? null : positionOf(sql, offset);
  const where = position ? ` (line ${position.line}, column ${position.column})` : "";
  return new PondError("invalid-query", `cannot run a query: ${why}${where}`, {
    data: { ...position },
  });
}
