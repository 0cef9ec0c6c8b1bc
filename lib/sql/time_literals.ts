import { type Token, tokenize } from "./lexer.ts";

/** A date and a time, or a time, without seconds; then perhaps an offset. */
const WITHOUT_SECONDS =
  /^(\s*(?:\d{1,4}[-/]\d{1,2}[-/]\d{1,2}[T ]\s*)?\d{1,2}:\d{2})(\s*(?:Z|UTC|[+-]\d{2}(?::?\d{2})?)?\s*)$/i;
const TIME_TYPE = /^(?:TIMESTAMP(?:TZ|_S|_MS|_US|_NS)?|DATETIME|TIME(?:TZ)?)$/;
const COMPARISON = /^[<>=!]$/;

/**
 * `sql` with seconds added to the times in it that have none: DuckDB 0.9.1 can't read them, and a filter with such a
 * literal lets no row pass, or compares texts, instead of failing. A literal is a time where its type stands
 * beside it, or where it is compared with one of `timeColumns` (lower case).
 */
export function withSeconds(sql: string, timeColumns: ReadonlySet<string>): string {
  if (!/\d:\d\d/.test(sql)) return sql;
  const tokens = [...tokenize(sql)];
  let [done, end] = ["", 0];
  tokens.forEach((token, i) => {
    const match = token.kind === "string" && token.text.startsWith("'") &&
      WITHOUT_SECONDS.exec(token.value);
    if (!match || !(isTyped(tokens, i) || isCompared(tokens, i, timeColumns))) return;
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

/** `column < '…'`, `'…' < column`, `column BETWEEN '…' AND '…'`. */
function isCompared(
  tokens: readonly Token[],
  at: number,
  timeColumns: ReadonlySet<string>,
): boolean {
  const isTime = (token: Token | undefined) =>
    (token?.kind === "word" || token?.kind === "quoted") &&
    timeColumns.has(token.value.toLowerCase());
  let before = at - 1;
  if (isWord(tokens[before], "AND") && isWord(tokens[before - 2], "BETWEEN")) before -= 2;
  if (isWord(tokens[before], "BETWEEN")) {
    return isTime(tokens[isWord(tokens[before - 1], "NOT") ? before - 2 : before - 1]);
  }
  if (isComparison(tokens[before])) {
    while (isComparison(tokens[before])) before--;
    return isTime(tokens[before]);
  }
  let after = at + 1;
  if (!isComparison(tokens[after])) return false;
  while (isComparison(tokens[after])) after++;
  while (tokens[after + 1]?.text === ".") after += 2;
  return isTime(tokens[after]);
}

function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === "word" && token.value === word;
}

function isComparison(token: Token | undefined): boolean {
  return token?.kind === "operator" && [...token.text].every((each) => COMPARISON.test(each));
}
