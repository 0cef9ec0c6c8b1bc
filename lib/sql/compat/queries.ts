import { endOf, isWord } from "../syntax/mod.ts";
import type { Edit } from "./edits.ts";
import { caseEnd } from "./operand.ts";
import { refused } from "./refused.ts";
import { argumentsIn, beginsQuery, bracketAround, isCall, outerTokens } from "./scopes.ts";
import type { Rule, Site } from "./rule.ts";

/** Before a bracket that holds a table, or what WITH defines: no value. */
const BEFORE_TABLES = ["FROM", "JOIN", "LATERAL", "AS", "MATERIALIZED", "UNION", "ALL", "EXCEPT"];

export const CASE_IN_SUBQUERY: Rule = {
  name: "a subquery that stands for a value and finds no rows still computes its `CASE`",
  since: "1.2.0",
  applies: ({ statement, at }) =>
    (isWord(statement.tokens[at], "CASE") || isCall(statement, at, "IF", "IIF")) &&
    isInValue(statement, at),
  apply({ statement: { tokens, partners }, at }) {
    const last = isWord(tokens[at], "CASE") ? caseEnd(tokens, at) : partners.get(at + 1)!;
    // The planner takes CASE for something that is NULL wherever what it is made of is.
    return [{
      start: tokens[at]!.start,
      end: endOf(tokens[last]!),
      before: "coalesce(",
      after: ", NULL)",
    }];
  },
};

/** Whether token `at` stands in a query that stands for a value. */
function isInValue(statement: Site["statement"], at: number): boolean {
  for (let open = bracketAround(at, statement); open >= 0; open = bracketAround(open, statement)) {
    const isQuery = beginsQuery(statement.tokens[open + 1]);
    if (isQuery && open > 0 && !isWord(statement.tokens[open - 1], ...BEFORE_TABLES)) return true;
  }
  return false;
}

export const HAVING_ALONE: Rule = {
  name: "`HAVING` without `GROUP BY` makes one group, also where nothing is aggregated",
  since: "1.3.0",
  applies: ({ statement, at }) =>
    isWord(statement.tokens[at], "HAVING") && !isGrouped(statement, at),
  apply({ statement, at }) {
    const { start } = statement.tokens[at]!;
    return [{ start, end: start, text: "GROUP BY () " }];
  },
};

/** Whether a GROUP BY stands before the HAVING at `at`, in its own query. */
function isGrouped(statement: Site["statement"], at: number): boolean {
  const open = bracketAround(at, statement);
  let grouped = false;
  for (const i of outerTokens(statement, { from: open + 1, to: at })) {
    if (isWord(statement.tokens[i], "UNION", "EXCEPT", "INTERSECT")) grouped = false;
    if (isWord(statement.tokens[i], "GROUP")) grouped = true;
  }
  return grouped;
}

export const REDUCE_INDEX: Rule = {
  name: "`list_reduce` with an index (refused: 1.1 counts from another number)",
  since: "1.4.0",
  applies({ statement, at }) {
    if (!isCall(statement, at, "LIST_REDUCE", "ARRAY_REDUCE", "REDUCE")) return false;
    const lambda = argumentsIn(statement, at + 1)[1];
    if (!lambda) return false;
    const isArrow = statement.tokens[lambda.from]?.text === "(";
    return isArrow && argumentsIn(statement, lambda.from).length === 3;
  },
  apply({ statement, at }) {
    throw refused("the index in list_reduce is not supported", { statement, at }, {
      hint: "reduce a list of structs that carry their index",
    });
  },
};

export const LATE_UNION_WINDOW: Rule = {
  name: "a window without order or partition runs over all parts of a `UNION`",
  since: "1.2.0",
  applies: ({ statement, at, overUnion }) =>
    overUnion && opensWindow(statement, at) && isWhole(statement, at + 1),
  apply({ statement, at }): readonly Edit[] {
    const end = endOf(statement.tokens[at + 1]!);
    return [{ start: end, end, text: "PARTITION BY true " }];
  },
};

/** `OVER (`, or `AS (` in a WINDOW clause. */
function opensWindow({ tokens }: Site["statement"], at: number): boolean {
  if (tokens[at + 1]?.text !== "(") return false;
  if (isWord(tokens[at], "OVER")) return true;
  return isWord(tokens[at], "AS") && isWord(tokens[at - 2], "WINDOW") ||
    isWord(tokens[at], "AS") && tokens[at - 2]?.text === "," &&
      !beginsQuery(tokens[at + 2]) && tokens.slice(0, at).some((token) => isWord(token, "WINDOW"));
}

/**
 * Whether the window in the bracket at `open` is neither ordered nor cut, and based on no other.
 */
function isWhole(statement: Site["statement"], open: number): boolean {
  const first = statement.tokens[open + 1]!;
  return first.kind === "close" || isWord(first, "ROWS", "RANGE");
}

export const ZERO_FOLLOWING: Rule = {
  name: "a frame that begins at `0 FOLLOWING` begins with the rows of the same value",
  since: "1.5.0",
  applies: ({ statement: { tokens }, at }) =>
    isWord(tokens[at], "FOLLOWING") && zeroBefore(tokens, at) !== null,
  apply({ statement: { tokens }, at }) {
    const first = tokens[zeroBefore(tokens, at)!]!;
    return [{ start: first.start, end: endOf(tokens[at]!), text: "CURRENT ROW" }];
  },
};

/** Where the zero before FOLLOWING begins, if BETWEEN stands before that. */
function zeroBefore(tokens: Site["statement"]["tokens"], at: number): number | null {
  const isZero = (i: number) =>
    /^\s*0*(?:\.0*)?\s*(?:[a-z]+\s*)?$/i.test(tokens[i]?.value ?? "") &&
    ["number", "string"].includes(tokens[i]?.kind ?? "");
  if (isZero(at - 1) && isWord(tokens[at - 2], "BETWEEN")) return at - 1;
  for (const number of [at - 1, at - 2]) {
    if (!isZero(number) || !isWord(tokens[number - 1], "INTERVAL")) continue;
    if (isWord(tokens[number - 2], "BETWEEN")) return number - 1;
  }
  return null;
}

export const SAME_PARTITION: Rule = {
  name: "a partition by one thing named twice is a partition by it",
  since: "1.5.0",
  applies: ({ statement: { tokens }, at }) =>
    isWord(tokens[at], "PARTITION") && isWord(tokens[at + 1], "BY"),
  apply({ statement, at }) {
    const { sql, tokens } = statement;
    const close = statement.partners.get(bracketAround(at, statement)) ?? tokens.length;
    const seen = new Set<string>();
    const edits: Edit[] = [];
    let from = at + 2;
    for (const i of [...outerTokens(statement, { from, to: close }), close]) {
      const isEnd = i === close || isWord(tokens[i], "ORDER", "ROWS", "RANGE", "GROUPS");
      if (!isEnd && tokens[i]!.text !== ",") continue;
      const text = sql.slice(tokens[from]!.start, endOf(tokens[i - 1]!));
      if (seen.has(text)) {
        edits.push({ start: tokens[from - 1]!.start, end: endOf(tokens[i - 1]!), text: "" });
      }
      seen.add(text);
      if (isEnd) break;
      from = i + 1;
    }
    return edits;
  },
};
