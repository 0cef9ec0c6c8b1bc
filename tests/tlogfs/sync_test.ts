import { isPondError } from "../../lib/base/mod.ts";
import { openTlog } from "../../lib/tlogfs/mod.ts";
import { assertEquals, assertOk, assertStringIncludes } from "../deps.ts";
import type { LockOptions, Store } from "../../lib/store/mod.ts";
import { memoryStore } from "../store/memory.ts";
import { codeOf, tlogOptions, transact, write } from "./fixture.ts";
import { assertAlike, copy, counted, filesOf, pondOf, treeAt, writeOn } from "./sync_support.ts";

Deno.test("copyTlog: a whole copy, then what is new, then nothing", async () => {
  const from = await pondOf(24);
  const to = memoryStore();
  const first = await copy(from, to);
  assertEquals([first.status, first.before], ["copied", null]);
  await assertAlike(from, to, [1, 5, 19]);
  assertEquals([...filesOf(to).keys()], [...filesOf(from).keys()]);
  assertEquals((await copy(from, to)).status, "equal");
  const { transactions: before } = await (await openTlog(tlogOptions(from))).stats();
  await writeOn(from, { from: 25, count: 1 });
  const planned = await copy(from, to, { dryRun: true });
  const more = await copy(from, to);
  assertEquals([more.before, more.transactions, more.source], [before, 1, before + 1]);
  assertEquals([planned.files, planned.bytes, planned.dryRun], [more.files, more.bytes, true]);
  await assertAlike(from, to, [before]);
});

Deno.test("copyTlog: second copies write what is new and little more, and read little", async () => {
  const from = await pondOf(24);
  const to = memoryStore();
  await copy(from, to);
  const names = new Set(filesOf(from).keys());
  await writeOn(from, { from: 26, count: 1 });
  const added = [...filesOf(from)].filter(([name]) => !names.has(name));
  const source = counted(from);
  const target = counted(to);
  await copy(source.store, target.store);
  const newBytes = added.reduce((sum, [, bytes]) => sum + bytes.length, 0);
  const written = target.operations.reduce((sum, { bytes }) => sum + (bytes?.length ?? 0), 0);
  assertOk(written <= 2 * newBytes, `${written} bytes for ${newBytes}`);
  assertOk(source.operations.length < 60, `${source.operations.length} operations`);
});

Deno.test("copyTlog: the target is written to, and copies back", async () => {
  const from = await pondOf(3);
  const to = memoryStore();
  await copy(from, to);
  await writeOn(to, { from: 4, count: 2 });
  assertEquals((await copy(from, to)).status, "ahead");
  assertEquals((await copy(to, from)).transactions, 2);
  await assertAlike(to, from);
});

Deno.test("copyTlog: ponds that went different ways are a conflict that names the first transaction", async () => {
  const from = await pondOf(6);
  const to = memoryStore();
  await copy(from, to);
  await writeOn(from, { from: 7, count: 5, text: "here" });
  await writeOn(to, { from: 7, count: 3, text: "there" });
  const before = filesOf(to);
  for (const [a, b] of [[from, to], [to, from]] as const) {
    const error = await copy(a, b).catch((error) => error);
    assertOk(isPondError(error, "conflict"), String(error));
    assertEquals(error.data.transaction, 7);
    assertStringIncludes(error.message, "from transaction 7 on (here `pond test`");
  }
  assertEquals(filesOf(to), before);
  const other = await copy(await pondOf(3, 77), to).catch((error) => error);
  assertStringIncludes(String(other), "it is another pond");
});

Deno.test("copyTlog: a state from before, from which one can go on", async () => {
  const from = await pondOf(24);
  const to = memoryStore();
  assertEquals((await copy(from, to, { at: 9, isNew: true })).source, 9);
  assertEquals(await treeAt(to), await treeAt(from, 9));
  await assertAlike(to, to, [3]);
  await writeOn(to, { from: 100, count: 1 });
  const error = await copy(to, from).catch((error) => error);
  assertEquals(error.data.transaction, 10);
  assertEquals(await codeOf(copy(from, memoryStore(), { at: 99 })), "not-found");
  assertEquals(await codeOf(copy(from, to, { isNew: true })), "exists");
});

