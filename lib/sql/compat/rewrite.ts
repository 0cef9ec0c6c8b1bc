import type { Statement } from "../syntax/mod.ts";
import { applyEdits, type Edit } from "./edits.ts";
import { RULES } from "./rules.ts";
import type { Extent } from "./rule.ts";

/** What rules may ask about the world around a statement. */
export interface RewriteContext {
  /** Whether what the statement reads is a union somewhere. */
  readonly readsUnion: boolean;
  /**
   * Plans a statement and returns what the engine says against it, null where it says nothing.
   * @param sql the statement with something else in the place of a part
   */
  complaint(sql: string): Promise<string | null>;
}

/** What the engine's messages call the types of a call that no function matches. */
const ARGUMENT_TYPE = /argument types 'year\((.*), "?NULL"?\)'/s;

/**
 * The statement's text as DuckDB 1.1 has to see it to answer as later releases do: as it is, for
 * almost every statement.
 * @throws {PondError} `unsupported` for what they answer and it can't be made to
 */
export async function compatibleSql(
  statement: Statement,
  context: RewriteContext,
): Promise<string> {
  const edits: Edit[] = [];
  const overUnion = context.readsUnion || /\bunion\b/i.test(statement.sql);
  const typeOf = (extent: Extent, rest = extent.end) =>
    typeIn(statement.sql, { extent, rest, edits, context });
  for (const at of statement.tokens.keys()) {
    const site = { statement, at, overUnion, typeOf };
    for (const rule of RULES) {
      if (rule.applies(site)) edits.push(...await rule.apply(site));
    }
  }
  return edits.length === 0 ? statement.sql : applyEdits(statement.sql, edits);
}

/**
 * A call that no function matches is put in place of the expression: the engine's message names the
 * type of its argument.
 */
async function typeIn(
  sql: string,
  { extent, rest, edits, context }: {
    readonly extent: Extent;
    readonly rest: number;
    readonly edits: readonly Edit[];
    readonly context: RewriteContext;
  },
): Promise<string | null> {
  const asked = { ...extent, before: " year((", after: "\n), NULL) " };
  const hidden = { start: extent.end, end: rest, text: "" };
  const message = await context.complaint(applyEdits(sql, [asked, hidden, ...edits]));
  return message === null ? null : ARGUMENT_TYPE.exec(message)?.[1] ?? null;
}
