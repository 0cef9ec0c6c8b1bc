/** Door to `@std/cli/parse-args` (through `npm:deno-std`, which carries no types). */
import { parseArgs as untyped } from "npm:deno-std@1.4.0/cli/parse_args.js";

/** What {@linkcode parseArgs} is asked for. */
export interface ParseArgsOptions {
  readonly boolean?: readonly string[];
  readonly string?: readonly string[];
  readonly collect?: readonly string[];
  readonly negatable?: readonly string[];
  readonly alias?: Readonly<Record<string, string | readonly string[]>>;
  readonly stopEarly?: boolean;
  readonly "--"?: boolean;
  /** Called for an option that isn't declared; false leaves it out. */
  readonly unknown?: (arg: string, key?: string, value?: unknown) => unknown;
}

/** Parsed words: positionals under `_`, options by name. */
export interface ParsedArgs {
  readonly _: readonly (string | number)[];
  readonly "--"?: readonly string[];
  readonly [name: string]: unknown;
}

/** Parses command-line words. */
export const parseArgs = untyped as (
  args: readonly string[],
  options?: ParseArgsOptions,
) => ParsedArgs;