Deno.test("copyTlog: not a pond, the same pond, a directory with other things", async () => {
  const pond = await pondOf(1);
  assertEquals(await codeOf(copy(memoryStore(), memoryStore())), "not-found");
  assertEquals(await codeOf(copy(pond, pond)), "usage");
  const other = memoryStore([["notes.txt", new Uint8Array(1)]]);
  assertEquals(await codeOf(copy(pond, other)), "exists");
  assertEquals([...other.contents().keys()], ["notes.txt"]);
});

Deno.test("copyTlog: contents and data files that the target lost come back", async () => {
  const from = await pondOf(6);
  const to = memoryStore();
  await copy(from, to);
  const names = [...filesOf(to).keys()];
  for (const part of ["blobs/", "data/part-"]) {
    await to.remove(names.find((name) => name.startsWith(part))!);
  }
  assertEquals((await copy(from, to)).files, 2);
  await assertAlike(from, to);
});

Deno.test("copyTlog: damage is not copied", async () => {
  const from = await pondOf(6);
  for (const part of ["blobs/", "data/part-"]) {
    const files = filesOf(from);
    const name = [...files.keys()].find((name) => name.startsWith(part))!;
    files.get(name)![40]! ^= 1;
    const to = memoryStore();
    assertEquals(await codeOf(copy(memoryStore(files), to)), "corrupt", part);
    assertEquals((await to.list("data")).length, 0);
  }
});

Deno.test("copyTlog: what the source let go of between is jumped over by a checkpoint", async () => {
  const from = await pondOf(3);
  const to = memoryStore();
  await copy(from, to);
  const before = await treeAt(to);
  await writeOn(from, { from: 4, count: 30 });
  const options = tlogOptions(from);
  options.environment.nowUs = () => BigInt(Date.now()) * 1000n + 30n * 86_400_000_000n;
  const tlog = await openTlog(options);
  await tlog.maintain({ argv: ["maintain"] });
  const report = await copy(from, to);
  assertOk(report.transactions > 30);
  await assertAlike(from, to);
  assertEquals(await treeAt(to, 3), before);
  await writeOn(to, { from: 100, count: 1 });
  assertEquals((await copy(to, from)).transactions, 1);
});

Deno.test("copyTlog: a source whose log was cut off", async () => {
  const from = await pondOf(30);
  const behind = memoryStore();
  await copy(from, behind, { at: 5 });
  const near = memoryStore();
  await copy(from, near);
  const options = tlogOptions(from);
  options.environment.nowUs = () => BigInt(Date.now()) * 1000n;
  const tlog = await openTlog(options);
  await tlog.maintain({ argv: ["maintain"], keepDays: 0 });
  assertOk((await from.kind("data/_delta_log/00000000000000000000.json")) === undefined);
  const whole = memoryStore();
  await copy(from, whole);
  await assertAlike(from, whole);
  await copy(from, near);
  await assertAlike(from, near);
  assertEquals(await treeAt(near, 5), await treeAt(behind));
  // No commit is left that both have, but rows are; and what differs is not taken for a copy.
  const diverged = memoryStore(behind.contents());
  await writeOn(diverged, { from: 6, count: 1, text: "there" });
  const error = await copy(from, diverged).catch((error) => error);
  assertOk(isPondError(error, "conflict"), String(error));
  assertStringIncludes(error.message, "can't be told");
  const old = await treeAt(behind);
  assertEquals((await copy(behind, from)).status, "ahead");
  const reader = await openTlog(tlogOptions(behind, 45));
  assertEquals((await reader.snapshot()).transaction, 5);
  const { source: newest } = await copy(from, behind);
  await assertAlike(from, behind);
  // Who had it open before sees the jump, and writes on what is there now.
  assertEquals((await reader.snapshot()).transaction, newest);
  const writer = await openTlog(tlogOptions(memoryStore(behind.contents()), 46));
  assertEquals(await transact(writer, (t) => write(t, "more", "1")), newest + 1);
  assertEquals(await treeAt(behind, 5), old);
  assertEquals(await codeOf(treeAt(behind, 7)), "expired");
  await writeOn(behind, { from: 100, count: 1 });
  assertEquals((await copy(behind, near)).transactions, 1);
});

