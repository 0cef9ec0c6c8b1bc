/**
 * Reads the pond of its first argument again and again, half of the times anew as a process that
 * starts would, until the file of its second is there. Prints how often it read; anything that it
 * must never see is an error.
 */
import type { DirectoryNode, FileNode } from "../../lib/tinyfs/mod.ts";
import { openTlog, type TreeSnapshot } from "../../lib/tlogfs/mod.ts";
import { treeOptions } from "./plan.ts";
import { nodeAt, readBytes } from "../tlogfs/fixture.ts";

const [hostPath, stopFile, writers] = Deno.args;
const options = treeOptions(hostPath!, (message) => {
  throw new Error(message);
});
let tlog = await openTlog(options);
let reads = 0;
let transaction = 0;
let counter = 0;
do {
  if (reads % 2 === 0) tlog = await openTlog(options);
  const snapshot = await tlog.snapshot();
  check(snapshot.transaction >= transaction, "the pond went back in time");
  transaction = snapshot.transaction;
  await checkPairs(snapshot);
  const now = Number(await text(snapshot, "/shared/counter"));
  check(now >= counter, `the counter went back from ${counter} to ${now}`);
  counter = now;
  reads++;
} while (!isThere(stopFile!));
Deno.stdout.writeSync(new TextEncoder().encode(`${reads}\n`));

/** What one transaction writes is seen together or not at all. */
async function checkPairs(snapshot: TreeSnapshot): Promise<void> {
  for (let writer = 0; writer < Number(writers); writer++) {
    const directory = await nodeAt(snapshot.root, `/w${writer}`) as DirectoryNode;
    const names = (await Array.fromAsync(directory.list())).map(({ name }) => name).join();
    check(names === "" || names === "one,other", `half of a transaction: ${names}`);
    if (names === "") continue;
    const [one, other] = [
      await text(snapshot, `/w${writer}/one`),
      await text(snapshot, `/w${writer}/other`),
    ];
    check(one === other, `half of a transaction: ${one} and ${other}`);
  }
}

async function text(snapshot: TreeSnapshot, path: string): Promise<string> {
  const file = await nodeAt(snapshot.root, path) as FileNode;
  return new TextDecoder().decode(await readBytes(file));
}

function check(holds: boolean, why: string): void {
  if (!holds) throw new Error(why);
}

function isThere(hostPath: string): boolean {
  try {
    return Deno.statSync(hostPath).isFile;
  } catch {
    return false; // Not yet.
  }
}
