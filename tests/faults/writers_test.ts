/** Several processes write and read one pond at the same time. */
import { openDeltaTable } from "../../lib/delta/mod.ts";
import type { FileNode } from "../../lib/tinyfs/mod.ts";
import { createTlog, openTlog } from "../../lib/tlogfs/mod.ts";
import { assertEquals, assertOk } from "../deps.ts";
import { nodeAt, readText, transact, write } from "../tlogfs/fixture.ts";
import { type Child, inTemporaryDirectory, startChild } from "./child.ts";
import { COMMITS, COUNT_EVERY, treeOptions } from "./plan.ts";

const WRITERS = 8;
const READERS = 4;

/** The number that a process prints before it ends well. */
async function numberFrom(child: Child): Promise<number> {
  const lines = await Array.fromAsync(child.lines);
  const { code, stderr } = await child.ended;
  assertEquals(code, 0, stderr);
  return Number(lines.at(-1));
}

async function makePond(hostPath: string): Promise<void> {
  const tlog = await createTlog(treeOptions(hostPath, () => {}));
  await transact(tlog, async (transaction) => {
    for (let i = 0; i < WRITERS; i++) await transaction.makeDirectory(`/w${i}`);
    await transaction.makeDirectory("/shared");
    await write(transaction, "/shared/counter", "0");
  });
}

/** Every version is there, by its writer and number, and each change is in it once. */
async function checkPond(hostPath: string): Promise<void> {
  const options = treeOptions(hostPath, (message) => {
    throw new Error(message);
  });
  const table = await openDeltaTable(options.store, options);
  const history = await Array.fromAsync(table.history());
  assertEquals(
    history.map(({ version }) => version).reverse(),
    history.map((_, index) => index),
    "versions have gaps",
  );
  const writes = history.filter(({ dataChange, version }) => dataChange && version > 1);
  const names = new Set(writes.map(({ commitInfo }) => String(commitInfo.argv)));
  assertEquals([writes.length, names.size], [WRITERS * COMMITS, WRITERS * COMMITS]);
  const tlog = await openTlog(options);
  const counted = WRITERS * COMMITS / COUNT_EVERY;
  assertEquals(await readText(tlog, "/shared/counter"), String(counted));
  const { root } = await tlog.snapshot();
  for (let writer = 0; writer < WRITERS; writer++) {
    const file = await nodeAt(root, `/w${writer}/one`) as FileNode;
    assertEquals((await file.versions!()).length, COMMITS - COMMITS / COUNT_EVERY);
  }
  assertEquals(await Array.fromAsync(table.verify()), []);
}

Deno.test(`commit: ${WRITERS} processes of ${COMMITS} commits lose nothing, ${READERS} readers see no half of one`, async () => {
  await inTemporaryDirectory(async (directory) => {
    const hostPath = `${directory}/pond`;
    const stopFile = `${directory}/stop`;
    await makePond(hostPath);
    const reading = Array.from(
      { length: READERS },
      () => numberFrom(startChild("reader_child.ts", [hostPath, stopFile, String(WRITERS)])),
    );
    const writing = Array.from(
      { length: WRITERS },
      (_, i) => numberFrom(startChild("writer_child.ts", [hostPath, String(i)])),
    );
    const conflicts = await Promise.all(writing).finally(() => Deno.writeTextFile(stopFile, ""));
    const reads = await Promise.all(reading);
    assertOk(reads.every((count) => count > 0));
    await checkPond(hostPath);
    const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
    console.log(`${sum(conflicts)} conflicts, ${sum(reads)} reads`);
  });
});
