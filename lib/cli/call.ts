import type { Extensions, Pond } from "../commands/mod.ts";
import type { Flags, Values } from "./description.ts";
import type { Output } from "./output.ts";
import type { Progress } from "./progress.ts";
import type { Terminal } from "./terminal.ts";

/** How a command line runs within another. */
export interface StartOptions {
  /** Where relative paths of the pond begin. */
  readonly directory: string;
  readonly signal?: AbortSignal;
}

/** One run of a command: its words, parsed, and the world as far as a command sees it. */
export interface Call<F extends Flags = Flags> {
  readonly options: Values<F>;
  readonly positionals: readonly string[];
  /** What the transaction records: the command line, secrets redacted. */
  readonly argv: readonly string[];
  readonly output: Output;
  readonly terminal: Terminal;
  /** Standard input, for a lone `-`. */
  readonly stdin: AsyncIterable<Uint8Array>;
  /** `--pond`, else `$POND`; undefined where neither is given. */
  readonly givenPond: string | undefined;
  /** What this program has beside what is built in. */
  readonly extensions: Extensions;
  /** The pond, opened on first use and closed by the program. */
  pond(): Promise<Pond>;
  /** Talk for a person, on stderr unless `--quiet`. */
  note(message: string, options?: { keepLines?: boolean }): void;
  /** The exit status will be 1, without a word; the rest goes on. */
  fail(): void;
  /** What was done, in one line on stderr, where that is a terminal and not `--quiet`. */
  done(message: string): void;
  /** Part of the work failed: says so on stderr; the exit status will be 1, the rest goes on. */
  report(error: unknown): void;
  /** Writes text for a person to stderr, as it is. */
  say(text: string): void;
  /** Runs another command line on the same pond, to its end; returns its exit status. */
  start(words: readonly string[], options: StartOptions): Promise<number>;
  /** Sets the exit status of a command that has said itself what failed. */
  end(status: number): void;
  /** Ends a query that runs; undefined where nobody can. */
  readonly signal: AbortSignal | undefined;
  /** A line of progress on stderr, where that is a terminal and not `--quiet`. */
  progress(label: string): Progress;
}
