import { defineCommand } from "../command.ts";
import { withProgress } from "../query_flags.ts";
import { SYNC_FLAGS, syncOptions, writeSynced } from "../sync_text.ts";

export const push = defineCommand({
  name: "push",
  alsoTried: ["backup", "sync", "mirror", "rsync", "upload"],
  summary: "copies what is new to a copy of the pond in another directory",
  details: [
    "DIR is a pond like any, on another disk, a stick, a mounted share; where it isn't there it is made.\n" +
    "Contents are copied first, then the transactions in order, so whoever opens DIR meanwhile sees a\n" +
    "whole state. Stopped anywhere, the next push goes on. Contents that DIR has lost come back.",
    "Nothing of DIR is overwritten: where it has transactions of its own the push is refused, exit\n" +
    "status 4, with the first one that differs; where it is merely ahead, pull brings them here.",
  ],
  positionals: [{ name: "DIR", help: "the copy's directory on the host", completes: "host" }],
  flags: SYNC_FLAGS,
  examples: [
    { words: "pond push /mnt/stick/sensors", help: "a backup, made or brought up to date" },
    { words: "pond push --dry-run copy", help: "how much there is to copy" },
  ],
  async run(call) {
    const { pushCommand } = await import("../../commands/mod.ts");
    const pond = await call.pond();
    const synced = await withProgress(call, "push", (progress) =>
      pushCommand(pond, {
        directory: call.positionals[0]!,
        ...syncOptions(call.options, progress),
      }));
    const where = `to ${synced.directory}`;
    await writeSynced(call, synced, { did: "pushed", would: "would push", where });
  },
});
