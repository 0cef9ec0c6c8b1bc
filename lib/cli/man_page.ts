import type { Command } from "./command.ts";
import type { Flags } from "./description.ts";
import { GLOBAL_FLAGS, PROGRAM_FLAGS } from "./global_flags.ts";
import { flagWords, usageOf } from "./help.ts";
import { TOPICS } from "./topics.ts";
import { VERSION } from "./version.ts";

/** Variables of the environment, which no other description has. */
const ENVIRONMENT: readonly (readonly [name: string, meaning: string])[] = [
  ["POND", "The pond, where --pond isn't given."],
  ["POND_WAIT", "How long a command that writes waits for other writers; 10s."],
  ["POND_MEMORY", "How much memory queries may take; 3GiB."],
  ["POND_ALLOW_READ, POND_ALLOW_WRITE", "As --allow-read and --allow-write, of the executable."],
  ["POND_DEBUG", "1: errors with their stack traces."],
  ["NO_COLOR", "No colour, whatever its value."],
];

/**
 * The manual page pond(1), in the macros of man(7), made from the descriptions that help is made
 * from. It has no date, so that one version has one page.
 */
export function manPage(commands: readonly Command[]): string {
  return [
    `.TH POND 1 "" "pond ${VERSION}" "User Commands"`,
    ".SH NAME",
    "pond \\- a transactional file system for files, tables and time series",
    ".SH SYNOPSIS",
    ".B pond",
    "[\\fB\\-\\-pond\\fR \\fIDIR\\fR] \\fICOMMAND\\fR \\&.\\|.\\|.",
    ".SH DESCRIPTION",
    ...paragraphs(
      "The pond is --pond, else $POND, else .pond in the current directory or the nearest parent that has one.",
    ),
    ".SH OPTIONS",
    "Every command takes these, but those of the executable and --version, which stand before it.",
    ...flagItems(PROGRAM_FLAGS),
    ".SH COMMANDS",
    ...commands.flatMap(commandSection),
    ...TOPICS.flatMap(({ name, text }) => [
      `.SH ${escaped(name === "exit-codes" ? "EXIT STATUS" : name.toUpperCase())}`,
      // The first line is the name of the topic in help.
      ...paragraphs(text().replace(/^.*\n+/, "")),
    ]),
    ".SH ENVIRONMENT",
    ...ENVIRONMENT.flatMap(([name, meaning]) => [".TP", `.B ${escaped(name)}`, escaped(meaning)]),
    "",
  ].filter((line, at, all) => line !== "" || at === all.length - 1).join("\n");
}

function commandSection(command: Command): string[] {
  const own = Object.fromEntries(
    Object.entries(command.flags).filter(([name]) => !Object.hasOwn(GLOBAL_FLAGS, name)),
  );
  return [
    `.SS ${escaped(usageOf(command))}`,
    ...paragraphs(`${command.summary[0]!.toUpperCase()}${command.summary.slice(1)}.`),
    ...command.positionals.flatMap((
      { name, help },
    ) => [".TP", `.I ${escaped(name)}`, escaped(help)]),
    ...(command.details ?? []).flatMap((each) => [".PP", ...paragraphs(each)]),
    ...flagItems(own),
    ...command.examples.flatMap(({ words, help }) => [
      ".PP",
      `${escaped(help)}:`,
      ".RS",
      ".EX",
      escaped(words),
      ".EE",
      ".RE",
    ]),
  ];
}

function flagItems(flags: Flags): string[] {
  return Object.entries(flags).flatMap(([name, flag]) => {
    const short = flag.short === undefined ? "" : `-${flag.short}, `;
    return [".TP", `.B ${escaped(`${short}${flagWords(name, flag)}`)}`, escaped(flag.help)];
  });
}

/** `text` as paragraphs: what has indented lines keeps its lines, the rest is filled. */
function paragraphs(text: string): string[] {
  return text.trimEnd().split(/\n{2,}/).flatMap((part, at) => {
    const lines = part.split("\n").map(escaped);
    const begin = at === 0 ? [] : [".PP"];
    return /^ /m.test(part) ? [...begin, ".EX", ...lines, ".EE"] : [...begin, ...lines];
  });
}

/** `text` so that no character of it is one of roff's own. */
function escaped(text: string): string {
  return text.replaceAll("\\", "\\e").replaceAll("-", "\\-").replaceAll("`", "\\(ga")
    .replaceAll(/^(?=[.'])/gm, "\\&").replaceAll("'", "\\(aq");
}
