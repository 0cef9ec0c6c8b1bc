import { PondError } from "../../base/mod.ts";
import { defineCommand } from "../command.ts";
import { WAIT_FLAG } from "../wait_flag.ts";

export const ln = defineCommand({
  name: "ln",
  alsoTried: ["link", "symlink"],
  summary: "makes symbolic links",
  positionals: [
    {
      name: "TARGET",
      help: "a pond path, absolute or relative to the link's directory",
      completes: "pond",
    },
    { name: "PATH", help: "the new link", completes: "pond" },
  ],
  flags: {
    symbolic: { is: "boolean", short: "s", help: "the only sort of link there is" },
    ...WAIT_FLAG,
  },
  examples: [{ words: "pond ln -s /data/2026.csv /latest.csv", help: "a link" }],
  async run(call) {
    if (!call.options.symbolic) {
      throw new PondError("usage", "cannot make a hard link: a pond has symbolic links only", {
        hint: "pond ln -s TARGET PATH",
      });
    }
    const { lnCommand } = await import("../../commands/mod.ts");
    const [target, path] = call.positionals as [string, string];
    await lnCommand(await call.pond(), { argv: call.argv, target, path });
    call.done(`linked ${path} -> ${target}`);
  },
});
