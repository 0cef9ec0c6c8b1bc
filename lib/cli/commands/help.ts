import { PondError, suggest } from "../../base/mod.ts";
import { type Command, commandHint, defineCommand } from "../command.ts";
import { commandHelp, programHelp } from "../help.ts";
import { TOPICS } from "../topics.ts";

/** The command `help`, which explains `commands`, itself, and what concerns several of them. */
export function helpCommand(commands: () => readonly Command[]): Command {
  return defineCommand({
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
    flags: { man: { is: "boolean", help: "all of it as a manual page, pond(1)" } },
    examples: [
      { words: "pond help copy", help: "options and examples of copy" },
      { words: "pond help sources", help: "what stands for a table" },
      { words: "pond help --man | man -l -", help: "the manual page" },
    ],
    async run(call) {
      const [name] = call.positionals;
      if (call.options.man) {
        const { manPage } = await import("../man_page.ts");
        return await call.output.write(manPage(commands()));
      }
      if (name === undefined) return await call.output.write(programHelp(commands()));
      const command = commands().find((each) => each.name === name);
      const topic = TOPICS.find((each) => each.name === name);
      const pages = [...command ? [commandHelp(command)] : [], ...topic ? [topic.text()] : []];
      if (pages.length > 0) return await call.output.write(pages.join("\n"));
      const near = suggest(name, TOPICS.map((each) => each.name));
      const why = "there is no such command or topic";
      throw new PondError("usage", `cannot explain ${JSON.stringify(name)}: ${why}`, {
        hint: near === undefined ? commandHint(name, commands()) : `did you mean ${near}?`,
      });
    },
  });
}
