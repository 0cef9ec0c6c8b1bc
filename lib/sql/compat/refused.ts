import { PondError } from "../../base/mod.ts";
import { positionOf } from "../syntax/mod.ts";
import type { Site } from "./rule.ts";

/** The error for what can't be made right. */
export function refused(
  why: string,
  { statement, at }: Pick<Site, "statement" | "at">,
  { hint }: { readonly hint: string },
): PondError {
  const position = positionOf(statement.sql, statement.tokens[at]!.start);
  return new PondError(
    "unsupported",
    `cannot run a query: ${why} (line ${position.line}, column ${position.column})`,
    { hint, data: { ...position } },
  );
}
