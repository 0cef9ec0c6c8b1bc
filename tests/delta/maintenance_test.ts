import { isPondError } from "../../lib/base/mod.ts";
import { compareRows, type DataFile, type DeltaSnapshot } from "../../lib/delta/mod.ts";
import { chooseFiles } from "../../lib/delta/compact.ts";
import { faultyStore } from "../store/faulty.ts";
import { type MemoryStore, memoryStore } from "../store/memory.ts";
import { assertEquals, assertOk, assertRejects } from "../deps.ts";
import {
  checkpointFile,
  commitFile,
  contents,
  create,
  fixedEnvironment,
  options,
  put,
  reopen,
  row,
  rowsOf,
} from "./support.ts";
import { stageRows } from "./stage_rows.ts";

const DAY_US = 86_400_000_000n;

async function dataFiles(store: MemoryStore): Promise<string[]> {
  return (await store.list("data")).filter((entry) => entry.kind === "file").map((e) => e.name);
}

Deno.test("compact: the same rows in one sorted file, as a commit without data change", async () => {
  const store = memoryStore();
  const table = await create(store);
  for (let i = 0; i < 10; i++) await put(table, { part: `p${i % 3}`, name: `${9 - i}` });
  const before = await contents(table);
  const outcome = await table.compact();
  assertEquals(outcome, { version: 11, filesBefore: 10, filesAfter: 1 });
  assertEquals(await contents(table), before);
  const rows = await rowsOf(table);
  assertEquals(rows, [...rows].sort(compareRows(["part_id", "name", "txn_seq"])));
  const [newest] = await Array.fromAsync(table.history());
  assertEquals([newest!.dataChange, newest!.removed, newest!.added.length], [false, 10, 1]);
  assertEquals(newest!.commitInfo.operation, "OPTIMIZE");
  const lines = new TextDecoder().decode(await store.read(commitFile(11))).split("\n");
  const remove = lines.map((line) => JSON.parse(line || "{}").remove).find(Boolean);
  assertEquals([remove.dataChange, remove.extendedFileMetadata], [false, true]);
});

Deno.test("compact: merges are row groups of bounded size, across many row groups", async () => {
  const store = memoryStore();
  const table = await create(store);
  const base = await table.snapshot();
  const staged = [];
  for (let part = 0; part < 3; part++) {
    const rows = Array.from({ length: 7000 }, (_, i) => row(`p${i % 10}`, `${part}-${i}`, part));
    staged.push(await stageRows({ store, table }, rows));
  }
  await table.commit({ base, txnId: "t", adds: staged });
  await table.compact({ full: true });
  const [file] = (await table.snapshot()).files;
  assertEquals(file!.rows, 21_000);
  const rows = await rowsOf(table, { columns: ["part_id", "name", "txn_seq"] });
  assertEquals(rows.length, 21_000);
  assertEquals(rows, [...rows].sort(compareRows(["part_id", "name", "txn_seq"])));
});

Deno.test("compact: a commit that others make meanwhile is kept", async () => {
  const store = memoryStore();
  const [table, other] = [await create(store), await reopen(store)];
  for (let i = 0; i < 5; i++) await put(table, { part: "p", name: `${i}` });
  const stale = await table.snapshot();
  const hooked = faultyStore(store, {
    before: ({ kind, name }) => {
      if (kind === "lock" && name === "tmp/writer.lock" && !done) done = rude();
    },
  });
  let done: Promise<unknown> | undefined;
  const rude = () => put(other, { part: "p", name: "meanwhile" });
  const compacting = await reopen(hooked);
  assertEquals((await compacting.compact()).filesAfter, 1);
  await done;
  const kept = (await contents(table)).map((content) => content.split("@")[0]);
  assertEquals(kept.sort(), ["p/0", "p/1", "p/2", "p/3", "p/4", "p/meanwhile"]);
  assertEquals((await contents(table, stale)).length, 5);
});

