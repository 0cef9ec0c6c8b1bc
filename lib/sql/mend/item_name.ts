import { quoteName } from "../../base/mod.ts";
import { endOf, isWord, type Wrap } from "./edits.ts";
import type { Bracketed } from "./operand.ts";
import { isNamed } from "./typed_text.ts";

/** Words that end a SELECT list. */
const ENDS_LIST = ["FROM", "WHERE", "GROUP", "HAVING", "QUALIFY", "WINDOW", "ORDER", "LIMIT"];
const ENDS_QUERY = ["UNION", "EXCEPT", "INTERSECT", "OFFSET", "USING"];

/**
 * Names the item of a SELECT list that token `at` stands in after its own text, if it has no name: it would be called after what
 * it is changed to.
 */
export function itemName(
  { sql, tokens, partners }: Bracketed & { readonly sql: string },
  at: number,
): Wrap | null {
  let first = at;
  let comma: number | null = null;
  for (let i = at - 1; i >= 0 && !isWord(tokens[i], "SELECT"); i--) {
    const token = tokens[i]!;
    if (isWord(token, ...ENDS_LIST, ...ENDS_QUERY, "VALUES", "ON")) return null;
    if (token.kind === "close") i = partners.get(i) ?? i;
    else if (token.kind === "open") comma = null;
    if (token.text === ",") comma ??= i;
    first = i;
  }
  if (!isWord(tokens[first - 1], "SELECT")) return null;
  if (comma !== null) first = comma + 1;
  else if (isWord(tokens[first], "DISTINCT", "ALL")) first++;
  let last = Math.max(first, partners.get(first) ?? first);
  while (tokens[last + 1] !== undefined && !endsItem(tokens, last + 1)) {
    const next = last + 1;
    last = Math.max(next, partners.get(next) ?? next);
  }
  const isAliased = last > first && ["word", "quoted", "string"].includes(tokens[last]!.kind) &&
    !isWord(tokens[last], "END") && isNamed(tokens[last - 1]) &&
    !isWord(tokens[Math.min(last - 1, partners.get(last - 1) ?? last - 1) - 1], "INTERVAL");
  if (isAliased) return null;
  const [start, end] = [tokens[first]!.start, endOf(tokens[last]!)];
  return { start, end, before: "", after: ` AS ${quoteName(sql.slice(start, end))}` };
}

/** Whether `tokens[at]` comes after an item: no FROM of `IS DISTINCT FROM`, no GROUP of `WITHIN GROUP`. */
function endsItem(tokens: Bracketed["tokens"], at: number): boolean {
  const token = tokens[at]!;
  return token.text === "," || token.kind === "close" ||
    isWord(token, ...ENDS_LIST, ...ENDS_QUERY) && !isWord(tokens[at - 1], "DISTINCT", "WITHIN");
}
