/**
 * The program: words in, a command called, its result rendered, errors mapped to exit statuses.
 * Each command is one description from which parsing, help, suggestions and completions derive.
 * Standard output carries data only; everything said to a person goes to standard error.
 *
 * @module
 */
export type { StartOptions } from "./call.ts";
export type { ByteSink } from "./output.ts";
export { type ProgramHost, runProgram } from "./program/program.ts";
export type { Streams } from "./terminal.ts";
export { main } from "./program/main.ts";
