import { defineCommand } from "../command.ts";
import { TIMEOUT_FLAG } from "../query_flags.ts";
import { WAIT_FLAG } from "../wait_flag.ts";

export const mknod = defineCommand({
  name: "mknod",
  alsoTried: ["mount", "create"],
  summary: "makes a dynamic node from a config",
  positionals: [
    { name: "PATH", help: "the new node", completes: "pond" },
    { name: "CONFIG", help: "YAML: a host file, or - for standard input", completes: "host" },
  ],
  flags: {
    factory: { is: "text", value: "NAME", required: true, help: "what makes its content" },
    overwrite: { is: "boolean", help: "writes the next version of an existing dynamic node" },
    check: {
      is: "boolean",
      help: "reads all that the node shows first; nothing is made if that fails",
    },
    ...WAIT_FLAG,
    ...TIMEOUT_FLAG,
  },
  examples: [
    { words: "pond mknod --factory hostmount /mnt mount.yaml", help: "shows a host directory" },
    {
      words: "pond mknod --factory sql-derived-series /alerts - < alerts.yaml",
      help: "a config from standard input",
    },
  ],
  async run(call) {
    const { hostContent, mknodCommand } = await import("../../commands/mod.ts");
    const { options, positionals } = call;
    const pond = await call.pond();
    const { problems } = await mknodCommand(pond, {
      argv: call.argv,
      path: positionals[0]!,
      factory: options.factory!,
      config: hostContent(positionals[1]!, call.stdin),
      overwrite: options.overwrite ?? false,
      check: options.check ?? false,
    });
    for (const { message, hint } of problems) {
      call.note(
        `${positionals[0]} is made, but ${message}${hint === undefined ? "" : `; hint: ${hint}`}`,
      );
    }
    call.done(`made ${positionals[0]} (${options.factory})`);
  },
});
