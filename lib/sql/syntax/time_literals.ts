import { type Token, tokenize } from "./lexer.ts";

/** A date and a time, or a time, without seconds; then perhaps an offset. */
const WITHOUT_SECONDS =
  /^(\s*(?:[+-]?\d{1,6}[-/]\d{1,2}[-/]\d{1,2}(?:T|\s)\s*)?\d{1,2}:\d{1,2})(\s*(?:Z|UTC|[+-]\d{2}(?::?\d{2})?)?\s*)$/i;
const TIME_TYPE = /^(?:TIMESTAMP(?:TZ|_S|_MS|_US|_NS)?|DATETIME|TIME(?:TZ)?)$/;

/**
 * `sql` with seconds added to the times in it that have none, where their type stands beside them: DuckDB 0.9.1 can't read them,
 * and a filter with such a literal lets no row pass instead of failing.
 */
export function withSeconds(sql: string): string {
  if (!/\d:\d/.test(sql)) return sql;
  const tokens = tokenize(sql);
  let [done, end] = ["", 0];
  tokens.forEach((token, i) => {
    const match = token.kind === "string" && token.text.startsWith("'") &&
      WITHOUT_SECONDS.exec(token.value);
    if (!match || !isTyped(tokens, i)) return;
    done += `${sql.slice(end, token.start)}'${match[1]}:00${match[2]}'`;
    end = token.start + token.text.length;
  });
  return done + sql.slice(end);
}

/** `TIMESTAMP '…'`, `'…'::TIMESTAMP` or `CAST('…' AS TIMESTAMP …`. */
function isTyped(tokens: readonly Token[], at: number): boolean {
  const isType = (token: Token | undefined) =>
    token?.kind === "word" && TIME_TYPE.test(token.value);
  if (isType(tokens[at - 1])) return true;
  const [first, second] = [tokens[at + 1], tokens[at + 2]];
  if (first?.text === "::") return isType(second);
  if (first?.text === ":" && second?.text === ":") return isType(tokens[at + 3]);
  return first?.value === "AS" && first.kind === "word" && isType(second);
}
