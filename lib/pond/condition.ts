import { isPondError, PondError } from "../base/mod.ts";
import type { SqlEngine } from "../sql/mod.ts";
import { type DerivedQuery, type Relation, timeColumnOf } from "../table/mod.ts";

/** An expression stands in a line of its own, so that columns count in what somebody wrote. */
const BEFORE = "SELECT * FROM source WHERE (\n";

/** The rows of `input` for which `where` is true. */
export function filtered(input: Relation, where: string): DerivedQuery {
  return {
    type: "query",
    label: input.label,
    sql: `${BEFORE}${where}\n)`,
    inputs: new Map([["source", input]]),
    time: timeColumnOf(input),
    origin: { kind: "table", factory: null, cache: null },
  };
}

/**
 * Refuses an expression that means something else within brackets than by itself, because it closes
 * them.
 * @throws {PondError} `invalid-query`, with the place in the expression
 */
export async function checkCondition(where: string, engine: SqlEngine): Promise<void> {
  try {
    await engine.relationNames(`SELECT * FROM source WHERE\n${where}`);
  } catch (error) {
    throw inCondition(error, where);
  }
}

/**
 * `error` of a query over filtered rows: where the expression is what is wrong, with the place in
 * it, which the query as a whole can't say.
 */
export async function conditionError(
  error: unknown,
  { where, input, engine }: {
    readonly where: string;
    readonly input: Relation;
    readonly engine: SqlEngine;
  },
): Promise<unknown> {
  if (!isPondError(error, "invalid-query")) return error;
  try {
    await engine.columns({ sql: `${BEFORE}${where}\n)`, relations: new Map([["source", input]]) });
    return error;
  } catch (own) {
    return inCondition(own, where);
  }
}

/** The first line is not the writer's. */
function inCondition(error: unknown, where: string): unknown {
  if (!isPondError(error, "invalid-query") || error.data.line === undefined) return error;
  const { message, hint, data, cause } = error;
  if (error.data.line > where.split("\n").length + 1) {
    return new PondError("invalid-query", "cannot run a query: the condition ends too early", {
      cause,
    });
  }
  const lines = message.replaceAll(/\bline (\d+)/g, (_, line) => `line ${Number(line) - 1}`)
    .replace(/\)$/, " of the condition)");
  return new PondError("invalid-query", lines, {
    ...(hint === undefined ? {} : { hint }),
    data: { ...data, line: data.line! - 1 },
    cause,
  });
}
