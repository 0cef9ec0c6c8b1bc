import { writeActions } from "../actions.ts";
import { defineCommand } from "../command.ts";
import { FORMAT_FLAGS } from "../format_flags.ts";
import { WAIT_FLAG } from "../wait_flag.ts";

export const restore = defineCommand({
  name: "restore",
  alsoTried: ["recover", "revert", "undelete", "checkout"],
  summary: "makes a node or subtree what it was",
  details: [
    "A new transaction; contents are shared, so it costs no space. Without --at and --version: what was removed\n" +
    "or moved away, as it was last. A directory comes back with all that it held; what came to be in it since\n" +
    "is removed, or goes back to where it was. `pond undo` takes a restore back.",
  ],
  positionals: [{ name: "PATH", help: "where it was", completes: "pond" }],
  flags: {
    at: {
      is: "text",
      value: "T|N",
      help: "as it was at a time (2026-11-01, now-7d) or after a transaction",
    },
    version: {
      is: "integer",
      value: "N",
      least: 1,
      help: "this version's content again; of a series: the version is part of it again",
    },
    ...WAIT_FLAG,
    ...FORMAT_FLAGS,
  },
  examples: [
    { words: "pond restore /sensors/lake", help: "what `rm` removed" },
    { words: "pond restore --at now-1d /derived", help: "all below it as it was yesterday" },
    { words: "pond restore --version 2 /notes.txt", help: "an older version is the newest again" },
  ],
  async run(call) {
    const { restoreCommand } = await import("../../commands/mod.ts");
    const { at, version } = call.options;
    const [path] = call.positionals as [string];
    const changes = await restoreCommand(await call.pond(), {
      argv: call.argv,
      path,
      at,
      version,
    });
    await writeActions(call, changes);
    if (changes.length === 0) call.note(`${path} is as it was: nothing was changed`);
  },
});
