import { quoteText } from "../../base/mod.ts";
import { type Token, tokenize } from "../syntax/mod.ts";

/** A PIVOT whose columns nobody has listed: the engine would make them by a statement of its own. */
export interface UnlistedPivot {
  /** Asks for the values that become columns, as texts, in their order. */
  readonly question: string;
  /** The statement with `values` listed. */
  list(values: readonly string[]): string;
}

/** Words that end what stands behind ON. */
const ENDS_ON: ReadonlySet<string> = new Set(["USING", "GROUP", "ORDER", "LIMIT", "OFFSET"]);

/** The PIVOT that `sql` is, or ends with after a WITH list, where it has one ON without IN; else null. */
export function unlistedPivot(sql: string): UnlistedPivot | null {
  if (!/\bpivot\b/i.test(sql)) return null;
  const tokens = tokenize(sql);
  const outside = outerTokens(tokens);
  const pivot = outside.find(({ kind, value }) => kind === "word" && value === "PIVOT");
  const first = tokens[0];
  if (!pivot || !(pivot === first || first?.value === "WITH")) return null;
  const after = outside.slice(outside.indexOf(pivot) + 1);
  const on = after.findIndex(({ kind, value }) => kind === "word" && value === "ON");
  if (on < 1) return null;
  const rest = after.slice(on + 1);
  const length = rest.findIndex(({ kind, value, text }) =>
    text === ";" || (kind === "word" && ENDS_ON.has(value))
  );
  const key = length < 0 ? rest : rest.slice(0, length);
  if (key.length === 0 || key.some(({ text, value }) => text === "," || value === "IN")) {
    return null;
  }
  const from = key[0]!.start;
  const to = length < 0 ? sql.length : rest[length]!.start;
  const expression = sql.slice(from, to).trim();
  const relation = sql.slice(after[0]!.start, after[on]!.start).trim();
  const text = `CAST(${expression} AS VARCHAR)`;
  return {
    question: `${sql.slice(0, pivot.start)}SELECT DISTINCT ${text} AS v FROM ${relation} ` +
      `WHERE ${text} IS NOT NULL ORDER BY v`,
    list: (values) => {
      const literals = values.map(quoteText).join(", ");
      return `${sql.slice(0, from)}${text} IN (${literals}) ${sql.slice(to)}`;
    },
  };
}

/** Those in no brackets, and the brackets. */
function outerTokens(tokens: readonly Token[]): Token[] {
  let depth = 0;
  return tokens.filter(({ kind }) => {
    if (kind === "close") depth--;
    const isOuter = depth === 0;
    if (kind === "open") depth++;
    return isOuter;
  });
}
