/**
 * One of several writers that begin side by side: each of its commits adds a name to the one
 * directory and a version to the one series, and none may end in a conflict. Prints each number
 * once its commit was reported.
 */
import { openTlog } from "../../lib/tlogfs/mod.ts";
import { parquet } from "../tlogfs/fixture.ts";
import { once, treeOptions } from "./plan.ts";

const [hostPath, writer, commits] = Deno.args;
const tlog = await openTlog(treeOptions(hostPath!, (message) => {
  throw new Error(message);
}));
for (let number = 0; number < Number(commits); number++) {
  const transaction = await tlog.begin({ argv: [writer!, String(number)] });
  const rows = await parquet([BigInt(Number(writer) * 1_000_000 + number) * 1_000_000n]);
  await transaction.writeFile(`/d/${writer}-${number}`, once(rows), {});
  await transaction.writeFile("/series", once(rows), { kind: "series" });
  await transaction.commit();
  Deno.stdout.writeSync(new TextEncoder().encode(`${number}\n`));
}
