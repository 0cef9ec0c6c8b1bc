import {
  isPondError,
  PondError,
  printable,
  readEnv,
  shellWord,
  untilLimit,
  withLimits,
} from "../../base/mod.ts";
import type { Asked, Extensions, OpenPondOptions, Pond } from "../../commands/mod.ts";
import type { Call, StartOptions } from "../call.ts";
import type { Positional, Values } from "../description.ts";
import { boundsOf, openHalf, runBounded } from "./bounds.ts";
import { type AT_FLAG, momentOf } from "../at_flag.ts";
import { type Command, commandHint } from "../command.ts";
import { errorText, exitStatusOf, isClosedPipe } from "../errors.ts";
import { GLOBAL_FLAGS, PROGRAM_FLAGS } from "../global_flags.ts";
import { commandHelp, programHelp } from "../help.ts";
import { type ByteSink, Output } from "../output.ts";
import { checkPositionals, parseWords } from "../parse.ts";
import { type Progress, startProgress } from "../progress.ts";
import { timeLimitOf, type TIMEOUT_FLAG } from "../query_flags.ts";
import { redactArgv } from "../redact.ts";
import { type Streams, type Terminal, terminalOf } from "../terminal.ts";
import { endIfInterrupted } from "./interruption.ts";
import { COMMANDS } from "./command_list.ts";
import { VERSION } from "../version.ts";
import { type MEMORY_FLAG, memoryOf } from "../memory_flag.ts";
import { type WAIT_FLAG, waitOf } from "../wait_flag.ts";

/** The world of the program, handed in so that tests can run it in process. */
export interface ProgramHost {
  readonly stdout: ByteSink;
  /** Writes all of it, at once. */
  readonly stderr: (text: string) => void;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly streams: Streams;
  /** What the program has beside what is built in. */
  readonly extensions?: Extensions;
  /** Of a command line that runs within another: the pond that is open already, and more. */
  readonly within?: StartOptions & { readonly pond: Promise<Pond> };
  /** Set where the permissions have been narrowed already. */
  readonly isBounded?: boolean;
}

/** Options that are given for the whole program. */
type GlobalOptions = Values<typeof PROGRAM_FLAGS>;

/**
 * Runs one command line.
 * @param words without the program's own name
 * @returns the exit status
 */
export async function runProgram(words: readonly string[], host: ProgramHost): Promise<number> {
  const output = new Output(host.stdout);
  try {
    const status = await dispatch(words, host, output);
    await output.flush();
    return status;
  } catch (error) {
    if (isClosedPipe(error)) return 0;
    output.discard();
    host.stderr(errorText(error, { debug: readEnv("POND_DEBUG") === "1" }));
    return exitStatusOf(error);
  }
}

async function dispatch(
  words: readonly string[],
  host: ProgramHost,
  output: Output,
): Promise<number> {
  const { options: before, positionals } = parseWords(words, PROGRAM_FLAGS, {
    command: "pond",
    stopEarly: true,
  });
  const { extensions = {} } = host;
  const bounds = boundsOf(before);
  if (bounds && !host.isBounded) {
    const open = before.quiet ? undefined : openHalf(bounds);
    if (open) host.stderr(`${open}\n`);
    return await runBounded(words, { bounds, extensions });
  }
  const [name, ...rest] = positionals;
  if (before.version) {
    await output.write(`pond ${VERSION}\n`);
    return 0;
  }
  if (name === undefined) {
    await output.write(programHelp(COMMANDS));
    return 0;
  }
  const command = commandCalled(name);
  const { options, positionals: commandWords } = parseWords(
    rest,
    { ...GLOBAL_FLAGS, ...command.flags },
    { command: `pond ${name}`, stopEarly: command.wrapsCommand ?? false },
  );
  const all = { ...before, ...options } as GlobalOptions;
  // A command may have another use for the letter, beside its other letters.
  if (all.help || (rest.length === 1 && rest[0] === "-h")) {
    await output.write(commandHelp(command));
    return 0;
  }
  checkRequired(command, options, commandWords);
  checkPositionals(commandWords, command.positionals, `pond ${name}`);
  const directory = host.within?.directory ?? "/";
  const placed = await placedIn(directory, commandWords, command.positionals);
  if (host.within) checkWithin(command, all);
  return await runCommand(command, all, { host, output, positionals: placed, words });
}

