import { PondError } from "../../base/mod.ts";

/** A line of words that people type without a dot. */
export const BARE_COMMAND: RegExp = /^(exit|quit|help|cd|pwd|ls|tables)\b\s*([^;]*);?$/;

/** Parts of SQL in which a semicolon ends nothing: texts, names, comments. */
const TOKEN =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$(\w*)\$[\s\S]*?\$\1\$|['"][\s\S]*$|\/\*[\s\S]*$|[\s\S]/g;

/** What of the input can be run, and what waits for more lines. */
export interface SplitInput {
  /** Dot commands, and statements without their semicolons. */
  readonly whole: readonly string[];
  readonly rest: string;
}

/** Takes whole statements and dot commands off the front of `text`, which ends with a line. */
export function splitInput(text: string): SplitInput {
  const whole: string[] = [];
  let rest = text.trimStart();
  while (rest !== "") {
    const line = rest.slice(0, rest.search(/\n|$/));
    const isCommand = line.startsWith(".") || BARE_COMMAND.test(line.trim());
    const length = isCommand ? line.length : statementLength(rest);
    if (length < 0) break;
    const part = rest.slice(0, length).trim();
    if (part !== "") whole.push(part);
    rest = rest.slice(length + 1).trimStart();
  }
  return { whole, rest };
}

/** Up to its semicolon; -1 where none ends it. */
function statementLength(text: string): number {
  for (const { 0: token, index } of text.matchAll(TOKEN)) if (token === ";") return index;
  return -1;
}

/**
 * The words of a dot command, as a shell splits them: quotes of both kinds, backslashes.
 * @throws {PondError} `usage` for a quote that isn't closed
 */
export function commandWords(line: string): string[] {
  const words: string[] = [];
  const part = /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|(\s+)|(['"])|([^\s'"\\]+)/gs;
  let word: string | undefined;
  for (const [, single, double, escaped, space, open, plain] of line.matchAll(part)) {
    if (open !== undefined) {
      throw new PondError("usage", `cannot run ${line}: the quote ${open} is not closed`);
    }
    if (space !== undefined) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {word = (word ?? "") +
        (single ?? double?.replace(/\\(["\\])/g, "$1") ?? escaped ?? plain);}
  }
  return word === undefined ? words : [...words, word];
}
