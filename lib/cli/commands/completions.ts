import { PondError } from "../../base/mod.ts";
import { completionScript, SHELLS } from "../completions.ts";
import { type Command, defineCommand } from "../command.ts";

/** The command `completions` for a table of `commands`. */
export function completionsCommand(commands: () => readonly Command[]): Command {
  return defineCommand({
    name: "completions",
    summary: "prints a completion script for a shell",
    positionals: [{ name: "SHELL", help: SHELLS.join(", "), completes: SHELLS }],
    flags: {},
    examples: [
      { words: "source <(pond completions bash)", help: "for this bash" },
      {
        words: "pond completions fish > ~/.config/fish/completions/pond.fish",
        help: "for every fish",
      },
    ],
    async run(call) {
      const shell = SHELLS.find((each) => each === call.positionals[0]);
      if (shell === undefined) {
        const given = JSON.stringify(call.positionals[0]);
        throw new PondError(
          "usage",
          `cannot complete for ${given}: it must be one of ${SHELLS.join(", ")}`,
        );
      }
      await call.output.write(completionScript(shell, commands()));
    },
  });
}