Deno.test("copyTlog: a torn commit that is a piece of the right one is put anew", async () => {
  const from = await pondOf(4);
  const to = memoryStore();
  await copy(from, to, { at: 3 });
  const name = "data/_delta_log/00000000000000000004.json";
  const bytes = await from.read(name);
  for (const piece of [bytes.subarray(0, 0), bytes.subarray(0, 50), new Uint8Array(bytes.length)]) {
    await to.remove(name);
    const writer = await to.create(name);
    await writer.write(piece);
    assertEquals((await copy(from, to)).transactions, 1);
    await assertAlike(from, to);
  }
});

Deno.test("copyTlog: writers at both ends meanwhile", async () => {
  const from = await pondOf(4);
  const to = memoryStore();
  await copy(from, to, { at: 3 });
  // Somebody writes when the contents are copied, just before the lock is taken.
  const target: Store = Object.create(to, {
    lock: {
      value: async (name: string, options: LockOptions) => {
        const writer = await openTlog(tlogOptions(to, 44));
        const isFirst = name === "tmp/writer.lock" && (await writer.snapshot()).transaction === 3;
        if (isFirst) await transact(writer, (t) => write(t, "mine", "there"));
        return await to.lock(name, options);
      },
    },
  });
  const error = await copy(from, target).catch((error) => error);
  assertOk(isPondError(error, "conflict"), String(error));
  assertEquals(error.data.transaction, 4);
  // Several copies of one pond to one place at once: the first one's commits are the others' too.
  const place = memoryStore();
  const reports = await Promise.all([1, 2, 3].map(() => copy(from, place, { waitMs: 5000 })));
  assertEquals(reports.map(({ source }) => source), [4, 4, 4]);
  await writeOn(from, { from: 5, count: 3 });
  await Promise.all([1, 2, 3].map(() => copy(from, place, { waitMs: 5000 })));
  await assertAlike(from, place);
});

Deno.test("copyTlog: two that went different ways copy to one place at once: one of them wins, whole", async () => {
  const base = await pondOf(3);
  const [one, other, to] = [memoryStore(), memoryStore(), memoryStore()];
  for (const store of [one, other, to]) await copy(base, store);
  await writeOn(one, { from: 4, count: 3, text: "one" });
  await writeOn(other, { from: 4, count: 3, text: "other" });
  const ends = await Promise.all(
    [one, other].map((from) =>
      copy(from, to, { waitMs: 5000 }).then(() => "copied", (error) => error.code)
    ),
  );
  assertEquals(ends.toSorted(), ["conflict", "copied"]);
  await assertAlike(ends[0] === "copied" ? one : other, to);
});

Deno.test("copyTlog: the source is written to and tidied up meanwhile", async () => {
  for (const before of [0, 3]) {
    const from = await pondOf(24, 3);
    const to = memoryStore();
    if (before > 0) await copy(from, to, { at: before });
    let isTidied = false;
    const source: Store = Object.create(from, {
      open: {
        value: async (name: string) => {
          if (!isTidied && name.startsWith("blobs/")) {
            isTidied = true;
            await writeOn(from, { from: 50, count: 2 });
            const options = tlogOptions(from, 88);
            const later = BigInt(Date.now()) * 1000n + 30n * 86_400_000_000n;
            options.environment.nowUs = () => later;
            await (await openTlog(options)).maintain({ argv: ["maintain"], keepDays: 0 });
          }
          return await from.open(name);
        },
      },
    });
    await copy(source, to, { waitMs: 5000 });
    assertOk(isTidied);
    await copy(from, to);
    await assertAlike(from, to);
  }
});
