import { PondError } from "../../base/mod.ts";
import { defineVerb, suggestVerb, type Verb } from "../command.ts";
import { programHelp, verbHelp } from "../help.ts";

/** The verb `help`, which explains `verbs` and itself. */
export function helpVerb(verbs: () => readonly Verb[]): Verb {
  return defineVerb({
    name: "help",
    summary: "explains a command",
    positionals: [{ name: "COMMAND", help: "one of them; default all", optional: true }],
    flags: {},
    examples: [{ words: "pond help copy", help: "options and examples of copy" }],
    async run(call) {
      const [name] = call.positionals;
      if (name === undefined) return await call.output.write(programHelp(verbs()));
      const verb = verbs().find((each) => each.name === name);
      if (verb) return await call.output.write(verbHelp(verb));
      const near = suggestVerb(name, verbs());
      throw new PondError("usage", `cannot explain ${JSON.stringify(name)}: no such command`, {
        hint: near === undefined ? "`pond help` lists the commands" : `did you mean ${near}?`,
      });
    },
  });
}
