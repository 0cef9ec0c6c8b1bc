import { PondError } from "../../base/mod.ts";
import { checkStatement, positionOf, type Statement, type Token, tokenize } from "../syntax/mod.ts";
import { AGGREGATES } from "./aggregates.ts";
import { insideBrackets, isWord, matchBrackets } from "./edits.ts";

/** What 0.9.1 answers wrongly and nothing here can set right. */
interface Fault {
  readonly why: string;
  readonly hint: string;
}

const ALL: Fault = {
  why: "INTERSECT ALL and EXCEPT ALL are not supported",
  hint: "number the duplicates with row_number() and leave out ALL",
};
const RECURSIVE_UNNEST: Fault = {
  why: "unnest(…, recursive := true) is not supported",
  hint: "unnest level by level",
};
const RANGE_END: Fault = {
  why: "a RANGE frame can't end at an offset here, rows of the same value would be left out",
  hint: "end it at CURRENT ROW (… ORDER BY x DESC looks ahead), or use ROWS or a join",
};
const BACKWARD_SLICE: Fault = {
  why: "a list can't be sliced backwards",
  hint: "use list_reverse",
};
const ENUM: Fault = {
  why: "the type ENUM is not supported",
  hint: "use VARCHAR, and CASE where the order matters",
};
const MOVING_QUANTILE: Fault = {
  why: "median, mad and quantile_cont over a window are not supported",
  hint: "list_median(list(x) OVER (…)), or list_aggregate(list(x) OVER (…), 'quantile_cont', 0.9)",
};
const HALF_ASOF: Fault = {
  why: "ASOF SEMI JOIN and ASOF ANTI JOIN are not supported",
  hint: "ASOF LEFT JOIN, and then ask whether the other side IS NULL",
};
const GROUPED_ORDER: Fault = {
  why: "ORDER BY in an aggregate is not supported together with ROLLUP, CUBE or GROUPING SETS",
  hint: "sort afterwards: list_sort(list(…)), array_to_string(list_sort(list(…)), ',')",
};
const LATERAL: Fault = {
  why: "an aggregate without GROUP BY in an inner LATERAL join is not supported",
  hint: "LEFT JOIN LATERAL (…) ON true, or a subquery in SELECT",
};

const QUANTILES: ReadonlySet<string> = new Set(["MEDIAN", "MAD", "QUANTILE_CONT"]);
/**
 * Takes `sql` for one query, or refuses it, as {@linkcode checkStatement} does; and refuses what DuckDB 0.9.1 runs but
 * answers wrongly: an error is better than wrong rows.
 * @throws {PondError} `invalid-query`, `unsupported`
 */
export function checkForEngine(sql: string): Statement {
  const statement = checkStatement(sql);
  const tokens = tokenize(sql);
  const partners = matchBrackets(tokens);
  tokens.forEach((token, at) => {
    const fault = faultAt(tokens, at, partners);
    if (fault) throw refusal(fault, sql, token.start);
  });
  return statement;
}

function faultAt(
  tokens: readonly Token[],
  at: number,
  partners: ReadonlyMap<number, number>,
): Fault | null {
  const token = tokens[at]!;
  const next = tokens[at + 1];
  if (isWord(token, "INTERSECT", "EXCEPT") && isWord(next, "ALL")) return ALL;
  if (isWord(token, "ROLLUP", "CUBE", "SETS") && next?.text === "(") {
    return ordersInAggregate(tokens, partners) ? GROUPED_ORDER : null;
  }
  if (isWord(token, "ASOF") && isWord(next, "SEMI", "ANTI")) return HALF_ASOF;
  if (isWord(token, "RECURSIVE") && next?.text === ":") return RECURSIVE_UNNEST;
  if (isWord(token, "ENUM") && next?.text === "(") return ENUM;
  if (token.text === "[" && isBackwardSlice(tokens, at, partners)) return BACKWARD_SLICE;
  if (isWord(token, "RANGE") && endsAtOffset(tokens, at)) return RANGE_END;
  if (token.kind === "word" && QUANTILES.has(token.value) && next?.text === "(") {
    return isWindowed(tokens, at + 1, partners) ? MOVING_QUANTILE : null;
  }
  if (isWord(token, "LATERAL") && next?.text === "(" && !isOuter(tokens, at)) {
    return isPlainAggregate(tokens, at + 1, partners) ? LATERAL : null;
  }
  return null;
}

