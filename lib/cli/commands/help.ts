import { PondError, suggest } from "../../base/mod.ts";
import { defineVerb, type Verb, verbHint } from "../command.ts";
import { programHelp, verbHelp } from "../help.ts";
import { TOPICS } from "../topics.ts";

/** The verb `help`, which explains `verbs`, itself, and what concerns several of them. */
export function helpVerb(verbs: () => readonly Verb[]): Verb {
  return defineVerb({
    name: "help",
    alsoTried: ["man", "usage"],
    summary: "explains a command or a topic",
    details: [
      `Topics:\n${
        TOPICS.map(({ name, summary }) => `  ${name.padEnd(10)}  ${summary}`).join("\n")
      }`,
    ],
    positionals: [{
      name: "COMMAND",
      help: "a command or topic; default all",
      optional: true,
      completes: "help",
    }],
    flags: {},
    examples: [
      { words: "pond help copy", help: "options and examples of copy" },
      { words: "pond help sources", help: "what stands for a table" },
    ],
    async run(call) {
      const [name] = call.positionals;
      if (name === undefined) return await call.output.write(programHelp(verbs()));
      const verb = verbs().find((each) => each.name === name);
      const topic = TOPICS.find((each) => each.name === name);
      const pages = [...verb ? [verbHelp(verb)] : [], ...topic ? [topic.text()] : []];
      if (pages.length > 0) return await call.output.write(pages.join("\n"));
      const near = suggest(name, TOPICS.map((each) => each.name));
      const why = "there is no such command or topic";
      throw new PondError("usage", `cannot explain ${JSON.stringify(name)}: ${why}`, {
        hint: near === undefined ? verbHint(name, verbs()) : `did you mean ${near}?`,
      });
    },
  });
}
