import { endOf, isWord } from "../syntax/mod.ts";
import { comparisonIn, conjunctsAt, leftItem, relationAt } from "./joins.ts";
import { refused } from "./refused.ts";
import { isCall } from "./scopes.ts";
import type { Rule, Site } from "./rule.ts";

/**
 * What of a join that only asks whether there is a partner can go wrong: anything but equalities.
 */
const NAME = "and an inequality with `NULL`s, or without rows to find, is right";

export const EXISTS: Rule = {
  name: `\`EXISTS\` ${NAME}`,
  since: "1.2.0",
  applies({ statement, at }) {
    if (!isCall(statement, at, "EXISTS")) return false;
    const { tokens, partners } = statement;
    return tokens.slice(at + 2, partners.get(at + 1)).some((token, i) =>
      token.kind === "operator" && /^[<>!]$/.test(token.text) ||
      isWord(token, "DISTINCT") && isWord(tokens[at + 1 + i], "IS", "NOT")
    );
  },
  apply({ statement: { tokens, partners }, at }) {
    const end = endOf(tokens[partners.get(at + 1)!]!);
    return [
      { start: tokens[at]!.start, end: endOf(tokens[at]!), text: "((SELECT count(*) FROM " },
      { start: end, end, text: ") > 0)" },
    ];
  },
};

export const HALF_JOIN: Rule = {
  name: `\`SEMI JOIN\`, \`ANTI JOIN\` ${NAME}`,
  since: "1.2.0",
  applies: (site) => conditionOf(site) !== null,
  apply(site) {
    const { statement, at } = site;
    const { tokens } = statement;
    const { on, conjuncts } = conditionOf(site)!;
    const isPlain = conjuncts.every((span) => {
      const operator = comparisonIn(statement, span)?.operator;
      return operator === "=" || operator === "==";
    });
    if (isPlain) return [];
    const left = leftItem(statement, at);
    if (!left || left.alias === null) {
      throw refused("this SEMI or ANTI JOIN with an inequality is not supported", site, {
        hint: "ask WHERE EXISTS (SELECT 1 FROM … WHERE …), or WHERE NOT EXISTS",
      });
    }
    const start = tokens[left.from]!.start;
    const join = tokens[at + 1]!;
    const end = endOf(tokens[conjuncts.at(-1)!.to - 1]!);
    const close = isWord(tokens[at], "SEMI") ? ") > 0)" : ") = 0)";
    const whole = tokens[on + 1]!.text === "(" && conjuncts[0]!.from > on + 1;
    return [
      { start, end: start, text: "(SELECT * FROM " },
      { start: tokens[at]!.start, end: endOf(join), text: "WHERE (SELECT count(*) FROM" },
      { start: tokens[on]!.start, end: endOf(tokens[on]!), text: "WHERE" },
      {
        start: whole ? endOf(tokens[statement.partners.get(on + 1)!]!) : end,
        end: whole ? endOf(tokens[statement.partners.get(on + 1)!]!) : end,
        text: `${close} AS ${left.alias}`,
      },
    ];
  },
};

/** The condition of the SEMI JOIN or ANTI JOIN at `at`, and its ON. */
function conditionOf({ statement, at }: Site) {
  const { tokens } = statement;
  if (!isWord(tokens[at], "SEMI", "ANTI") || !isWord(tokens[at + 1], "JOIN")) return null;
  if (isWord(tokens[at - 1], "ASOF", "NATURAL")) return null;
  const right = relationAt(statement, at + 2);
  if (!right || !isWord(tokens[right.next], "ON")) return null;
  return { on: right.next, conjuncts: conjunctsAt(statement, right.next + 1) };
}
