import { completionScript, SHELLS } from "../../lib/cli/completions.ts";
import type { Flag } from "../../lib/cli/description.ts";
import { PROGRAM_FLAGS } from "../../lib/cli/global_flags.ts";
import { programHelp, verbHelp } from "../../lib/cli/help.ts";
import { checkPositionals, parseWords } from "../../lib/cli/parse.ts";
import { VERBS } from "../../lib/cli/program/command_list.ts";
import { assertEquals, assertOk, assertStringIncludes } from "../deps.ts";

Deno.test("VERBS: names and option letters are unique and free of clashes", () => {
  assertEquals(new Set(VERBS.map((verb) => verb.name)).size, VERBS.length);
  for (const verb of VERBS) {
    const { help, ...others } = PROGRAM_FLAGS;
    // -h alone is help everywhere; beside other letters a verb may have a use of its own for it.
    const flags: Flag[] = Object.values({ ...others, help: { ...help, short: "" }, ...verb.flags });
    const letters = flags.flatMap(({ short, alsoShort }) =>
      [short, alsoShort].filter((letter) => letter)
    );
    assertEquals(new Set(letters).size, letters.length, verb.name);
    for (const name of ["pond", "quiet", "color", "help"]) {
      assertOk(!Object.hasOwn(verb.flags, name), `${verb.name} --${name}`);
    }
  }
});

Deno.test("VERBS: the examples in help can be parsed", () => {
  for (const verb of VERBS) {
    for (const { words } of verb.examples) {
      const [, name, ...rest] = shellWords(words);
      if (name !== verb.name) continue;
      const { positionals } = parseWords(rest, verb.flags, { command: `pond ${name}` });
      checkPositionals(positionals, verb.positionals, `pond ${name}`);
    }
  }
});

Deno.test("help: every verb and every option has its line", () => {
  const text = programHelp(VERBS);
  for (const verb of VERBS) {
    assertStringIncludes(text, `  ${verb.name} `);
    for (const name of Object.keys(verb.flags)) assertStringIncludes(verbHelp(verb), `--${name}`);
  }
});

Deno.test("completionScript: every shell knows every verb and option", () => {
  for (const shell of SHELLS) {
    const script = completionScript(shell, VERBS);
    for (const verb of VERBS) {
      assertStringIncludes(script, verb.name);
      const dashes = shell === "fish" ? "-l " : "--";
      for (const name of Object.keys(verb.flags)) assertStringIncludes(script, `${dashes}${name}`);
    }
  }
});

Deno.test("completionScript: bash completes commands, values and paths, and runs no name", async () => {
  const complete = async (...words: string[]) => {
    const script = `pond() { printf '%s\\n' '/zz/data/' '/zz/$(echo ran)' '/zz/\`echo ran\`'; }
${completionScript("bash", VERBS)}
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