/** `words` with the paths of the pond among them as they are seen from `directory`. */
async function placedIn(
  directory: string,
  words: readonly string[],
  described: readonly Positional[],
): Promise<readonly string[]> {
  if (directory === "/") return words;
  const { absolutePath } = await import("../../commands/mod.ts");
  const after = described.length - 1 - described.findIndex((each) => each.many);
  const place = (word: string, i: number) => {
    const many = described.findIndex((each) => each.many);
    const at = many < 0 || i < many
      ? i
      : i >= words.length - after
      ? described.length - (words.length - i)
      : many;
    const isElsewhere = word === "-" || /^(\/|host:|[a-z]+:\/\/)/.test(word);
    return described[at]?.completes === "pond" && !isElsewhere
      ? absolutePath(word, directory)
      : word;
  };
  const [only] = described;
  if (words.length === 0 && only?.completes === "pond" && only.optional) return [directory];
  return words.map(place);
}

interface CommandContext {
  readonly host: ProgramHost;
  readonly output: Output;
  readonly positionals: readonly string[];
  readonly words: readonly string[];
}

async function runCommand(
  command: Command,
  options: GlobalOptions,
  context: CommandContext,
): Promise<number> {
  const { host, output, positionals, words } = context;
  const { extensions = {} } = host;
  const debug = readEnv("POND_DEBUG") === "1";
  const terminal = terminalOf(host.streams, options.color);
  const givenPond = options.pond ?? nonEmpty(readEnv("POND"));
  let status = 0;
  const said = new Set<string>();
  const sayOnce = (text: string) => {
    if (!said.has(text)) host.stderr(text);
    said.add(text);
  };
  const report = (error: unknown) => {
    if (isClosedPipe(error)) throw error;
    sayOnce(errorText(error, { debug }));
    status = 1;
  };
  let opened = host.within?.pond;
  let progress: Progress | undefined;
  const call: Call = {
    options: options as Call["options"],
    positionals,
    argv: redactArgv(words),
    output,
    terminal,
    stdin: withinLimits(host.stdin),
    givenPond,
    extensions,
    pond: () =>
      opened ??= openGiven(givenPond, {
        moment: momentOf(command.flags, options as Values<typeof AT_FLAG>),
        ...extensions,
        say: sayOnce,
        onProblem: report,
        onConversion: ({ bytesRead, bytesTotal }) => progress?.update(bytesRead, bytesTotal),
        ...limitsOf(command, options),
        threads: threadsOf(command, { terminal, isLimited: "timeout" in options }),
      }),
    note: (message, { keepLines = false } = {}) => {
      if (!options.quiet) host.stderr(`${printable(message, { keepLines })}\n`);
    },
    fail: () => status = 1,
    done: (message) => {
      if (!options.quiet && terminal.stderr) host.stderr(`${printable(message)}\n`);
    },
    report,
    say: host.stderr,
    signal: host.within?.signal,
    end: (ended) => {
      status = ended;
    },
    start: (nested, within) =>
      startWithin(nested, { host, options, within: { ...within, pond: call.pond() } }),
    progress: (label) =>
      progress = startProgress(label, {
        silent: options.quiet === true || !terminal.stderr,
        write: host.stderr,
        nowMs: () => performance.now(),
        onUpdate: endIfInterrupted,
      }),
  };
  try {
    await runLimited(command, call);
    await output.flush();
  } catch (error) {
    throw await hinted(error, opened, {
      command: command.name,
      words: positionals,
      queries: queriesOf(command, call),
    });
  } finally {
    if (!host.within) await closeOpened(opened);
  }
  return status;
}

/** Of memory and of patience. */
function limitsOf({ flags }: Command, options: GlobalOptions) {
  const given = options as Values<typeof MEMORY_FLAG & typeof WAIT_FLAG>;
  return { ...memoryOf(given), ...waitOf(flags, given) };
}

/**
 * Refuses what only opening a pond could do. @throws {PondError} `usage`
 */
function checkWithin(command: Command, options: GlobalOptions): void {
  if (!Object.hasOwn(options, "memory") || isAsking(command)) return;
  throw new PondError("usage", `cannot give ${command.name} a --memory of its own here`, {
    hint: "the pond is open already: start with POND_MEMORY",
  });
}

/** Whether a command only asks: then each of its queries has a memory of its own. */
function isAsking({ flags }: Command): boolean {
  return Object.hasOwn(flags, "timeout") && !Object.hasOwn(flags, "wait");
}

