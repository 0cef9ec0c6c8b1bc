import { quoteText } from "../../base/mod.ts";
import { endOf, isWord, type Token, tokenize } from "../syntax/mod.ts";

/** A PIVOT whose columns nobody has listed: the engine would make them by a statement of its own. */
export interface UnlistedPivot {
  /** For each key: asks for the values that become columns, as texts, in their order. */
  readonly questions: readonly string[];
  /** The statement with the values of each key listed. */
  list(values: readonly (readonly string[])[]): string;
}

/** Words that end what stands behind ON. */
const ENDS_ON = ["USING", "GROUP", "ORDER", "LIMIT", "OFFSET"] as const;
/** Words that begin a query after a list of common table expressions. */
const BEGINS = ["SELECT", "FROM", "PIVOT", "VALUES", "TABLE", "UNPIVOT"] as const;

/**
 * The first PIVOT in `sql` that has keys without IN: the statement itself, after a WITH list or not,
 * or one in brackets of its own; null where there is none.
 */
export function unlistedPivot(sql: string): UnlistedPivot | null {
  if (!/\bpivot\b/i.test(sql)) return null;
  const tokens = tokenize(sql);
  for (const [at, token] of tokens.entries()) {
    if (!isWord(token, "PIVOT")) continue;
    const before = tokens[at - 1];
    const begins = at === 0 || before?.kind === "open" ||
      (isWord(tokens[0], "WITH") && before?.kind === "close" && depthAt(tokens, at) === 0);
    const found = begins ? pivotAt(sql, tokens, at) : null;
    if (found) return found;
  }
  return null;
}

function pivotAt(sql: string, tokens: readonly Token[], at: number): UnlistedPivot | null {
  const own = groupFrom(tokens, at + 1);
  const on = own.findIndex((token) => isWord(token, "ON"));
  if (on < 1) return null;
  const rest = own.slice(on + 1);
  const length = rest.findIndex((token) => token.text === ";" || isWord(token, ...ENDS_ON));
  const keys = splitAtCommas(length < 0 ? rest : rest.slice(0, length));
  const isListed = (key: readonly Token[]) => key.some((token) => isWord(token, "IN"));
  if (keys.some((key) => key.length === 0) || keys.every(isListed)) return null;
  const relation = sql.slice(own[0]!.start, own[on]!.start).trim();
  const found = keys.filter((key) => !isListed(key)).map((key) => {
    const [start, end] = [key[0]!.start, endOf(key.at(-1)!)];
    return { start, end, text: `CAST(${sql.slice(start, end)} AS VARCHAR)` };
  });
  const known = definedBefore(sql, tokens, at);
  return {
    questions: found.map(({ text }) =>
      `${known}SELECT DISTINCT ${text} AS v FROM ${relation} WHERE ${text} IS NOT NULL ORDER BY v`
    ),
    list(values) {
      let [done, from] = ["", 0];
      found.forEach(({ start, end, text }, i) => {
        done += `${sql.slice(from, start)}${text} IN (${values[i]!.map(quoteText).join(", ")})`;
        from = end;
      });
      return done + sql.slice(from);
    },
  };
}

/** The tokens from `at` to where the brackets around them close, without what is in inner ones. */
function groupFrom(tokens: readonly Token[], at: number): Token[] {
  const own: Token[] = [];
  let depth = 0;
  for (const token of tokens.slice(at)) {
    if (token.kind === "close") depth -= 1;
    if (depth < 0) break;
    if (depth === 0) own.push(token);
    if (token.kind === "open") depth++;
  }
  return own;
}

function splitAtCommas(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (token.text === ",") parts.push([]);
    else parts.at(-1)!.push(token);
  }
  return parts;
}

/** The WITH list of the statement as far as the query that begins at token `at` sees it. */
function definedBefore(sql: string, tokens: readonly Token[], at: number): string {
  if (!isWord(tokens[0], "WITH")) return "";
  const outer = groupFrom(tokens, 1);
  const start = tokens[at]!.start;
  const main = outer.find((token, i) => i > 0 && isWord(token, ...BEGINS));
  if (main && main.start <= start) return sql.slice(0, main.start);
  const comma = outer.findLast((token) => token.text === "," && token.start < start);
  return comma ? `${sql.slice(0, comma.start)} ` : "";
}

function depthAt(tokens: readonly Token[], at: number): number {
  return tokens.slice(0, at).reduce(
    (depth, { kind }) => depth + (kind === "open" ? 1 : kind === "close" ? -1 : 0),
    0,
  );
}
