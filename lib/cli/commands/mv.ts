import { defineCommand } from "../command.ts";
import { WAIT_FLAG } from "../wait_flag.ts";

export const mv = defineCommand({
  name: "mv",
  alsoTried: ["move", "rename"],
  summary: "moves or renames nodes",
  details: ["Several sources, or a slash at the end of DEST: DEST is a directory."],
  positionals: [
    { name: "SRC", help: "what to move", many: true, completes: "pond" },
    { name: "DEST", help: "its new path, or the directory to put it into", completes: "pond" },
  ],
  flags: WAIT_FLAG,
  examples: [
    { words: "pond mv /a.csv /b.csv", help: "another name; versions stay with the node" },
    { words: "pond mv /a.csv /b.csv /archive/", help: "both into a directory" },
  ],
  async run(call) {
    const { mvCommand } = await import("../../commands/mod.ts");
    await mvCommand(await call.pond(), {
      argv: call.argv,
      sources: call.positionals.slice(0, -1),
      destination: call.positionals.at(-1)!,
    });
    const count = call.positionals.length - 1;
    call.done(`moved ${count} ${count === 1 ? "node" : "nodes"}`);
  },
});
