/**
 * A writer that is killed: commits for ever in the pond of its first argument, from the number of
 * its second on, and prints each number once its commit was reported.
 */
import { openTlog } from "../../lib/tlogfs/mod.ts";
import { contentOf, fileOf, once, treeOptions } from "./plan.ts";

const [hostPath, first] = Deno.args;
const warn = (message: string) => {
  throw new Error(message);
};
const tlog = await openTlog(treeOptions(hostPath!, warn));
for (let number = Number(first);; number++) {
  const transaction = await tlog.begin({ argv: ["kill", String(number)] });
  await transaction.writeFile(fileOf(number), once(contentOf(number)), {});
  await transaction.writeFile("/newest", once(new TextEncoder().encode(String(number))), {});
  await transaction.commit();
  Deno.stdout.writeSync(new TextEncoder().encode(`${number}\n`));
}
