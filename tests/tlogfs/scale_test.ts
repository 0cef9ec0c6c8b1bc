import { faultyStore } from "../store/faulty.ts";
import { memoryStore } from "../store/memory.ts";
import { type DirectoryNode, walkNodes } from "../../lib/tinyfs/mod.ts";
import { openTlog } from "../../lib/tlogfs/mod.ts";
import { assertEquals, assertLess } from "../deps.ts";
import { fileAt, fixture, nodeAt, tlogOptions, transact, write } from "./fixture.ts";

/** Bytes read from data files while `work` runs on a fresh opening. */
async function bytesRead(
  files: Map<string, Uint8Array>,
  work: (root: DirectoryNode) => Promise<void>,
): Promise<number> {
  let bytes = 0;
  const inner = memoryStore(files);
  const store = Object.assign(faultyStore(inner, {}), {
    async open(name: string) {
      const reader = await inner.open(name);
      const readSync = (offset: number, into: Uint8Array) => {
        const count = reader.readSync(offset, into);
        if (name.startsWith("data/part-")) bytes += count;
        return count;
      };
      return { ...reader, sizeBytes: reader.sizeBytes, readSync, close: () => reader.close() };
    },
  });
  await work((await (await openTlog(tlogOptions(store))).snapshot()).root);
  return bytes;
}

async function count(entries: AsyncIterable<unknown>): Promise<number> {
  let entriesSeen = 0;
  for await (const _ of entries) entriesSeen++;
  return entriesSeen;
}

Deno.test("list: a large directory and a tree of many are read without contents", async () => {
  const store = memoryStore();
  const { tlog } = await fixture({ store });
  // Not compressible, so that reading contents would show.
  const text = () => crypto.getRandomValues(new Uint8Array(1500)).toBase64();
  await transact(tlog, async (t) => {
    await t.makeDirectory("large");
    for (let i = 0; i < 2000; i++) await write(t, `large/f${i}`, text());
    for (let i = 0; i < 100; i++) {
      await t.makeDirectory(`d${i}`);
      await write(t, `d${i}/f`, "x");
    }
  });
  const files = store.contents();
  const contents = 2000 * 2000;
  const listed = await bytesRead(files, async (root) => {
    assertEquals(await count((await nodeAt(root, "large") as DirectoryNode).list()), 2000);
  });
  assertLess(listed, contents / 5);
  const walked = await bytesRead(files, async (root) => {
    const onProblem = (problem: Error) => {
      throw problem;
    };
    assertEquals(await count(walkNodes(root, "/", { onProblem })), 2201);
  });
  // The first directories one by one, then everything at once.
  assertLess(walked, 3 * listed);
  const wholeTwice = await bytesRead(files, async (root) => {
    const large = await nodeAt(root, "large") as DirectoryNode;
    await count(large.list());
    await count(large.list());
  });
  assertEquals(wholeTwice, listed);
});

Deno.test("snapshot: the newest state is read once for all who ask", async () => {
  const { tlog } = await fixture();
  await transact(tlog, (t) => write(t, "f", "x"));
  const [one, two] = [await tlog.snapshot(), await tlog.snapshot()];
  assertEquals(one.transaction, two.transaction);
  assertEquals((await fileAt(tlog, "f")).id, (await nodeAt(one.root, "f")).id);
});
