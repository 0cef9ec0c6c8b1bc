import { PondError, suggest } from "../base/mod.ts";
import { type SqlFunction, sqlFunctions } from "../pond/mod.ts";

/** Which functions. */
export interface FunctionsOptions {
  /** One of them; default all. */
  readonly name?: string | undefined;
}

/** A function of SQL as help shows it. */
export interface FunctionHelp {
  /** The first is how it is listed. */
  readonly names: readonly string[];
  readonly topic: string;
  readonly description: string;
  /** A call for each list of argument types, with the type of what it gives. */
  readonly calls: readonly string[];
  readonly example: string;
  /** What the example gives. */
  readonly answer: string;
}

/**
 * The functions of SQL that pond adds to those of DuckDB's core, by name; no pond is needed.
 * @throws {PondError} `not-found`, with the name that was probably meant
 */
export async function functionsCommand(
  { name }: FunctionsOptions,
): Promise<readonly FunctionHelp[]> {
  const functions = await sqlFunctions();
  const found = name === undefined
    ? functions
    : functions.filter(({ names }) => names.includes(name.toLowerCase()));
  if (found.length > 0) return found.map(helpOf);
  const near = suggest(name!, functions.flatMap(({ names }) => names));
  throw new PondError("not-found", `there is no function ${name} among those that pond adds`, {
    hint: near === undefined
      ? "`pond sql --functions` lists them; those of DuckDB 1.1 work too, and need no help here"
      : `did you mean ${near}?`,
  });
}

function helpOf({ names, topic, summary, example: [example, answer], overloads }: SqlFunction) {
  const calls = overloads.map(({ args, returns, ...more }) => {
    const parts = Object.entries(args).map(([arg, type]) => `${arg} ${type}`);
    if ("rest" in more && more.rest !== undefined) parts.push(`… ${more.rest}`);
    return `${names[0]}(${parts.join(", ")}) → ${returns}`;
  });
  return { names, topic, description: summary, calls, example, answer };
}
