/**
 * One of several writers: `COMMITS` commits in the pond of its first argument, as the writer of its
 * second. Each writes two equal files of its own; some add one to a counter that all share, and
 * begin again when another was faster.
 */
import { isPondError } from "../../lib/base/mod.ts";
import type { FileNode } from "../../lib/tinyfs/mod.ts";
import { openTlog, type TreeTransaction } from "../../lib/tlogfs/mod.ts";
import { COMMITS, COUNT_EVERY, once, treeOptions } from "./plan.ts";
import { nodeAt, readBytes } from "../tlogfs/fixture.ts";

const [hostPath, writer] = Deno.args;
const tlog = await openTlog(treeOptions(hostPath!, (message) => {
  throw new Error(message);
}));
const encoder = new TextEncoder();
let conflicts = 0;
for (let number = 1; number <= COMMITS; number++) {
  while (!await attempt(number)) conflicts++;
}
Deno.stdout.writeSync(encoder.encode(`${conflicts}\n`));

/** Makes commit `number`; false when another writer was in the way. */
async function attempt(number: number): Promise<boolean> {
  const transaction = await tlog.begin({ argv: ["writer", writer!, String(number)] });
  try {
    if (number % COUNT_EVERY === 0) await count(transaction);
    else await writePair(transaction, number);
    await transaction.commit();
    return true;
  } catch (error) {
    await transaction.abort();
    if (isPondError(error, "conflict")) return false;
    throw error;
  }
}

async function count(transaction: TreeTransaction): Promise<void> {
  const file = await nodeAt(transaction.root, "/shared/counter") as FileNode;
  const before = Number(new TextDecoder().decode(await readBytes(file)));
  await transaction.writeFile("/shared/counter", once(encoder.encode(String(before + 1))), {});
}

async function writePair(transaction: TreeTransaction, number: number): Promise<void> {
  const bytes = encoder.encode(`${writer} ${number}`);
  await transaction.writeFile(`/w${writer}/one`, once(bytes), {});
  await transaction.writeFile(`/w${writer}/other`, once(bytes), {});
}
