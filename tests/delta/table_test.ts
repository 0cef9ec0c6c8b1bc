import { isPondError, newUuid, systemEnvironment } from "../../lib/base/mod.ts";
import { createDeltaTable } from "../../lib/delta/mod.ts";
import { faultyStore } from "../store/faulty.ts";
import { localStore } from "../../lib/store/mod.ts";
import { memoryStore } from "../store/memory.ts";
import { assertEquals, assertMatch, assertOk, assertRejects } from "../deps.ts";
import {
  checkpointFile,
  commitFile,
  contents,
  create,
  options,
  put,
  reopen,
  row,
  SCHEMA,
} from "./support.ts";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

async function assertCode(promise: Promise<unknown>, code: string): Promise<Error> {
  const error = await promise.then(() => undefined, (error) => error);
  assertOk(isPondError(error), `wanted ${code}, got ${error}`);
  assertEquals(error.code as string, code);
  return error;
}

Deno.test("createDeltaTable: version 0 has commitInfo, protocol and metaData, in this order", async () => {
  const store = memoryStore();
  await create(store);
  const lines = text(await store.read(commitFile(0))).split("\n");
  assertEquals(lines.pop(), "");
  const actions = lines.map((line) => JSON.parse(line));
  assertEquals(actions.map((action) => Object.keys(action)), [
    ["commitInfo"],
    ["protocol"],
    ["metaData"],
    ["txn"],
  ]);
  assertEquals(actions[1].protocol, { minReaderVersion: 1, minWriterVersion: 2 });
  assertEquals(actions[2].metaData.format, { provider: "parquet", options: {} });
  assertEquals(JSON.parse(actions[2].metaData.schemaString).fields[3], {
    name: "timestamp",
    type: "timestamp",
    nullable: false,
    metadata: {},
  });
  assertEquals((await store.list("tmp")).length, 0);
});

Deno.test("createDeltaTable: refuses a place that has a table, openDeltaTable one that has none", async () => {
  const store = memoryStore();
  await assertCode(reopen(store), "not-found");
  await create(store);
  await assertCode(create(store), "exists");
});

Deno.test("createDeltaTable: takes first rows", async () => {
  const rows = [row("b", "2", 0), row("a", "1", 0)];
  const table = await createDeltaTable(memoryStore(), { ...options(), schema: SCHEMA, rows });
  assertEquals(await contents(table), ["a/1@0", "b/2@0"]);
});

Deno.test("commit: rows become visible to the table and to others, under their version", async () => {
  const store = memoryStore();
  const table = await create(store);
  const other = await reopen(store);
  const outcome = await put(table, { part: "p", name: "n" });
  assertEquals([outcome.status, outcome.version], ["committed", 1]);
  assertEquals(await contents(table), ["p/n@1"]);
  assertEquals(await contents(other), ["p/n@1"]);
  assertEquals((await reopen(store).then((t) => t.snapshot())).version, 1);
});

Deno.test("commit: txn is last and commitInfo first, with everything a reader of the log needs", async () => {
  const store = memoryStore();
  const table = await create(store);
  await put(table, { part: "p", name: "n" }, {
    commitInfo: { argv: ["pond", "mkdir", "0".repeat(64)], operationParameters: { a: "b" } },
  });
  const lines = text(await store.read(commitFile(1))).trimEnd().split("\n");
  const actions = lines.map((line) => JSON.parse(line));
  assertEquals(actions.map((action) => Object.keys(action)[0]), ["commitInfo", "add", "txn"]);
  const [{ commitInfo }, { add }, { txn }] = actions;
  assertEquals(commitInfo.argv, ["pond", "mkdir", "0".repeat(64)]);
  assertEquals(commitInfo.operationParameters, { a: "b" });
  assertEquals([commitInfo.operation, commitInfo.readVersion], ["WRITE", 0]);
  assertMatch(add.path, /^part-00000-[0-9a-f-]{36}-c000\.zstd\.parquet$/);
  assertEquals([typeof add.stats, add.dataChange, add.partitionValues], ["string", true, {}]);
  assertEquals(txn.version, 1);
  assertMatch(txn.appId, /^pond:/);
});

