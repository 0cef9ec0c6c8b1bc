import { endOf, isWord } from "../syntax/mod.ts";
import {
  comparisonIn,
  conjunctsAt,
  leftItem,
  relationAt,
  type RelationItem,
  sideOf,
  type Span,
} from "./joins.ts";
import type { Edit } from "./edits.ts";
import { refused } from "./refused.ts";
import { argumentsIn } from "./scopes.ts";
import type { Rule, Site } from "./rule.ts";

/** No filter is moved past it, and no table is longer. */
const ALL_ROWS = "LIMIT 9223372036854775807";

/**
 * The engine pairs rows that have no time or key, takes conditions of one side for a part of the
 * search, and searches after filters that come later. So the operator gets no NULL: a row that can
 * find none, or can't be found, has a key of its own. And nothing is moved below it on the right.
 */
export const ASOF_JOIN: Rule = {
  name: "`ASOF JOIN` pairs no row without a time or key, and searches before later filters",
  since: "1.4.0",
  applies: ({ statement: { tokens }, at }) =>
    isWord(tokens[at], "ASOF") && joinAfter(tokens, at) !== null,
  async apply(site) {
    const { statement, at } = site;
    const join = joinAfter(statement.tokens, at)!;
    const right = relationAt(statement, join + 1);
    if (!right) throw unclear(site, "its right side is no relation");
    const word = statement.tokens[right.next];
    if (isWord(word, "USING")) return byNames(site, right);
    if (!isWord(word, "ON") || right.alias === null) return [];
    return [wholeRight(site, right), ...await byCondition(site, right, right.alias)];
  },
};

/** The JOIN that belongs to the ASOF at `at`. */
function joinAfter(tokens: Site["statement"]["tokens"], at: number): number | null {
  let i = at + 1;
  while (isWord(tokens[i], "LEFT", "RIGHT", "FULL", "INNER", "OUTER", "SEMI", "ANTI")) i++;
  return isWord(tokens[i], "JOIN") ? i : null;
}

function wholeRight(
  { statement: { tokens } }: Site,
  { from, to, alias, isNamed }: RelationItem,
  where = "",
): Edit {
  return {
    start: tokens[from]!.start,
    end: endOf(tokens[to - 1]!),
    before: "(SELECT * FROM ",
    after: `${where} ${ALL_ROWS})${isNamed || alias === null ? "" : ` AS ${alias}`}`,
  };
}

async function byCondition(site: Site, item: RelationItem, alias: string): Promise<Edit[]> {
  const { statement } = site;
  const conjuncts = conjunctsAt(statement, item.next + 1);
  const keys: [string, string][] = [];
  const alone: { span: Span; side: "left" | "right" }[] = [];
  let times: [Span, Span] | null = null;
  for (const span of conjuncts) {
    const side = sideOf(statement, span, alias);
    const comparison = comparisonIn(statement, span);
    if (comparison && side !== "left" && side !== "right" && side !== "constant") {
      const { operator, left, right } = comparison;
      const isTurned = sideOf(statement, left, alias) === "right" ||
        sideOf(statement, right, alias) === "left";
      const sides: [Span, Span] = isTurned ? [right, left] : [left, right];
      if (sides.some((each) => ["both", "constant"].includes(sideOf(statement, each, alias)))) {
        throw unclear(site, "a condition in ON doesn't say which side it is about");
      }
      const isEquality = operator === "=" || operator === "==";
      if (!isEquality && times) throw unclear(site, "it has more than one inequality");
      if (isEquality) keys.push([textOf(site, sides[0]), textOf(site, sides[1])]);
      else times = sides;
    } else if (side === "left" || side === "right" || side === "constant") {
      alone.push({ span, side: side === "right" ? "right" : "left" });
    } else if (!isSameOrBothNull(site, span)) {
      throw unclear(site, "a condition in ON is about both sides, or doesn't say about which");
    }
  }
  if (!times) return [];
  const [left, right] = times.map((span) => textOf(site, span)) as [string, string];
  const filled = await Promise.all(times.map((span) => filledEdit(site, span)));
  const last = conjuncts.at(-1)!;
  const end = endOf(statement.tokens[last.to - 1]!);
  const anyNull = (texts: readonly string[]) =>
    texts.map((text) => `(${text}) IS NULL`).join(" OR ");
  const lone = `CASE WHEN ${anyNull([left, ...keys.map(([l]) => l)])} THEN 1 ELSE 0 END`;
  const unfound = `CASE WHEN ${anyNull([right, ...keys.map(([, r]) => r)])} THEN 2 ELSE 0 END`;
  return [
    ...filled,
    ...alone.map(({ span, side }) => aloneEdit(site, span, side === "left" ? unfound : lone, side)),
    { start: end, end, text: ` AND ${lone} = ${unfound}` },
  ];
}

