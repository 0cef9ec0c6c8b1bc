import { endOf, isWord } from "../syntax/mod.ts";
import type { Edit } from "./edits.ts";
import { isSubscript, operandStart } from "./operand.ts";
import { isCall, outerTokens } from "./scopes.ts";
import type { Extent, Rule, Site } from "./rule.ts";

export const MAP_SUBSCRIPT: Rule = {
  name: "`map[key]` is a value, where 1.1 has a list of none or one",
  since: "1.2.0",
  applies({ statement, at }) {
    if (statement.tokens[at]!.text !== "[" || !isSubscript(statement.tokens, at)) return false;
    const inside = { from: at + 1, to: statement.partners.get(at)! };
    return [...outerTokens(statement, inside)].every((i) => statement.tokens[i]!.text !== ":");
  },
  async apply({ statement, at, typeOf }) {
    const { tokens, partners } = statement;
    const { start } = tokens[operandStart(statement, at)]!;
    const end = endOf(tokens[partners.get(at)!]!);
    const type = await typeOf({ start, end: endOf(tokens[at - 1]!) }, end);
    if (!type?.startsWith("MAP(") || type.endsWith("[]")) return [];
    return [{ start, end, before: "list_extract(", after: ", 1)" }];
  },
};

/** A cast to a DECIMAL: what is cast, and to how many digits behind the point. */
interface DecimalCast extends Extent {
  readonly scale: number;
  readonly isTry: boolean;
}

export const DECIMAL_CAST: Rule = {
  name: "a cast to `DECIMAL` rounds half away from zero; `TRY_CAST` of NaN to it is `NULL`",
  since: "1.2.0",
  applies: (site) => decimalCast(site) !== null,
  async apply(site) {
    const { start, end, scale, isTry } = decimalCast(site)!;
    const type = await site.typeOf({ start, end });
    if (type === "FLOAT" || type === "DOUBLE") {
      const rounded = { start, end, before: "round(", after: `, ${scale})` };
      const finite = { before: "nullif(nullif(nullif(", after: ", 'nan'), 'inf'), '-inf')" };
      return isTry ? [{ start, end, ...finite }, rounded] : [rounded];
    }
    const digits = /^DECIMAL\(\d+,\s*(\d+)\)$/.exec(type ?? "")?.[1];
    if (digits === undefined || Number(digits) <= scale) return [];
    return [{ start, end, before: "round(", after: `, ${scale})` }];
  },
};

function decimalCast({ statement, at }: Site): DecimalCast | null {
  const { sql, tokens, partners } = statement;
  if (!isWord(tokens[at], "DECIMAL", "NUMERIC", "DEC")) return null;
  const last = tokens[at + 1]?.text === "(" ? partners.get(at + 1)! : at;
  if (tokens[last + 1]?.text === "[") return null;
  const scale = scaleOf(sql.slice(tokens[at]!.start, endOf(tokens[last]!)));
  if (isCastOperator(tokens, at - 2)) {
    const start = tokens[operandStart(statement, at - 2)]!.start;
    return { start, end: endOf(tokens[at - 3]!), scale, isTry: false };
  }
  const open = partners.get(last + 1);
  if (!isWord(tokens[at - 1], "AS") || open === undefined) return null;
  if (!isWord(tokens[open - 1], "CAST", "TRY_CAST") || open + 1 >= at - 1) return null;
  return {
    start: tokens[open + 1]!.start,
    end: endOf(tokens[at - 2]!),
    scale,
    isTry: tokens[open - 1]!.value === "TRY_CAST",
  };
}

function isCastOperator(tokens: Site["statement"]["tokens"], at: number): boolean {
  return tokens[at]?.text === ":" && tokens[at + 1]?.text === ":" && at > 0;
}

/** Digits behind the point of `DECIMAL(p, s)`. */
function scaleOf(type: string): number {
  const [, precision, scale] = /\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\)/.exec(type) ?? [];
  return precision === undefined ? 3 : Number(scale ?? 0);
}

const EXTREMES: Readonly<Record<string, string>> = { GREATEST: "list_max", LEAST: "list_min" };

export const GREATEST: Rule = {
  name: "`greatest` and `least` pass over `NULL`",
  since: "1.2.0",
  applies: ({ statement, at }) => isCall(statement, at, "GREATEST", "LEAST"),
  apply({ statement: { tokens, partners }, at }): readonly Edit[] {
    const [name, open, close] = [tokens[at]!, tokens[at + 1]!, tokens[partners.get(at + 1)!]!];
    return [
      { start: name.start, end: endOf(name), text: EXTREMES[name.value]! },
      { start: endOf(open), end: close.start, before: "[", after: "]" },
    ];
  },
};
