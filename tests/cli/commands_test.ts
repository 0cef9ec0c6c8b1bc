import { completionScript, SHELLS } from "../../lib/cli/completions.ts";
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

Deno.test("completionScript: every shell knows every command and option", () => {
  for (const shell of SHELLS) {
    const script = completionScript(shell, COMMANDS);
    for (const command of COMMANDS) {
      assertStringIncludes(script, command.name);
      const dashes = shell === "fish" ? "-l " : "--";
      for (const name of Object.keys(command.flags)) {
        assertStringIncludes(script, `${dashes}${name}`);
      }
    }
  }
});

Deno.test("completionScript: bash completes commands, values and paths, and runs no name", async () => {
  const complete = async (...words: string[]) => {
    const script = `pond() { printf '%s\\n' '/zz/data/' '/zz/$(echo ran)' '/zz/\`echo ran\`'; }
${completionScript("bash", COMMANDS)}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}) COMP_CWORD=${words.length - 1}
_pond; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout } = await new Deno.Command("bash", { args: ["-c", script] }).output();
    return new TextDecoder().decode(stdout).trimEnd().split("\n");
  };
  assertEquals(await complete("pond", "mkn"), ["mknod"]);
  assertEquals(await complete("pond", "--pond", "x", "list", "--rec"), ["--recursive"]);
  assertEquals(await complete("pond", "cat", "--format", "j"), ["json", "jsonl"]);
  assertEquals(await complete("pond", "cat", "/zz/"), [
    "/zz/data/",
    "/zz/\\$\\(echo\\ ran\\)",
    "/zz/\\`echo\\ ran\\`",
  ]);
});

/** The words of a help example up to a redirection; quotes are the only thing a shell does there. */
function shellWords(line: string): string[] {
  const words = line.match(/'[^']*'|"[^"]*"|\S+/g) ?? [];
  const end = words.findIndex((word) => word === ">" || word === "<" || word === "|");
  return words.slice(0, end < 0 ? undefined : end).map((word) => word.replace(/^['"]|['"]$/g, ""));
}
