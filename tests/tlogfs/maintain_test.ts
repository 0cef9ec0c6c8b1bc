import { formatType } from "../../lib/table/mod.ts";
import { openTlog } from "../../lib/tlogfs/mod.ts";
import { faultyStore } from "../store/faulty.ts";
import { type MemoryStore, memoryStore } from "../store/memory.ts";
import { assertEquals, assertLess, assertOk, assertRejects } from "../deps.ts";
import { codeOf, fileAt, parquet, readBytes, readText, transact, write } from "./fixture.ts";
import { append, DAY_US, maintained, rowsOf } from "./maintain_support.ts";

const T0 = 1_767_225_600_000_000n;
const hour = (i: number) => T0 + BigInt(i) * 3_600_000_000n;
const large = (seed: number) =>
  Array.from({ length: 80_000 }, (_, i) => String.fromCharCode(97 + (i * seed) % 23)).join("");

Deno.test("maintain: versions of a series become one file, same rows, in time order", async () => {
  const { tlog, maintain } = await maintained();
  // Newest times first, so that order is something to be made.
  for (let i = 0; i < 30; i++) await append(tlog, "/s", await parquet([hour(60 - 2 * i), hour(5)]));
  const before = await rowsOf(tlog, "/s");
  const facts = await (await fileAt(tlog, "/s")).table!.describe();
  const report = await maintain();
  assertEquals([report.mergedSeries, report.mergedVersions, report.skipped], [1, 30, []]);
  const file = await fileAt(tlog, "/s");
  const relation = await file.table!.relation({ chain: [] });
  assertOk(relation.type === "parquet");
  assertEquals(relation.files.length, 1);
  assertEquals(relation.files[0]!.bounds, { minUs: hour(2), maxUs: hour(60) });
  assertEquals(await rowsOf(tlog, "/s"), before);
  const times = await rowsOf(tlog, "/s", { sql: "SELECT timestamp AS t FROM source" });
  assertEquals(times, [...times].sort());
  const after = await file.table!.describe();
  assertEquals([after.rows, after.bounds, after.time], [facts.rows, facts.bounds, facts.time]);
});

Deno.test("maintain: more versions than are merged at once become one file all the same", async () => {
  const { tlog, maintain } = await maintained();
  for (let i = 0; i < 300; i++) await append(tlog, "/s", await parquet([hour(i)]));
  const report = await maintain();
  assertEquals([report.mergedVersions, report.skipped], [300, []]);
  const relation = await (await fileAt(tlog, "/s")).table!.relation({ chain: [] });
  assertOk(relation.type === "parquet");
  assertEquals(relation.files.length, 1);
  const counted = await rowsOf(tlog, "/s", {
    sql: "SELECT count(DISTINCT timestamp) AS n FROM source",
  });
  assertEquals(counted, ["n=300"]);
});

Deno.test("maintain: versions stay listed and readable, and more can be appended", async () => {
  const { tlog, options, maintain } = await maintained();
  for (let i = 0; i < 5; i++) await append(tlog, "/s", await parquet([hour(i)]));
  const third = await readBytes(await fileAt(tlog, "/s"), 3);
  const listed = await (await fileAt(tlog, "/s")).versions!();
  await maintain();
  assertEquals(await (await fileAt(tlog, "/s")).versions!(), listed);
  assertEquals(await readBytes(await fileAt(tlog, "/s"), 3), third);
  await append(tlog, "/s", await parquet([hour(7)]));
  assertEquals((await rowsOf(tlog, "/s")).length, 6);
  await transact(tlog, async (t) => {
    await t.makeDirectory("/d");
    await t.move("/s", "/d/moved");
  });
  await append(tlog, "/d/moved", await parquet([hour(8)]));
  const opened = await openTlog(options);
  assertEquals((await rowsOf(opened, "/d/moved")).length, 7);
  assertEquals((await (await fileAt(opened, "/d/moved")).versions!()).length, 7);
  await maintain();
  assertEquals((await rowsOf(opened, "/d/moved")).length, 7);
  assertEquals(await readBytes(await fileAt(opened, "/d/moved"), 3), third);
});

Deno.test("maintain: neighbours of other schemas are not mixed; the union is as before", async () => {
  const { tlog, maintain } = await maintained();
  for (const [i, value] of ["a", "a", "b", "b", "a"].entries()) {
    await append(tlog, "/s", await parquet([hour(i)], { value }));
  }
  const before = await rowsOf(tlog, "/s");
  const columns = (await (await fileAt(tlog, "/s")).table!.describe()).columns;
  await maintain();
  const relation = await (await fileAt(tlog, "/s")).table!.relation({ chain: [] });
  assertOk(relation.type === "parquet");
  assertEquals(relation.files.map(({ version }) => version), [2, 4, 5]);
  assertEquals(await rowsOf(tlog, "/s"), before);
  assertEquals(
    (await (await fileAt(tlog, "/s")).table!.describe()).columns?.map((
      { name, type },
    ) => [name, formatType(type)]),
    columns?.map(({ name, type }) => [name, formatType(type)]),
  );
});

