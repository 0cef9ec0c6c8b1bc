import { suggest } from "../base/mod.ts";
import type { Call } from "./call.ts";
import type { Example, Flags, Positional } from "./description.ts";

/** A command: parsing, help, suggestions and completions all come from this one value. */
export interface Verb<F extends Flags = Flags> {
  readonly name: string;
  /** Words that people try instead of the name; "did you mean" knows them. */
  readonly alsoTried?: readonly string[];
  /** One line without a full stop. */
  readonly summary: string;
  /** Paragraphs for `pond COMMAND --help`. */
  readonly details?: readonly string[];
  readonly positionals: readonly Positional[];
  readonly flags: F;
  readonly examples: readonly Example[];
  /** Calls the command and renders its result. */
  run(call: Call<F>): Promise<void>;
}

/** Keeps the types of a verb's own flags for its `run`, and forgets them for the table of verbs. */
export function defineVerb<const F extends Flags>(verb: Verb<F>): Verb {
  return verb as unknown as Verb;
}

/** The name of the verb that `word` most likely meant. */
export function suggestVerb(word: string, verbs: readonly Verb[]): string | undefined {
  const tried = verbs.find((verb) => verb.alsoTried?.includes(word.toLowerCase()));
  return tried?.name ?? suggest(word, verbs.map((verb) => verb.name));
}