Deno.test("compact: of two at once one wins and no row is doubled", async () => {
  const store = memoryStore();
  const tables = [await create(store), await reopen(store)];
  for (let i = 0; i < 6; i++) await put(tables[0]!, { part: "p", name: `${i}` });
  const outcomes = await Promise.all(tables.map((table) => table.compact()));
  assertEquals(outcomes.filter((outcome) => outcome.version !== null).length, 1);
  assertEquals((await contents(tables[1]!)).length, 6);
  assertEquals((await dataFiles(store)).length, 7);
});

Deno.test("chooseFiles: small files together, heavier ones when a step is full", () => {
  const files = (...rows: number[]): DeltaSnapshot =>
    ({
      metadata: { partitionColumns: [] },
      files: rows.map((rows): DataFile => ({
        path: `${rows}`,
        rows,
        sizeBytes: 1,
        partitionValues: {},
        modificationTime: 0,
        stats: null,
        bounds: new Map(),
        tags: {},
      })),
    }) as unknown as DeltaSnapshot;
  const chosen = (...rows: number[]) =>
    chooseFiles(files(...rows), false).map((file) => file.rows).sort((a, b) => a! - b!);
  assertEquals(chosen(5), []);
  assertEquals(chosen(5, 6), [5, 6]);
  assertEquals(chosen(5, 6, 1500), [5, 6]);
  assertEquals(chosen(5, 6, 1500, 1600, 1700), [5, 6, 1500, 1600, 1700]);
  assertEquals(chosen(1500, 1600, 1700), []);
  assertEquals(chosen(1500, 1600, 1700, 1800), [1500, 1600, 1700, 1800]);
  assertEquals(chosen(5, 6, 2e6, 3e6), [5, 6]);
});

Deno.test("commit: files and operations to open stay flat as transactions pile up", async () => {
  const store = memoryStore();
  const table = await create(store);
  const cost = async () => {
    let operations = 0;
    const counted = faultyStore(store, { before: () => void operations++ });
    const opened = await reopen(counted);
    const rows = await rowsOf(opened, {
      columns: ["name"],
      where: [{ column: "part_id", min: "p1", max: "p1" }],
    });
    return { operations, files: (await opened.snapshot()).files.length, rows: rows.length };
  };
  const rounds = Number(Deno.env.get("POND_GROWTH_COMMITS") ?? 300);
  let early = 0;
  for (let i = 1; i <= rounds; i++) {
    await put(table, { part: `p${i % 50}`, name: `${i}` });
    if (i === 20) early = (await cost()).operations;
  }
  const late = await cost();
  assertOk(late.operations <= early * 1.5 + 20, `${early} → ${late.operations} operations`);
  assertOk(late.files <= 25, `${late.files} files`);
  assertEquals(late.rows, Math.floor((rounds - 1) / 50) + 1);
});

Deno.test("vacuum: drops what no kept version names and is old enough, nothing else", async () => {
  const environment = fixedEnvironment();
  const store = memoryStore();
  const table = await create(store, options({ environment }));
  for (let i = 0; i < 5; i++) await put(table, { part: "p", name: `${i}` });
  const old = await table.snapshot();
  await table.compact();
  (await store.create("data/part-00000-11111111-1111-4111-8111-111111111111-c000.zstd.parquet"))
    .close();
  const now = BigInt(Date.now()) * 1000n;
  environment.advanceUs(now - environment.nowUs() + DAY_US);
  assertEquals((await table.vacuum()).dataFiles, []);
  environment.advanceUs(8n * DAY_US);
  const planned = await table.vacuum({ dryRun: true });
  assertEquals(planned.dataFiles.length, 6);
  assertEquals((await dataFiles(store)).length, 7);
  assertEquals(await table.vacuum(), planned);
  assertEquals((await dataFiles(store)).length, 1);
  assertEquals((await contents(table)).length, 5);
  const error = await assertRejects(() => contents(table, old));
  assertOk(isPondError(error, "expired"), String(error));
});

