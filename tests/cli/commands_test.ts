import type { Flag } from "../../lib/cli/description.ts";
import { PROGRAM_FLAGS } from "../../lib/cli/global_flags.ts";
import { commandHelp, programHelp } from "../../lib/cli/help.ts";
import { checkPositionals, parseWords } from "../../lib/cli/parse.ts";
import { COMMANDS } from "../../lib/cli/program/command_list.ts";
import { assertEquals, assertOk, assertStringIncludes } from "../deps.ts";

Deno.test("COMMANDS: names and option letters are unique and free of clashes", () => {
  assertEquals(new Set(COMMANDS.map((command) => command.name)).size, COMMANDS.length);
  for (const command of COMMANDS) {
    const { help, ...others } = PROGRAM_FLAGS;
    // -h alone is help everywhere; beside other letters a command may have a use of its own for it.
    const flags: Flag[] = Object.values({
      ...others,
      help: { ...help, short: "" },
      ...command.flags,
    });
    const letters = flags.flatMap(({ short, alsoShort }) =>
      [short, alsoShort].filter((letter) => letter)
    );
    assertEquals(new Set(letters).size, letters.length, command.name);
    for (const name of ["pond", "quiet", "color", "help"]) {
      assertOk(!Object.hasOwn(command.flags, name), `${command.name} --${name}`);
    }
  }
});

Deno.test("COMMANDS: the examples in help can be parsed", () => {
  for (const command of COMMANDS) {
    for (const { words } of command.examples) {
      const [, name, ...rest] = shellWords(words);
      if (name !== command.name) continue;
      const { positionals } = parseWords(rest, command.flags, { command: `pond ${name}` });
      checkPositionals(positionals, command.positionals, `pond ${name}`);
    }
  }
});

Deno.test("help: every command and every option has its line", () => {
  const text = programHelp(COMMANDS);
  for (const command of COMMANDS) {
    assertStringIncludes(text, `  ${command.name} `);
    for (const name of Object.keys(command.flags)) {
      assertStringIncludes(commandHelp(command), `--${name}`);
    }
  }
});

/**
 * The words of a help example up to a redirection; quotes are the only thing a shell does there.
 */
function shellWords(line: string): string[] {
  const words = line.match(/'[^']*'|"[^"]*"|\S+/g) ?? [];
  const end = words.findIndex((word) => word === ">" || word === "<" || word === "|");
  return words.slice(0, end < 0 ? undefined : end).map((word) => word.replace(/^['"]|['"]$/g, ""));
}