Deno.test("snapshot: stays what it is while others write; earlier versions can be opened", async () => {
  const store = memoryStore();
  const table = await create(store);
  const before = await table.snapshot();
  for (let i = 1; i <= 45; i++) await put(table, { part: "p", name: `${i}` });
  assertEquals(await contents(table, before), []);
  for (const version of [0, 1, 18, 21, 30, 44]) {
    const snapshot = await (await reopen(store)).snapshot({ version });
    const entries = await Array.fromAsync(table.history());
    const writes = entries.filter((entry) => entry.version <= version && entry.version > 0)
      .filter((entry) => entry.dataChange);
    assertEquals((await contents(table, snapshot)).length, writes.length);
  }
  await assertCode(table.snapshot({ version: 1000 }), "not-found");
});

Deno.test("history: newest first, with times, who and what was added", async () => {
  const table = await create(memoryStore());
  await put(table, { part: "p", name: "a" }, { commitInfo: { argv: ["one"] } });
  await put(table, { part: "p", name: "b" }, { commitInfo: { argv: ["two"] } });
  const entries = await Array.fromAsync(table.history());
  assertEquals(entries.map((entry) => entry.version), [2, 1, 0]);
  assertEquals(entries.map((entry) => entry.commitInfo.argv), [["two"], ["one"], undefined]);
  assertEquals(entries.map((entry) => entry.added.length), [1, 1, 0]);
  assertOk(entries[0]!.timestampUs > entries[1]!.timestampUs);
});

Deno.test("commit: a writer on an older base is rebased when the rows are in nobody's way", async () => {
  const store = memoryStore();
  const [one, two] = [await create(store), await reopen(store)];
  const base = await two.snapshot();
  await put(one, { part: "a", name: "x" });
  const outcome = await put(two, { part: "b", name: "y" }, { base });
  assertEquals([outcome.status, outcome.version], ["committed", 2]);
  assertEquals(await contents(one), ["a/x@1", "b/y@2"]);
});

Deno.test("commit: a writer whose rows are in another's way gets a conflict as a value", async () => {
  const store = memoryStore();
  const [one, two] = [await create(store), await reopen(store)];
  const base = await two.snapshot();
  await put(one, { part: "a", name: "x" });
  const outcome = await put(two, { part: "a", name: "y" }, { base });
  assertEquals([outcome.status, outcome.version], ["conflict", 1]);
  assertEquals(await contents(two), ["a/x@1"]);
  assertEquals((await store.list("data")).filter((entry) => entry.kind === "file").length, 1);
});

Deno.test("commit: without a conflict rule any other row is in the way", async () => {
  const table = await create(memoryStore());
  const base = await table.snapshot();
  await put(table, { part: "a", name: "x" });
  const outcome = await table.commit({ base, txnId: "t", rows: (v) => [row("b", "y", v)] });
  assertEquals(outcome.status, "conflict");
});

Deno.test("commit: the same transaction id commits once", async () => {
  const table = await create(memoryStore());
  const base = await table.snapshot();
  const txnId = newUuid(systemEnvironment);
  const first = await put(table, { part: "a", name: "x" }, { base, txnId });
  const again = await put(table, { part: "a", name: "x" }, { base, txnId });
  assertEquals(again, first);
  assertEquals(await contents(table), ["a/x@1"]);
});

Deno.test("commit: a writer without the lock that was faster is met by trying the next version", async () => {
  const store = memoryStore();
  const rude = await create(store);
  await put(rude, { part: "z", name: "first" });
  const commit = store.contents().get(commitFile(1))!;
  await store.remove(commitFile(1));
  const hooked = faultyStore(store, {
    before: ({ kind, to }) => {
      // Between the victim's look at the newest version and its link, the other's commit appears.
      if (kind !== "publish" || to !== commitFile(1)) return;
      store.create(commitFile(1)).then((writer) => writer.writeSync(commit, 0));
    },
  });
  const victim = await reopen(hooked);
  const versions: number[] = [];
  const outcome = await put(victim, { part: "a", name: "x" }, {
    rows: (version) => {
      versions.push(version);
      return [row("a", "x", version)];
    },
  });
  assertEquals([outcome.status, outcome.version], ["committed", 2]);
  assertEquals(versions, [1, 2]);
  assertEquals(await contents(victim), ["a/x@2", "z/first@1"]);
  const { files } = await victim.snapshot();
  const stored = (await store.list("data")).filter((entry) => entry.kind === "file");
  assertEquals(stored.length, files.length);
});

