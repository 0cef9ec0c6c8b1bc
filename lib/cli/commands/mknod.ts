import { defineCommand } from "../command.ts";
import { writeDifference } from "../difference.ts";
import { FORMAT_FLAGS } from "../format_flags.ts";
import { RUN_FLAGS, runOptions, withProgress } from "../query_flags.ts";
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
    "dry-run": {
      is: "boolean",
      help: "shows what would change, as pond diff does, and makes nothing",
    },
    key: {
      is: "text",
      value: "COLS",
      help: "with --dry-run: columns that say which rows are the same",
    },
    ...WAIT_FLAG,
    ...RUN_FLAGS,
    ...FORMAT_FLAGS,
  },
  examples: [
    { words: "pond mknod --factory hostmount /mnt mount.yaml", help: "shows a host directory" },
    {
      words: "pond mknod --factory sql-derived-series /alerts - < alerts.yaml",
      help: "a config from standard input",
    },
    {
      words: "pond mknod --factory sql-derived-table --overwrite --dry-run /report q.yaml",
      help: "what the new config would change",
    },
  ],
  async run(call) {
    const { hostContent, mknodCommand, tryMknodCommand } = await import("../../commands/mod.ts");
    const { options, positionals } = call;
    const pond = await call.pond();
    const given = {
      argv: call.argv,
      path: positionals[0]!,
      factory: options.factory!,
      config: hostContent(positionals[1]!, call.stdin),
      overwrite: options.overwrite ?? false,
      check: options.check ?? false,
    };
    if (options["dry-run"]) {
      return await withProgress(call, "mknod", (progress) =>
        tryMknodCommand(pond, {
          ...given,
          key: (options.key ?? "").split(",").map((name) => name.trim()).filter(Boolean),
          run: runOptions(options, progress, call.signal),
          async onDifference(difference) {
            progress.clear();
            await writeDifference(call, difference, progress);
          },
        }));
    }
    const { problems } = await mknodCommand(pond, given);
    for (const { message, hint } of problems) {
      call.note(
        `${positionals[0]} is made, but ${message}${hint === undefined ? "" : `; hint: ${hint}`}`,
      );
    }
    call.done(`made ${positionals[0]} (${options.factory})`);
  },
});
