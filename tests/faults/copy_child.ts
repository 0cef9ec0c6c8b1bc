/**
 * Copies the pond of its first argument to its second, and to its third where there is one, from
 * there; says `begun` and then `done`.
 */
import { copyTlog } from "../../lib/tlogfs/mod.ts";
import { treeOptions } from "./plan.ts";

const say = (line: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
const warn = (message: string) => {
  throw new Error(message);
};
say("begun");
for (let i = 0; i + 1 < Deno.args.length; i++) {
  await copyTlog({
    from: treeOptions(Deno.args[i]!, warn),
    to: treeOptions(Deno.args[i + 1]!, warn),
    doing: "copy",
    waitMs: 60_000,
  });
}
say("done");