Deno.test("vacuum: without retention removed files go, what no commit has named stays a day", async () => {
  const environment = fixedEnvironment();
  const store = memoryStore();
  const table = await create(store, options({ environment }));
  for (let i = 0; i < 3; i++) await put(table, { part: "p", name: `${i}` });
  await table.compact();
  const staged = await stageRows({ store, table }, [row("q", "late", 9)]);
  environment.advanceUs(BigInt(Date.now()) * 1000n - environment.nowUs() + DAY_US / 2n);
  assertEquals((await table.vacuum({ retentionUs: 0n })).dataFiles.length, 3);
  assertEquals((await dataFiles(store)).length, 2);
  const base = await table.snapshot();
  assertEquals((await table.commit({ base, txnId: "t", adds: [staged] })).status, "committed");
  assertEquals((await contents(table)).length, 4);
});

Deno.test("compact: rewrite changes and leaves out rows, as a commit that others' commits don't mind", async () => {
  const store = memoryStore();
  const [table, other] = [await create(store), await reopen(store)];
  for (let i = 0; i < 4; i++) await put(table, { part: "p", name: `${i}` });
  const base = await other.snapshot();
  await table.compact({
    rewrite: (row) => row.name === "0" ? null : row.name === "1" ? { ...row, content: null } : row,
    commitInfo: { tidy: true },
  });
  const rows = await rowsOf(table, { columns: ["name", "content"] });
  assertEquals(rows.map((row) => [row.name, row.content === null]), [
    ["1", true],
    ["2", false],
    ["3", false],
  ]);
  const [newest] = await Array.fromAsync(table.history());
  assertEquals([newest!.dataChange, newest!.removed], [true, 4]);
  const place = { part: "p", name: "new" };
  const conflict = { columns: ["part_id"], test: () => true };
  assertEquals((await put(other, place, { base, conflict })).status, "conflict");
  const patient = { ...conflict, ignores: (info: Record<string, unknown>) => info.tidy === true };
  assertEquals((await put(other, place, { base, conflict: patient })).status, "committed");
  assertEquals((await rowsOf(table, { columns: ["name"] })).length, 4);
});

Deno.test("vacuum: drops the log up to a checkpoint; the table and later versions are whole", async () => {
  const environment = fixedEnvironment();
  const store = memoryStore();
  const table = await create(store, options({ environment }));
  for (let i = 0; i < 50; i++) await put(table, { part: "p", name: `${i}` });
  const before = await contents(table);
  environment.advanceUs(31n * DAY_US);
  await put(table, { part: "p", name: "late" });
  const { logFiles } = await table.vacuum({ logRetentionUs: 30n * DAY_US });
  assertOk(logFiles.includes(commitFile(0)) && logFiles.includes(checkpointFile(20)));
  assertOk(!logFiles.includes(commitFile(40)) && !logFiles.includes(checkpointFile(40)));
  const opened = await reopen(store);
  assertEquals((await contents(opened)).length, before.length + 1);
  assertEquals((await opened.snapshot({ version: 45 })).version, 45);
  await assertRejects(() => opened.snapshot({ version: 20 }));
  assertEquals((await Array.fromAsync(table.history())).at(-1)!.version, 40);
});

Deno.test("vacuum: stopped anywhere, the table is whole", async () => {
  const environment = fixedEnvironment();
  const store = memoryStore();
  const table = await create(store, options({ environment }));
  for (let i = 0; i < 42; i++) await put(table, { part: "p", name: `${i}` });
  environment.advanceUs(BigInt(Date.now()) * 1000n - environment.nowUs() + 40n * DAY_US);
  await put(table, { part: "p", name: "late" });
  const before = await contents(table);
  const files = store.contents();
  for (let stop = 0;; stop += 7) {
    let removed = 0;
    const left = memoryStore(files);
    const failing = faultyStore(left, {
      before: ({ kind }) => {
        if (kind === "remove" && removed++ >= stop) throw new Error("stopped");
      },
    });
    const opened = await reopen(failing, options({ environment }));
    const done = await opened.vacuum({ logRetentionUs: 30n * DAY_US }).then(
      () => true,
      () => false,
    );
    const after = await reopen(memoryStore(left.contents()));
    assertEquals(await contents(after), before);
    assertEquals((await put(after, { part: "q", name: "n" })).status, "committed");
    if (done) break;
  }
});
