import type { Flag, Flags, Positional } from "./description.ts";
import type { Verb } from "./command.ts";
import { TOPICS } from "./topics.ts";
import { GLOBAL_FLAGS, PROGRAM_FLAGS } from "./global_flags.ts";

/** The text of `pond --help`. */
export function programHelp(verbs: readonly Verb[]): string {
  const width = Math.max(...verbs.map((verb) => verb.name.length));
  return [
    "pond: a transactional file system for files, tables and time series",
    "",
    "Usage: pond [--pond DIR] COMMAND …",
    "",
    "Commands:",
    ...verbs.map((verb) => `  ${verb.name.padEnd(width)}  ${verb.summary}`),
    "",
    `Topics (pond help TOPIC): ${TOPICS.map(({ name }) => name).join(", ")}`,
    "",
    "Options:",
    ...flagLines(PROGRAM_FLAGS),
    "",
    "The pond is --pond, else $POND, else .pond in the current directory or the nearest parent",
    "that has one. `pond COMMAND --help` has examples.",
    "",
  ].join("\n");
}

/** The text of `pond COMMAND --help`. */
export function verbHelp(verb: Verb): string {
  const lines = [`pond ${verb.name}: ${verb.summary}`, "", `Usage: ${usageOf(verb)}`];
  if (verb.positionals.length > 0) {
    const width = Math.max(...verb.positionals.map((each) => each.name.length));
    lines.push("", ...verb.positionals.map((each) => `  ${each.name.padEnd(width)}  ${each.help}`));
  }
  for (const paragraph of verb.details ?? []) lines.push("", paragraph);
  if (Object.keys(verb.flags).length > 0) lines.push("", "Options:", ...flagLines(verb.flags));
  lines.push("", "Options of every command:", ...flagLines(GLOBAL_FLAGS));
  if (verb.examples.length > 0) {
    lines.push("", "Examples:");
    for (const { words, help } of verb.examples) lines.push(`  # ${help}`, `  ${words}`);
  }
  return lines.join("\n") + "\n";
}

/** `pond list [OPTIONS] [PATTERN…]`. */
function usageOf(verb: Verb): string {
  const words = ["pond", verb.name];
  const flags = Object.entries(verb.flags);
  for (const [name, flag] of flags) if (flag.required) words.push(flagWords(name, flag));
  if (flags.some(([, flag]) => !flag.required)) words.push("[OPTIONS]");
  return [...words, ...verb.positionals.map(positionalWord)].join(" ");
}

function positionalWord({ name, optional, many }: Positional): string {
  const word = many ? `${name}…` : name;
  return optional ? `[${word}]` : word;
}

function flagLines(flags: Flags): string[] {
  const rows = Object.entries(flags).map(([name, flag]) => {
    const short = flag.short === undefined ? "    " : `-${flag.short}, `;
    return { words: `${short}${flagWords(name, flag)}`, help: flag.help };
  });
  const width = Math.min(30, Math.max(...rows.map((row) => row.words.length)));
  return rows.flatMap(({ words, help }) =>
    words.length > width
      ? [`  ${words}`, `  ${" ".repeat(width)}  ${help}`]
      : [`  ${words.padEnd(width)}  ${help}`]
  );
}

function flagWords(name: string, flag: Flag): string {
  if (flag.is === "boolean") return `--${name}`;
  return `--${name} ${flag.is === "choice" ? flag.values.join("|") : flag.value}`;
}
