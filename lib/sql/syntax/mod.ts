/**
 * SQL as text: tokens, a statement with the relations that it names, and the names themselves.
 *
 * @module
 */
export { bindParameters, type SqlParameters } from "./bind_parameters.ts";
export { endOf, isWord, matchBrackets } from "./tokens.ts";
export { positionOf, type Token, tokenize } from "./lexer.ts";
export type { Reference } from "./names.ts";
export { checkStatement, distinctNames, matchName, type Statement } from "./statement.ts";
