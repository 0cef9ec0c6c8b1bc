import { suggest } from "../base/mod.ts";
import type { Call } from "./call.ts";
import type { Example, Flags, Positional } from "./description.ts";

/** A command: parsing, help, suggestions and completions all come from this one value. */
export interface Command<F extends Flags = Flags> {
  readonly name: string;
  /** Words that people try instead of the name; "did you mean" knows them. */
  readonly alsoTried?: readonly string[];
  /** One line without a full stop. */
  readonly summary: string;
  /** Paragraphs for `pond COMMAND --help`. */
  readonly details?: readonly string[];
  readonly positionals: readonly Positional[];
  /** The first word that is no option, and all after it, are another command's. */
  readonly wrapsCommand?: boolean;
  /** Asks many queries: with a time limit they share a thread, which each would start otherwise. */
  readonly asksMuch?: boolean;
  readonly flags: F;
  readonly examples: readonly Example[];
  /** Calls the command and renders its result. */
  run(call: Call<F>): Promise<void>;
}

/**
 * Keeps the types of a command's own flags for its `run`, and forgets them for the table of
 * commands.
 */
export function defineCommand<const F extends Flags>(command: Command<F>): Command {
  return command as unknown as Command;
}

/** What to type instead of words that other tools have and pond does in another way. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  tail: "`pond cat PATH --time-start now-1h` prints the newest rows of a series",
  head: "`pond cat PATH --limit 10`",
  less: "`pond cat PATH | less`",
  more: "`pond cat PATH | less`",
  grep: "`pond cat PATH --where \"column LIKE '%text%'\"`",
  wc: "`pond cat PATH --sql 'SELECT count(*) FROM source'`",
  touch: "`pond copy - PATH </dev/null` makes an empty file",
  edit: "`pond show --config PATH` prints a config, `pond mknod --overwrite …` writes the next one",
  mount: "`pond mknod --factory hostmount PATH CONFIG`; see `pond factories hostmount`",
  commit: "every command that writes is one transaction; `pond log` lists them",
  insert: "`pond ingest host:FILE PATH` appends what is new to a series",
  cd: "`pond shell` has a current directory",
  pwd: "`pond status` shows where the pond is",
  sh: "`pond shell`",
  repl: "`pond shell`",
};

/**
 * A hint for `word`, which is no command: the command that it most likely meant, or the line to
 * type.
 */
export function commandHint(word: string, commands: readonly Command[]): string {
  const typed = word.toLowerCase();
  const tried = commands.find((command) => command.alsoTried?.includes(typed))?.name;
  if (tried === undefined && Object.hasOwn(OTHER_WORDS, typed)) return OTHER_WORDS[typed]!;
  const near = tried ?? suggest(typed, commands.map((command) => command.name));
  return near === undefined ? "`pond --help` lists the commands" : `did you mean ${near}?`;
}
