import { PondError } from "../../base/mod.ts";
import { completionScript, SHELLS } from "../completions.ts";
import { defineVerb, type Verb } from "../command.ts";

/** The verb `completions` for a table of `verbs`. */
export function completionsVerb(verbs: () => readonly Verb[]): Verb {
  return defineVerb({
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
      await call.output.write(completionScript(shell, verbs()));
    },
  });
}
