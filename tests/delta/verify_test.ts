import { memoryStore } from "../store/memory.ts";
import { assertEquals, assertMatch, assertOk } from "../deps.ts";
import { checkpointFile, commitFile, contents, create, options, put, reopen } from "./support.ts";

/** Coprime to 8, so that every bit of a byte gets its turn; `POND_SOAK=1` flips in every byte. */
const STEP = Deno.env.get("POND_SOAK") ? 1 : 51;

type Files = Map<string, Uint8Array>;

async function tableFiles(commits: number): Promise<Files> {
  const store = memoryStore();
  const table = await create(store, options({ checkpointInterval: 4 }));
  for (let i = 0; i < commits; i++) await put(table, { part: `p${i % 2}`, name: `${i}` });
  return store.contents();
}

async function findingsIn(files: Files) {
  // The handle was opened before the damage: what verify does must not rest on opening.
  const store = memoryStore(files);
  const table = await reopen(store).catch(() => undefined);
  return table && await Array.fromAsync(table.verify());
}

Deno.test("verify: a whole table has no findings", async () => {
  assertEquals(await findingsIn(await tableFiles(10)), []);
});

Deno.test("verify: every flipped byte of the log and its data files is found", async () => {
  const files = await tableFiles(4);
  const live = new Set<string>();
  for (const file of (await (await reopen(memoryStore(files))).snapshot()).files) {
    live.add(`data/${file.path}`);
  }
  for (const [name, bytes] of files) {
    const isData = name.endsWith(".zstd.parquet");
    // The hint is never trusted, and files that no version names are vacuum's business.
    if (isData ? !live.has(name) : name.endsWith("_last_checkpoint") || name.endsWith(".lock")) {
      continue;
    }
    for (let at = 0; at < bytes.length; at += STEP) {
      const flipped = new Map(files);
      const copy = bytes.slice();
      copy[at]! ^= 1 << (at % 8);
      flipped.set(name, copy);
      const found = await findingsIn(flipped);
      assertOk(found === undefined || found.length > 0, `${name} byte ${at}`);
    }
  }
});

Deno.test("verify: names what is missing, and a checkpoint that differs", async () => {
  const files = await tableFiles(10);
  const dataFile = (await (await reopen(memoryStore(files))).snapshot()).files[0]!.path;
  const without = new Map(files);
  without.delete(`data/${dataFile}`);
  assertEquals(await findingsIn(without), [{ name: `data/${dataFile}`, why: "it is missing" }]);
  const gap = new Map(files);
  gap.delete(commitFile(2));
  assertMatch((await findingsIn(gap))![0]!.why, /commit 2 before it is missing/);
  const other = await tableFiles(4);
  const mixed = new Map(files).set(checkpointFile(4), other.get(checkpointFile(4))!);
  assertEquals(await findingsIn(mixed), [
    { name: checkpointFile(4), why: "it differs from the commits before it" },
  ]);
});

Deno.test("repair: puts a torn commit aside, and the table can be written again", async () => {
  const files = await tableFiles(2);
  const torn = files.get(commitFile(2))!.slice(0, 30);
  for (const copies of [1, 2]) {
    files.set(commitFile(2), torn);
    const store = memoryStore(files);
    const table = await reopen(store);
    assertEquals((await Array.fromAsync(table.verify())).map(({ torn }) => torn), [true]);
    const moved = (await table.repair())[0]!.movedTo!;
    assertEquals(moved, `quarantine/${commitFile(2).split("/").pop()}${copies === 2 ? ".1" : ""}`);
    assertEquals(await store.read(moved), torn);
    assertEquals(await Array.fromAsync(table.verify()), []);
    assertEquals(await table.repair(), []);
    assertEquals((await put(table, { part: "p", name: "again" })).status, "committed");
    assertEquals((await contents(table)).length, 2);
    files.set(moved, torn);
  }
});
