import { PondError } from "../../base/mod.ts";
import { type Command, defineCommand } from "../command.ts";
import { completeWords } from "../complete_words.ts";
import { completionScript, SHELLS } from "../completions.ts";
import { commandWords } from "../shell/statement.ts";

/** The command `completions` for a table of `commands`. */
export function completionsCommand(commands: () => readonly Command[]): Command {
  return defineCommand({
    name: "completions",
    summary: "prints a completion script for a shell",
    details: [
      "The script asks `pond completions words -- WORD…` (or `line -- TEXT`) what belongs at the cursor:\n" +
      "commands, options and their values, paths of the pond, paths of the host where those belong, columns.",
    ],
    positionals: [
      { name: "SHELL", help: SHELLS.join(", "), completes: SHELLS },
      {
        name: "WORD",
        help: "after words or line: what stands before the cursor",
        optional: true,
        many: true,
      },
    ],
    flags: {},
    examples: [
      { words: "source <(pond completions bash)", help: "for this bash" },
      {
        words: "pond completions fish > ~/.config/fish/completions/pond.fish",
        help: "for every fish",
      },
    ],
    async run(call) {
      const [asked, ...words] = call.positionals as [string, ...string[]];
      const shell = SHELLS.find((each) => each === asked);
      if (shell !== undefined) return await call.output.write(completionScript(shell));
      if (asked !== "words" && asked !== "line") {
        throw new PondError(
          "usage",
          `cannot complete for ${JSON.stringify(asked)}: it must be one of ${SHELLS.join(", ")}`,
        );
      }
      const before = asked === "line" ? lineWords(words[0] ?? "") : words;
      const { locatePond, openPond } = await import("../../commands/mod.ts");
      const world = {
        commands: commands(),
        factories: call.extensions.factories ?? [],
        pond: async (given: string | undefined) =>
          given === undefined ? await call.pond() : await openPond(await locatePond(given)),
      };
      // A completion that fails completes nothing, and says nothing.
      const found = await completeWords(before, world).catch(() => []);
      const lines = [...asked === "line" ? [before.at(-1) ?? ""] : [], ...new Set(found)];
      await call.output.write(lines.map((line) => `${line}\n`).join(""));
    },
  });
}

/**
 * The words of a line up to the cursor, the last one perhaps not whole, without the program's name.
 */
function lineWords(line: string): string[] {
  const isNew = /(^|[^\\])\s$/.test(line);
  for (const closing of ["", "'", '"']) {
    try {
      const words = commandWords(line + closing).slice(1);
      return isNew && closing === "" ? [...words, ""] : words;
    } catch {
      // The word at the cursor is in quotes that aren't closed yet.
    }
  }
  return [];
}