Deno.test("maintain: again has nothing to do; later merges take in what came since", async () => {
  const { tlog, maintain } = await maintained();
  for (let i = 0; i < 6; i++) await append(tlog, "/s", await parquet([hour(i)]));
  assertEquals((await maintain()).transactions.length, 2);
  const again = await maintain();
  assertEquals([again.transactions, again.mergedVersions, again.filesAfter], [[], 0, 1]);
  for (let i = 6; i < 12; i++) await append(tlog, "/s", await parquet([hour(i)]));
  const later = await maintain();
  assertEquals(later.mergedVersions, 12);
  assertEquals((await rowsOf(tlog, "/s")).length, 12);
  const [newest] = await Array.fromAsync(tlog.log());
  assertEquals(newest!.argv, ["maintain"]);
  assertOk(newest!.maintenance!.includes("took out 1 superseded merges"));
});

Deno.test("maintain: a dry run tells the same and changes nothing", async () => {
  const { tlog, store, maintain } = await maintained();
  for (let i = 0; i < 4; i++) await append(tlog, "/s", await parquet([hour(i)]));
  for (const text of ["1", "2", "3"]) await transact(tlog, (t) => write(t, "/f", text));
  const before = (store as MemoryStore).contents();
  const planned = await maintain({ dryRun: true, keepVersions: 1 });
  assertEquals((store as MemoryStore).contents(), before);
  const done = await maintain({ keepVersions: 1 });
  assertEquals([planned.mergedVersions, planned.droppedVersions], [4, 5]);
  assertEquals(
    [done.mergedVersions, done.droppedVersions, done.filesAfter],
    [planned.mergedVersions, planned.droppedVersions, planned.filesAfter],
  );
});

Deno.test("maintain: what the rules let go is listed, expired, and never the newest", async () => {
  const { tlog, maintain, advanceDays } = await maintained();
  for (const text of ["1", "2", "3"]) await transact(tlog, (t) => write(t, "/f", text));
  advanceDays(10);
  await transact(tlog, (t) => write(t, "/f", "4"));
  // Version 3 was the newest until just now.
  assertEquals((await maintain({ keepDays: 5 })).droppedVersions, 2);
  assertEquals(await readText(tlog, "/f", 3), "3");
  assertEquals(await codeOf(readText(tlog, "/f", 2)), "expired");
  assertEquals((await maintain({ keepDays: 0, keepVersions: 2 })).droppedVersions, 0);
  assertEquals((await maintain({ keepVersions: 1 })).droppedVersions, 1);
  assertEquals(await readText(tlog, "/f"), "4");
  assertEquals((await (await fileAt(tlog, "/f")).versions!()).map((v) => v.attributes["dropped"]), [
    true,
    true,
    true,
    undefined,
  ]);
  assertEquals((await tlog.stats()).versions, 1);
  await assertRejects(() => maintain({ keepVersions: 0 }));
});

Deno.test("maintain: a series keeps its rows whatever goes of its versions", async () => {
  const { tlog, maintain } = await maintained();
  for (let i = 0; i < 8; i++) await append(tlog, "/s", await parquet([hour(i)]));
  const before = await rowsOf(tlog, "/s");
  const report = await maintain({ keepVersions: 1, keepDays: 0 });
  assertEquals(report.droppedVersions, 7);
  assertEquals(await rowsOf(tlog, "/s"), before);
  assertEquals(await codeOf(rowsOf(tlog, "/s", { version: 4 })), "expired");
  assertEquals((await rowsOf(tlog, "/s", { version: 8 })).length, 1);
  for (let i = 8; i < 20; i++) await append(tlog, "/s", await parquet([hour(i)]));
  await maintain({ keepVersions: 1, keepDays: 0 });
  assertEquals((await rowsOf(tlog, "/s")).length, 20);
});

Deno.test("maintain: a series that can't be merged keeps all its versions", async () => {
  const { options, tlog } = await maintained();
  const rewriter = { ...options.rewriter!, difference: () => Promise.resolve("two differ") };
  const doubting = await openTlog({ ...options, rewriter });
  for (let i = 0; i < 3; i++) await append(tlog, "/s", await parquet([hour(i)]));
  const report = await doubting.maintain({ argv: [], keepVersions: 1, keepDays: 0 });
  assertEquals([report.mergedSeries, report.droppedVersions], [0, 0]);
  assertEquals(report.skipped.map(({ path }) => path), ["/s"]);
  assertEquals((await rowsOf(doubting, "/s")).length, 3);
  assertEquals((await rowsOf(doubting, "/s", { version: 2 })).length, 1);
});

