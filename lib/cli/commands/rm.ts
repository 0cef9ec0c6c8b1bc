import { defineCommand } from "../command.ts";
import { WAIT_FLAG } from "../wait_flag.ts";

export const rm = defineCommand({
  name: "rm",
  alsoTried: ["delete", "remove", "del", "unlink"],
  summary: "removes files, links and directories",
  details: [
    "All or none, in one transaction. Old versions stay in the log, and\n`pond restore` brings them back.",
  ],
  positionals: [{ name: "PATH", help: "what to remove", many: true, completes: "pond" }],
  flags: {
    recursive: { is: "boolean", short: "r", help: "directories with all they hold" },
    version: {
      is: "integer",
      value: "N",
      least: 1,
      help: "only this version of a series; `pond restore --version N` brings it back",
    },
    force: { is: "boolean", short: "f", help: "what doesn't exist is no error" },
    ...WAIT_FLAG,
  },
  examples: [
    { words: "pond rm -r /old /scratch.txt", help: "both or none" },
    { words: "pond rm --version 3 /sensors/lake", help: "what a wrong copy appended" },
  ],
  async run(call) {
    const { rmCommand } = await import("../../commands/mod.ts");
    const { force = false, recursive = false, version } = call.options;
    const removed = await rmCommand(await call.pond(), {
      argv: call.argv,
      paths: call.positionals,
      recursive,
      force,
      version,
    });
    const what = version === undefined ? "node" : "version";
    call.done(`removed ${removed} ${removed === 1 ? what : `${what}s`}`);
  },
});