/** `a IS NOT DISTINCT FROM b`. */
function isSameOrBothNull({ statement: { tokens } }: Site, { from, to }: Span): boolean {
  return tokens.slice(from, to).some((token, i) =>
    isWord(token, "IS") && isWord(tokens[from + i + 1], "NOT") &&
    isWord(tokens[from + i + 2], "DISTINCT")
  );
}

/** A condition of one side as an equality with a key of the other. */
function aloneEdit(site: Site, span: Span, other: string, side: "left" | "right"): Edit {
  const { start, end } = extentOf(site, span);
  return side === "left"
    ? { start, end, before: "CASE WHEN (", after: `) THEN 0 ELSE 1 END = ${other}` }
    : { start, end, before: `${other} = CASE WHEN (`, after: ") THEN 0 ELSE 2 END" };
}

/** A value of each type that may be compared as a time; any will do. */
const SOME_VALUE: readonly (readonly [RegExp, string])[] = [
  [/^(?:TIMESTAMP|DATE)/, "'1970-01-01'"],
  [/^TIME\b/, "'00:00:00'"],
  [/^(?:U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/, "0"],
  [/^(?:VARCHAR|BLOB)$/, "''"],
  [/^INTERVAL$/, "'0 seconds'"],
];

async function filledEdit(site: Site, span: Span): Promise<Edit> {
  const extent = extentOf(site, span);
  const type = await site.typeOf(extent);
  const value = SOME_VALUE.find(([pattern]) => pattern.test(type ?? ""))?.[1];
  // What has no type makes no sense to the engine, and it says so.
  if (type === null) return { ...extent, before: "", after: "" };
  if (value === undefined) throw unclear(site, `values of type ${type} are no times`);
  return { ...extent, before: "coalesce(", after: `, CAST(${value} AS ${type}))` };
}

/**
 * Columns of one name in both, of which the last is the time: what has none is left out, or is an
 * error where rows must stay.
 */
function byNames(site: Site, right: RelationItem): Edit[] {
  const { statement, at } = site;
  const { tokens } = statement;
  const names = argumentsIn(statement, right.next + 1).map(({ from }) => tokens[from]!.text);
  const left = leftItem(statement, at);
  if (!left) throw unclear(site, "with USING, more than one relation stands before it");
  const present = ` WHERE ${names.map((name) => `${name} IS NOT NULL`).join(" AND ")}`;
  const { start, end } = extentOf(site, left);
  const alias = left.isNamed || left.alias === null ? "" : ` AS ${left.alias}`;
  const keepsLeft = isWord(tokens[at + 1], "LEFT", "FULL", "ANTI");
  const time = names.at(-1)!;
  const message = "a row has no time: leave such rows out, or write ON instead of USING";
  const columns = keepsLeft ? `* REPLACE (coalesce(${time}, error('${message}')) AS ${time})` : "*";
  return [
    wholeRight(site, right, present),
    {
      start,
      end,
      before: `(SELECT ${columns} FROM `,
      after: `${keepsLeft ? "" : present})${alias}`,
    },
  ];
}

function extentOf({ statement: { tokens } }: Site, { from, to }: Span) {
  return { start: tokens[from]!.start, end: endOf(tokens[to - 1]!) };
}

function textOf(site: Site, span: Span): string {
  const { start, end } = extentOf(site, span);
  return site.statement.sql.slice(start, end);
}

function unclear(site: Site, why: string) {
  return refused(`this ASOF JOIN is not supported, ${why}`, site, {
    hint: "compare columns by their table's name: ON a.key = b.key AND a.ts >= b.ts",
  });
}
