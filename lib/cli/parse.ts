import { parseDurationUs, PondError, suggest } from "../base/mod.ts";
import { parseArgs } from "../deps/std_parse_args.ts";
import type { Flag, Flags, Positional, Values } from "./description.ts";

/** What {@linkcode parseWords} understood. */
export interface ParsedWords<F extends Flags> {
  readonly options: Values<F>;
  readonly positionals: readonly string[];
}

/** What the words belong to. */
export interface ParseOptions {
  /** `pond` or `pond COMMAND`, for messages. */
  readonly command: string;
  /** The first word that is no option, and all after it, stay positionals. */
  readonly stopEarly?: boolean;
}

/**
 * Splits `words` into options and positionals. `--flag value`, `--flag=value`, `-n 5`, `-n5`,
 * `-lR`; `--` ends options; a lone `-` is a positional; a value may begin with a dash. Of an option
 * given twice the last one counts, unless it takes several.
 * @throws {PondError} `usage`: unknown option (with the one that was probably meant), missing or
 *   wrong value
 */
export function parseWords<F extends Flags>(
  words: readonly string[],
  flags: F,
  options: ParseOptions,
): ParsedWords<F> {
  const canonical = canonicalWords(words, flags, options);
  const names = Object.keys(flags);
  const isBoolean = (name: string) => flags[name]!.is === "boolean";
  const parsed = parseArgs(canonical, {
    boolean: names.filter(isBoolean),
    string: ["_", ...names.filter((name) => !isBoolean(name))],
    collect: names.filter((name) => flags[name]!.is === "texts"),
  });
  const given = new Set(canonical.slice(0, canonical.indexOf("--")).map(nameOf));
  const values = names.filter((name) => given.has(name))
    .map((name) => [name, valueOf(name, flags[name]!, parsed[name], options)]);
  return { options: Object.fromEntries(values), positionals: parsed._ as string[] };
}

/**
 * Checks the number of `positionals` against their description.
 * @throws {PondError} `usage`
 */
export function checkPositionals(
  positionals: readonly string[],
  described: readonly Positional[],
  command: string,
): void {
  const least = described.filter((each) => !each.optional).length;
  const most = described.some((each) => each.many) ? Infinity : described.length;
  if (positionals.length < least) {
    const missing = described.filter((each) => !each.optional)[positionals.length]!;
    throw new PondError("usage", `cannot run ${command}: ${missing.name} is missing`, {
      hint: `see \`${command} --help\``,
    });
  }
  if (positionals.length > most) {
    const extra = JSON.stringify(positionals[most]);
    const isQuery = /^(select|with|from)$/i.test(positionals[0] ?? "");
    throw new PondError("usage", `cannot run ${command}: unexpected argument ${extra}`, {
      hint: isQuery
        ? `a query is one argument, in single quotes: \`${command} 'SELECT * FROM "/path"'\``
        : `see \`${command} --help\``,
    });
  }
}

/**
 * The same words in the one form that leaves nothing to guess: `--name` or `--name=value` first,
 * then `--`, then the positionals.
 */
function canonicalWords(words: readonly string[], flags: Flags, options: ParseOptions): string[] {
  const found: string[] = [];
  const positionals: string[] = [];
  let i = 0;
  /** The next word as `name`'s value. */
  const take = (name: string) => {
    if (i >= words.length) throw missingValue(name, flags[name]!, options);
    return words[i++]!;
  };
  while (i < words.length) {
    const word = words[i++]!;
    if (word === "--") {
      positionals.push(...words.slice(i));
      break;
    }
    if (word.startsWith("--")) found.push(longOption(word, flags, { ...options, take }));
    else if (word.startsWith("-") && word.length > 1) {
      found.push(...shortOptions(word, flags, { ...options, take }));
    } else {
      positionals.push(word);
      if (!options.stopEarly) continue;
      positionals.push(...words.slice(i));
      break;
    }
  }
  return [...found, "--", ...positionals];
}

interface TakeOptions extends ParseOptions {
  take(name: string): string;
}

function longOption(word: string, flags: Flags, options: TakeOptions): string {
  const equals = word.indexOf("=");
  const name = equals < 0 ? word.slice(2) : word.slice(2, equals);
  const flag = Object.hasOwn(flags, name) ? flags[name]! : undefined;
  if (!flag) throw unknownOption(`--${name}`, flags, options);
  if (flag.is === "boolean") {
    if (equals >= 0) {
      throw new PondError("usage", `cannot run ${options.command}: --${name} takes no value`);
    }
    return `--${name}`;
  }
  return `--${name}=${equals < 0 ? options.take(name) : word.slice(equals + 1)}`;
}

/** `-lR`, `-n5`, `-n 5`, `-n=5`. */
function shortOptions(word: string, flags: Flags, options: TakeOptions): string[] {
  const found: string[] = [];
  const letters = [...word.slice(1)];
  while (letters.length > 0) {
    const letter = letters.shift()!;
    const [name, flag] = Object.entries(flags).findLast(([, each]) =>
      each.short === letter || each.alsoShort === letter
    ) ?? [];
    if (name === undefined || !flag) {
      throw unknownOption(`-${letter}`, flags, options);
    }
    if (flag.is === "boolean") {
      found.push(`--${name}`);
      continue;
    }
    const rest = letters.splice(0).join("");
    found.push(`--${name}=${rest === "" ? options.take(name) : rest.replace(/^=/, "")}`);
  }
  return found;
}

function nameOf(word: string): string {
  const equals = word.indexOf("=");
  return word.slice(2, equals < 0 ? undefined : equals);
}

function valueOf(name: string, flag: Flag, value: unknown, options: ParseOptions): unknown {
  const text = String(value);
  switch (flag.is) {
    case "boolean":
      return true;
    case "text":
      return text;
    case "texts":
      return value;
    case "integer":
      return integerOf(name, text, flag.least ?? 0, options);
    case "duration":
      return parseDurationUs(text);
    case "choice":
      if (flag.values.includes(text)) return text;
      throw wrongChoice(name, text, flag.values, options);
  }
}

function integerOf(name: string, text: string, least: number, options: ParseOptions): number {
  const number = /^[+-]?\d+$/.test(text) ? Number(text) : NaN;
  if (Number.isSafeInteger(number) && number >= least) return number;
  const wanted = `a whole number, at least ${least}`;
  throw new PondError(
    "usage",
    `cannot run ${options.command}: --${name} must be ${wanted}, not ${JSON.stringify(text)}`,
  );
}

function wrongChoice(
  name: string,
  text: string,
  values: readonly string[],
  options: ParseOptions,
): PondError {
  const near = suggest(text, values);
  return new PondError(
    "usage",
    `cannot run ${options.command}: --${name} must be one of ${values.join(", ")}, ` +
      `not ${JSON.stringify(text)}`,
    near === undefined ? {} : { hint: `did you mean ${near}?` },
  );
}

function missingValue(name: string, flag: Flag, options: ParseOptions): PondError {
  const value = flag.is === "choice"
    ? flag.values.join("|")
    : flag.is === "boolean"
    ? ""
    : flag.value;
  return new PondError("usage", `cannot run ${options.command}: --${name} needs a value: ${value}`);
}

function unknownOption(word: string, flags: Flags, options: ParseOptions): PondError {
  const near = word.startsWith("--")
    ? suggest(word, Object.keys(flags).map((name) => `--${name}`))
    : undefined;
  const hint = near === undefined ? `see \`${options.command} --help\`` : `did you mean ${near}?`;
  return new PondError("usage", `cannot run ${options.command}: unknown option ${word}`, { hint });
}
