/**
 * Compatibility rules: what DuckDB 1.1, the engine that is built in, answers otherwise than later
 * releases, and nobody would expect. A {@linkcode Rule} recognises a place in a statement by its
 * tokens, asks for a type where it takes one, and says what text goes there instead; all that rules
 * want is done at once. What can't be made right is refused. `../README.md` lists the rules, and
 * what differs nevertheless; `tests/differential/` asks a native DuckDB of today the same. With a
 * younger engine, rules go by their `since`.
 *
 * @module
 */
export { compatibleSql, type RewriteContext } from "./rewrite.ts";
export type { Edit } from "./edits.ts";
export type { Extent, Rule, Site } from "./rule.ts";
export { RULES } from "./rules.ts";