/** A prompt's engine has a thread of its own, so that Ctrl-C ends a query at once; a time limit needs one, too. */
function threadsOf(
  { name, asksMuch = false }: Command,
  { terminal, isLimited }: { readonly terminal: Terminal; readonly isLimited: boolean },
): number {
  return name === "shell" && terminal.stdin || asksMuch && isLimited ? 1 : 0;
}

/** Runs the command under the time limit that was given to it. */
function runLimited(command: Command, call: Call): Promise<void> {
  const limits = timeLimitOf(command.flags, call.options as Values<typeof TIMEOUT_FLAG>);
  return withLimits(limits, () => command.run(call));
}

/** `chunks`, of which the next one may never come. */
async function* withinLimits(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  for (;;) {
    const next = await untilLimit(iterator.next());
    if (next.done) return;
    yield next.value;
  }
}

/** Runs a command line on the pond of another, as loud and as colourful as that. */
function startWithin(
  words: readonly string[],
  { host, options, within }: {
    readonly host: ProgramHost;
    readonly options: GlobalOptions;
    readonly within: NonNullable<ProgramHost["within"]>;
  },
): Promise<number> {
  const quiet = options.quiet ? ["--quiet"] : [];
  const color = options.color === undefined ? [] : ["--color", options.color];
  return runProgram([...quiet, ...color, ...words], { ...host, within });
}

/** `error` with a hint, where one is found in what was asked and in the pond. */
async function hinted(
  error: unknown,
  opened: Promise<Pond> | undefined,
  asked: Asked,
): Promise<unknown> {
  if (!isPondError(error)) return error;
  const { withHint } = await import("../../commands/mod.ts");
  // A pond that can't be opened or read has no names to offer.
  const reader = await opened?.then((pond) => pond.read()).catch(() => undefined);
  return await withHint(error, reader, asked);
}

/** The SQL among the words of a command. */
function queriesOf(command: Command, { options, positionals }: Call): string[] {
  const { sql, where } = options as Readonly<Record<string, unknown>>;
  const query = command.name === "sql" ? positionals[0] : undefined;
  return [query, sql, where].filter((each): each is string => typeof each === "string");
}

interface OpenOptions extends Extensions {
  readonly say: (text: string) => void;
  readonly onProblem: (problem: PondError) => void;
  readonly onConversion: NonNullable<OpenPondOptions["onConversion"]>;
  readonly threads: number;
  readonly lockDeadlineMs?: number;
  readonly memoryLimitBytes?: number;
  readonly moment: { readonly at: string; readonly strict: boolean } | undefined;
}

async function openGiven(
  given: string | undefined,
  { say, moment, ...options }: OpenOptions,
): Promise<Pond> {
  const { locatePond, openPond, pondAt } = await import("../../commands/mod.ts");
  const hostPath = await locatePond(given);
  const pond = await openPond(hostPath, {
    ...options,
    env: readEnv,
    warn: (message) => say(`pond: warning: ${printable(message)}\n`),
  });
  return moment ? pondAt(pond, moment) : pond;
}

async function closeOpened(opened: Promise<Pond> | undefined): Promise<void> {
  // A pond that failed to open has been reported already and has nothing to close.
  const pond = await opened?.catch(() => undefined);
  await pond?.close();
}

function commandCalled(name: string): Command {
  const found = COMMANDS.find((command) => command.name === name);
  if (found) return found;
  throw new PondError("usage", `cannot run ${JSON.stringify(name)}: there is no such command`, {
    hint: commandHint(name, COMMANDS),
  });
}

function checkRequired(
  command: Command,
  options: Readonly<Record<string, unknown>>,
  words: readonly string[],
): void {
  for (const [name, flag] of Object.entries(command.flags)) {
    if (!flag.required || options[name] !== undefined) continue;
    const option = flag.short === undefined ? `--${name}` : `-${flag.short}`;
    const line = ["pond", command.name, option, ...words].map(shellWord).join(" ");
    const isAmongWords = flag.is === "texts" && words.length > 0 ||
      words.length > command.positionals.length;
    throw new PondError("usage", `cannot run pond ${command.name}: --${name} is missing`, {
      hint: isAmongWords ? `\`${line}\`` : `see \`pond ${command.name} --help\``,
    });
  }
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}
