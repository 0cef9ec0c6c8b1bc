import type { Flag, Flags, Positional } from "./description.ts";
import type { Command } from "./command.ts";
import { TOPICS } from "./topics.ts";
import { GLOBAL_FLAGS, PROGRAM_FLAGS } from "./global_flags.ts";

/** The text of `pond --help`. */
export function programHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((command) => command.name.length));
  return [
    "pond: a transactional file system for files, tables and time series",
    "",
    "Usage: pond [--pond DIR] COMMAND …",
    "",
    "Commands:",
    ...commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`),
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
export function commandHelp(command: Command): string {
  const lines = [`pond ${command.name}: ${command.summary}`, "", `Usage: ${usageOf(command)}`];
  if (command.positionals.length > 0) {
    const width = Math.max(...command.positionals.map((each) => each.name.length));
    lines.push(
      "",
      ...command.positionals.map((each) => `  ${each.name.padEnd(width)}  ${each.help}`),
    );
  }
  for (const paragraph of command.details ?? []) lines.push("", paragraph);
  if (Object.keys(command.flags).length > 0) {
    lines.push("", "Options:", ...flagLines(command.flags));
  }
  lines.push("", "Options of every command:", ...flagLines(GLOBAL_FLAGS));
  if (command.examples.length > 0) {
    lines.push("", "Examples:");
    for (const { words, help } of command.examples) lines.push(`  # ${help}`, `  ${words}`);
  }
  return lines.join("\n") + "\n";
}

/** `pond list [OPTIONS] [PATTERN…]`. */
export function usageOf(command: Command): string {
  const words = ["pond", command.name];
  const flags = Object.entries(command.flags);
  for (const [name, flag] of flags) if (flag.required) words.push(flagWords(name, flag));
  if (flags.some(([, flag]) => !flag.required)) words.push("[OPTIONS]");
  return [...words, ...command.positionals.map(positionalWord)].join(" ");
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

/** `--format table|csv`. */
export function flagWords(name: string, flag: Flag): string {
  if (flag.is === "boolean") return `--${name}`;
  return `--${name} ${flag.is === "choice" ? flag.values.join("|") : flag.value}`;
}
