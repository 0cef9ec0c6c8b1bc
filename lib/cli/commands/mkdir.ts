import { defineCommand } from "../command.ts";
import { WAIT_FLAG } from "../wait_flag.ts";

export const mkdir = defineCommand({
  name: "mkdir",
  summary: "makes directories",
  positionals: [{ name: "PATH", help: "the new directory", many: true, completes: "pond" }],
  flags: {
    parents: {
      is: "boolean",
      short: "p",
      help: "missing parents too; a directory that is there already is fine",
    },
    ...WAIT_FLAG,
  },
  examples: [{ words: "pond mkdir -p /sensors/raw", help: "makes both directories" }],
  async run(call) {
    const { mkdirCommand } = await import("../../commands/mod.ts");
    await mkdirCommand(await call.pond(), {
      argv: call.argv,
      paths: call.positionals,
      parents: call.options.parents ?? false,
    });
    call.done(`made ${call.positionals.join(", ")}`);
  },
});