/** `list(x ORDER BY y)`: a key that the rows are grouped by is dropped, also where they aren't. */
function ordersInAggregate(
  tokens: readonly Token[],
  partners: ReadonlyMap<number, number>,
): boolean {
  return tokens.some((token, at) =>
    token.kind === "word" && tokens[at + 1]?.text === "(" && !isWord(token, "OVER", "FROM", "IN") &&
    !isWord(tokens[at + 2], "SELECT", "WITH", "ORDER", "PARTITION") &&
    [...insideBrackets(at + 1, partners)].some((i) => isWord(tokens[i], "ORDER"))
  );
}

/** `[a:b:step]` with a step that isn't a plain number. */
function isBackwardSlice(
  tokens: readonly Token[],
  open: number,
  partners: ReadonlyMap<number, number>,
): boolean {
  const colons = [...insideBrackets(open, partners)]
    .filter((i) => tokens[i]!.text === ":" && tokens[i + 1]!.text !== ":")
    .filter((i) => tokens[i - 1]!.text !== ":");
  const step = colons[1];
  return step !== undefined && tokens[step + 1]!.kind !== "number";
}

/** `RANGE BETWEEN … AND <offset> PRECEDING|FOLLOWING`. */
function endsAtOffset(tokens: readonly Token[], at: number): boolean {
  if (!isWord(tokens[at + 1], "BETWEEN")) return false;
  let depth = 0;
  let last: Token | undefined;
  for (let i = at + 1; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.kind === "open") depth++;
    if (token.kind === "close" && --depth < 0) break;
    if (depth === 0 && isWord(token, "PRECEDING", "FOLLOWING", "ROW")) {
      if (last) return !isWord(token, "ROW") && !isWord(tokens[i - 1], "UNBOUNDED");
      last = token;
    }
  }
  return false;
}

/** `f(…) OVER`, perhaps with FILTER between. */
function isWindowed(
  tokens: readonly Token[],
  open: number,
  partners: ReadonlyMap<number, number>,
): boolean {
  let after = (partners.get(open) ?? open) + 1;
  if (isWord(tokens[after], "FILTER")) after = (partners.get(after + 1) ?? after) + 1;
  return isWord(tokens[after], "OVER");
}

/** `LEFT [OUTER] JOIN LATERAL`. */
function isOuter(tokens: readonly Token[], lateral: number): boolean {
  if (!isWord(tokens[lateral - 1], "JOIN")) return false;
  const before = isWord(tokens[lateral - 2], "OUTER") ? lateral - 3 : lateral - 2;
  return isWord(tokens[before], "LEFT");
}

/** `(SELECT … aggregate(…) …)` without GROUP BY. */
function isPlainAggregate(
  tokens: readonly Token[],
  open: number,
  partners: ReadonlyMap<number, number>,
): boolean {
  const inside = [...insideBrackets(open, partners)];
  if (inside.some((i) => isWord(tokens[i], "GROUP"))) return false;
  return inside.some((i) =>
    tokens[i]!.kind === "word" && AGGREGATES.has(tokens[i]!.value) &&
    tokens[i + 1]?.text === "(" && !isWindowed(tokens, i + 1, partners)
  );
}

function refusal({ why, hint }: Fault, sql: string, offset: number): PondError {
  const position = positionOf(sql, offset);
  return new PondError(
    "unsupported",
    `cannot run a query: ${why} (line ${position.line}, column ${position.column})`,
    { hint, data: { ...position } },
  );
}