Deno.test("maintain: contents are swept when nothing refers to them and they are old", async () => {
  const { tlog, store, maintain, advanceDays } = await maintained();
  await transact(tlog, (t) => write(t, "/kept", large(3)));
  await transact(tlog, (t) => write(t, "/gone", large(5)));
  await transact(tlog, (t) => write(t, "/old", large(7)));
  await transact(tlog, (t) => write(t, "/old", "small"));
  await transact(tlog, (t) => t.remove("/gone"));
  (await store.create("blobs/aa/not-a-content")).close();
  const blobs = async () => (await tlog.stats()).blobs;
  assertEquals(await blobs(), 4);
  assertEquals((await maintain({ keepVersions: 1, keepDays: 0 })).removed.blobs, 0);
  advanceDays(2);
  const report = await maintain({ keepVersions: 1, keepDays: 0 });
  assertEquals([report.removed.blobs, report.removed.bytes >= 160_000], [2, true]);
  assertEquals(await blobs(), 2);
  assertEquals(await readText(tlog, "/kept"), large(3));
  assertEquals(await codeOf(readText(tlog, "/old", 1)), "expired");
});

Deno.test("maintain: within the retention older states keep their contents", async () => {
  const { tlog, maintain, advanceDays } = await maintained();
  await transact(tlog, (t) => write(t, "/f", large(3)));
  await transact(tlog, (t) => write(t, "/f", "new"));
  const reader = await tlog.snapshot();
  advanceDays(1);
  await maintain({ keepVersions: 1 });
  assertEquals(await codeOf(readText(tlog, "/f", 1)), "expired");
  advanceDays(6);
  assertEquals((await maintain()).removed.blobs, 0);
  const { resolveNode } = await import("../../lib/tinyfs/mod.ts");
  const old = await resolveNode(reader.root, "/f", { followLast: true });
  assertOk(old.kind === "data");
  assertEquals((await readBytes(old, 1)).length, 80_000);
  advanceDays(3);
  assertEquals((await maintain()).removed.blobs, 1);
});

Deno.test("maintain: a series that is written meanwhile is left for the next time", async () => {
  const { tlog, options, maintain } = await maintained();
  for (let i = 0; i < 3; i++) await append(tlog, "/busy", await parquet([hour(i)]));
  for (let i = 0; i < 3; i++) await append(tlog, "/calm", await parquet([hour(i)]));
  const other = await openTlog(options);
  let done: Promise<unknown> | undefined;
  const rewriter = options.rewriter!;
  const slow = await openTlog({
    ...options,
    rewriter: {
      ...rewriter,
      difference: async (before, after) => {
        done ??= append(other, "/busy", await parquet([hour(9)]));
        await done;
        return await rewriter.difference(before, after);
      },
    },
  });
  const report = await slow.maintain({ argv: [] });
  assertEquals(report.skipped, [{ path: "/busy", why: "it was written meanwhile" }]);
  assertEquals([report.mergedSeries, (await rowsOf(tlog, "/busy")).length], [1, 4]);
  assertEquals((await maintain()).mergedSeries, 1);
  assertEquals((await rowsOf(tlog, "/busy")).length, 4);
});

Deno.test("maintain: is in no writer's way", async () => {
  const { tlog, options, maintain } = await maintained();
  for (let i = 0; i < 3; i++) await append(tlog, "/s", await parquet([hour(i)]));
  await transact(tlog, (t) => write(t, "/f", "1"));
  const other = await openTlog(options);
  const transaction = await other.begin({ argv: [] });
  await transaction.move("/s", "/t");
  await write(transaction, "/f", "2");
  await maintain({ keepVersions: 1 });
  assertOk(await transaction.commit() !== null);
  assertEquals((await rowsOf(tlog, "/t")).length, 3);
  assertEquals(await codeOf(readText(tlog, "/f", 3)), "not-found");
  assertEquals(await readText(tlog, "/f"), "2");
});

Deno.test("maintain: stopped anywhere, the tree is whole and maintaining again finishes", async () => {
  const { tlog, store, options } = await maintained();
  for (let i = 0; i < 4; i++) await append(tlog, "/s", await parquet([hour(i)]));
  for (const text of [large(3), "2"]) await transact(tlog, (t) => write(t, "/f", text));
  const before = await rowsOf(tlog, "/s");
  const files = (store as MemoryStore).contents();
  const nowUs = BigInt(Date.now()) * 1000n + 20n * DAY_US;
  const environment = { ...options.environment, nowUs: () => nowUs };
  let stops = 0;
  for (let stop = 0;; stop += 3) {
    let count = 0;
    const left = memoryStore(files);
    const failing = faultyStore(left, {
      before: ({ kind }) => {
        const changes = ["create", "sync", "rename", "remove", "publish", "syncDirectory"];
        if (changes.includes(kind) && count++ >= stop) throw new Error("stopped");
      },
    });
    const stopped = await openTlog({ ...options, environment, store: failing });
    const keep = { argv: [], keepVersions: 1, keepDays: 0 };
    const done = await stopped.maintain(keep).then(() => true, () => false);
    const after = await openTlog({ ...options, environment, store: memoryStore(left.contents()) });
    assertEquals(await rowsOf(after, "/s"), before);
    assertEquals(await readText(after, "/f"), "2");
    await after.maintain(keep);
    assertEquals(await rowsOf(after, "/s"), before);
    assertEquals((await after.stats()).dataFiles, 1);
    if (done) break;
    stops++;
  }
  assertLess(8, stops);
});