Deno.test("commit: eight writers at once lose nothing and leave no gap", async () => {
  const directory = await Deno.makeTempDir();
  try {
    const environment = systemEnvironment;
    await create(localStore(directory), options({ environment }));
    await Promise.all(Array.from({ length: 8 }, async (_, writer) => {
      const table = await reopen(
        localStore(directory),
        options({ environment, lockDeadlineMs: 60_000 }),
      );
      for (let i = 0; i < 10; i++) {
        const outcome = await put(table, { part: `w${writer}`, name: `${i}` });
        assertEquals(outcome.status, "committed");
      }
    }));
    const table = await reopen(localStore(directory), options({ environment }));
    const rows = await contents(table);
    const names = rows.map((content) => content.split("@")[0]);
    assertEquals(new Set(names).size, 80);
    const versions = (await Array.fromAsync(table.history())).map((entry) => entry.version);
    assertEquals(versions, Array.from(versions, (_, i) => versions.length - 1 - i));
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("commit: a held lock ends in locked after the deadline", async () => {
  const store = memoryStore();
  const table = await create(store, options({ lockDeadlineMs: 20 }));
  const lock = await store.lock("tmp/writer.lock", { deadlineMs: 0 });
  await assertCode(put(table, { part: "p", name: "n" }), "locked");
  await lock.release();
});

Deno.test("openDeltaTable: unknown reader features are refused by name, newer writers may be read", async () => {
  const store = memoryStore();
  const table = await create(store);
  await put(table, { part: "p", name: "n" });
  const upgrade = async (protocol: unknown) => {
    const files = store.contents();
    files.set(commitFile(2), new TextEncoder().encode(JSON.stringify({ protocol }) + "\n"));
    return await reopen(memoryStore(files));
  };
  const features = { minReaderVersion: 3, minWriterVersion: 7, writerFeatures: [] };
  const error = await assertCode(
    upgrade({ ...features, readerFeatures: ["deletionVectors"] }),
    "unsupported",
  );
  assertMatch(error.message, /deletionVectors/);
  const readable = await upgrade({ minReaderVersion: 1, minWriterVersion: 4 });
  assertEquals(await contents(readable), ["p/n@1"]);
  await assertCode(put(readable, { part: "p", name: "m" }), "unsupported");
});

Deno.test("openDeltaTable: paths that leave the table are refused", async () => {
  const paths = [
    "/etc/passwd",
    "../outside.parquet",
    "a/../../b",
    "%2e%2e/x",
    "file:///etc/passwd",
    "s3://b/x",
    "a//b",
    "a\\..\\b",
    "%00",
    "%zz",
  ];
  for (const path of paths) {
    const store = memoryStore();
    await create(store);
    const add = { path, partitionValues: {}, size: 1, modificationTime: 1, dataChange: true };
    const files = store.contents();
    files.set(commitFile(1), new TextEncoder().encode(JSON.stringify({ add }) + "\n"));
    await assertCode(reopen(memoryStore(files)), "corrupt");
  }
});

Deno.test("openDeltaTable: a torn last commit is read past with a warning, writing is refused", async () => {
  const store = memoryStore();
  const table = await create(store);
  await put(table, { part: "p", name: "a" });
  await put(table, { part: "p", name: "b" });
  const whole = await store.read(commitFile(2));
  const cuts = [0, 1, 100, whole.length - 1, whole.length - 40];
  const torn = [...cuts.map((cut) => whole.slice(0, cut)), new Uint8Array(whole.length)];
  // Cut at the end of a line: what is left is whole lines, without the last one.
  torn.push(whole.slice(0, text(whole).lastIndexOf('{"txn"')));
  for (const piece of torn) {
    const files = store.contents();
    files.set(commitFile(2), piece);
    const opened = options();
    const damaged = await reopen(memoryStore(files), opened);
    assertEquals(await contents(damaged), ["p/a@1"]);
    assertEquals((await damaged.snapshot()).tornVersion, 2);
    assertMatch(opened.warnings[0]!, /torn/);
    await assertCode(put(damaged, { part: "q", name: "c" }), "corrupt");
    files.set(commitFile(3), whole);
    await assertCode(reopen(memoryStore(files)), "corrupt");
  }
});

Deno.test("openDeltaTable: every flipped byte of a commit is found, or changes no row", async () => {
  const store = memoryStore();
  const table = await create(store);
  await put(table, { part: "p", name: "a" });
  await put(table, { part: "q", name: "b" });
  const whole = await store.read(commitFile(1));
  const good = await contents(table);
  for (let at = 0; at < whole.length; at++) {
    const files = store.contents();
    const flipped = whole.slice();
    flipped[at]! ^= 1 << (at % 8);
    files.set(commitFile(1), flipped);
    const found = await reopen(memoryStore(files)).then(contents, (error) => error);
    if (Array.isArray(found)) assertEquals(found, good, `byte ${at}`);
    else assertOk(isPondError(found, "corrupt", "unsupported"), `byte ${at}: ${found}`);
  }
});

Deno.test("_last_checkpoint: absent, stale, corrupt or pointing nowhere, it doesn't matter", async () => {
  const store = memoryStore();
  const table = await create(store);
  for (let i = 0; i < 50; i++) await put(table, { part: `p${i % 3}`, name: `${i}` });
  const good = await contents(table);
  const version = (await table.snapshot()).version;
  const hint = "data/_delta_log/_last_checkpoint";
  const hints = ["", "{", "null", '{"version":20,"size":1}', '{"version":999}', '{"version":-1}'];
  for (const content of [undefined, ...hints]) {
    const files = store.contents();
    if (content === undefined) files.delete(hint);
    else files.set(hint, new TextEncoder().encode(content));
    const opened = await reopen(memoryStore(files));
    assertEquals((await opened.snapshot()).version, version);
    assertEquals(await contents(opened), good);
  }
  // A stale hint at a checkpoint whose commit was dropped must not hide what came later.
  const files = store.contents();
  files.set(hint, new TextEncoder().encode('{"version":20}'));
  for (let dropped = 0; dropped < 40; dropped++) {
    if (dropped !== 20) files.delete(checkpointFile(dropped));
    files.delete(commitFile(dropped));
  }
  assertEquals(await contents(await reopen(memoryStore(files))), good);
});

Deno.test("checkpoint: one that is damaged is read past with a warning", async () => {
  const store = memoryStore();
  const table = await create(store);
  for (let i = 0; i < 45; i++) await put(table, { part: "p", name: `${i}` });
  const good = await contents(table);
  const files = store.contents();
  files.get(checkpointFile(40))![60]! ^= 1;
  const opened = options();
  assertEquals(await contents(await reopen(memoryStore(files), opened)), good);
  assertMatch(opened.warnings[0]!, /checkpoint/);
});

Deno.test("checkpoint: without the commits before it the table is the same, older versions are expired", async () => {
  const store = memoryStore();
  const table = await create(store);
  for (let i = 0; i < 45; i++) await put(table, { part: "p", name: `${i}` });
  const good = await contents(table);
  const files = store.contents();
  for (let version = 0; version < 40; version++) {
    files.delete(commitFile(version));
    files.delete(checkpointFile(version));
  }
  const opened = await reopen(memoryStore(files));
  assertEquals(await contents(opened), good);
  assertEquals((await opened.snapshot({ version: 40 })).version, 40);
  await assertCode(opened.snapshot({ version: 39 }), "expired");
  await assertRejects(() => opened.snapshot({ version: 0 }));
});
