import { endOf, isWord, type Token } from "../syntax/mod.ts";
import { operandStart } from "./operand.ts";
import type { Extent, Rule, Site } from "./rule.ts";
import { argumentsIn, isCall } from "./scopes.ts";

/** What is the present moment to later releases, and UTC without a mark here. */
const CLOCKS = ["NOW", "CURRENT_TIMESTAMP", "GET_CURRENT_TIMESTAMP", "TRANSACTION_TIMESTAMP"];
/** Types that a person made of it. */
const UNMARKED = ["TIMESTAMP", "DATETIME", "DATE", "TODAY", "CURRENT_DATE"];

/**
 * The engine has no ICU, whose `now()` is a moment: its clock is a TIMESTAMP, which a zone would be
 * taken to be of.
 */
export const CLOCK_IN_ZONE: Rule = {
  name: "`now() AT TIME ZONE zone` is what clocks there show",
  since: "those with ICU",
  applies: (site) => momentOf(site) !== null,
  async apply(site) {
    const moment = momentOf(site)!;
    if (await site.typeOf(moment) !== "TIMESTAMP") return [];
    return [{ ...moment, before: "CAST(", after: " AS TIMESTAMPTZ)" }];
  },
};

/** What is shown in a zone, where the clock is asked for in it. */
function momentOf({ statement, at }: Site): Extent | null {
  const { tokens } = statement;
  let [from, to] = [at, at];
  if (
    isWord(tokens[at], "AT") && isWord(tokens[at + 1], "TIME") && isWord(tokens[at + 2], "ZONE") &&
    at > 0
  ) {
    from = operandStart(statement, at);
  } else if (isCall(statement, at, "TIMEZONE")) {
    const moment = argumentsIn(statement, at + 1)[1];
    if (moment) ({ from, to } = moment);
  }
  const own = tokens.slice(from, to);
  const names = (words: readonly string[]) => own.some((token: Token) => isWord(token, ...words));
  if (!names(CLOCKS) || names(UNMARKED)) return null;
  return { start: own[0]!.start, end: endOf(own.at(-1)!) };
}
