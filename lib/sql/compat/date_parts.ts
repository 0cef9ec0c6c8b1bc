import { endOf, isWord, type Token } from "../syntax/mod.ts";
import { refused } from "./refused.ts";
import type { Rule, Site } from "./rule.ts";
import { argumentsIn } from "./scopes.ts";

type Part = "year" | "month" | "day";

/** The spellings of each part. */
const PARTS: readonly (readonly [Part, RegExp])[] = [
  ["year", /^(?:y|yr|yrs|years?)$/i],
  ["month", /^(?:mons?|months?)$/i],
  ["day", /^(?:d|days?)$/i],
];
/** What computes each part without looking it up, around the time that it is the part of. */
const COMPUTED: Readonly<Record<Part, readonly [before: string, after: string]>> = {
  year: ["(date_diff('year', DATE '1970-01-01', ", ") + 1970)"],
  month: ["((date_diff('month', DATE '1970-01-01', ", ") % 12 + 12) % 12 + 1)"],
  day: ["dayofmonth(", ")"],
};

/** 1.1 looks parts of days up to 2050-12-31 up in a table that ends on the day before. */
export const DATE_PART: Rule = {
  name: "year, month and day of 2050-12-31 are right",
  since: "1.2.0",
  applies: (site) => partCall(site) !== null,
  async apply(site) {
    const { part, from, to, close } = partCall(site)!;
    const { statement: { tokens }, at } = site;
    if (tokens[at - 1]?.text === ".") {
      const name = tokens[at]!.text;
      throw refused(`${name} behind a point is wrong for 2050-12-31`, site, {
        hint: `write ${name}(…) with nothing in front of it`,
      });
    }
    const extent = { start: tokens[from]!.start, end: endOf(tokens[to - 1]!) };
    if (!/^(?:DATE$|TIMESTAMP)/.test(await site.typeOf(extent) ?? "")) return [];
    const [before, after] = COMPUTED[part];
    return [
      { start: tokens[at]!.start, end: extent.start, text: before },
      { start: extent.end, end: endOf(tokens[close]!), text: after },
    ];
  },
};

/** A call that asks for a part: of which tokens, up to which closing bracket. */
interface PartCall {
  readonly part: Part;
  readonly from: number;
  readonly to: number;
  readonly close: number;
}

function partCall({ statement, at }: Site): PartCall | null {
  const { tokens, partners } = statement;
  if (tokens[at + 1]?.text !== "(") return null;
  const close = partners.get(at + 1)!;
  const given = argumentsIn(statement, at + 1);
  const [first, second] = given;
  if (isWord(tokens[at], "YEAR", "MONTH", "DAY") && given.length < 2) {
    const isMethod = tokens[at - 1]?.text === ".";
    if (!first && !isMethod) return null;
    return { part: partOf(tokens[at])!, from: at + 2, to: close, close };
  }
  if (!first) return null;
  const part = partOf(tokens[first.from]);
  if (part === null) return null;
  if (isWord(tokens[at], "EXTRACT") && isWord(tokens[first.from + 1], "FROM")) {
    return { part, from: first.from + 2, to: close, close };
  }
  const isNamed = isWord(tokens[at], "DATE_PART", "DATEPART") && given.length === 2 &&
    tokens[first.from]!.kind === "string" && first.to === first.from + 1;
  return isNamed ? { part, ...second!, close } : null;
}

/** The part that a word or a string names. */
function partOf(token: Token | undefined): Part | null {
  if (token?.kind !== "word" && token?.kind !== "string") return null;
  return PARTS.find(([, spelling]) => spelling.test(token.value))?.[0] ?? null;
}
