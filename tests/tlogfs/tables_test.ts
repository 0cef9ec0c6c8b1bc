import { isPondError } from "../../lib/base/mod.ts";
import type { DirectoryNode, FileNode } from "../../lib/tinyfs/mod.ts";
import type { ParquetScan } from "../../lib/table/mod.ts";
import { assertEquals, assertOk, assertRejects } from "../deps.ts";
import { chunks, codeOf, fileAt, fixture, parquet, readBytes, transact } from "./fixture.ts";

const S = 1_000_000n;
const T0 = 1_700_000_000n * S;
const testData = (name: string) => Deno.readFile(new URL(`../data/${name}`, import.meta.url));

async function scanOf(tlog: Parameters<typeof fileAt>[0], path: string, version?: number) {
  const { table } = await fileAt(tlog, path);
  return await table!.relation({
    chain: [],
    ...(version === undefined ? {} : { version }),
  }) as ParquetScan;
}

Deno.test("a series is the union of its versions, with bounds, rows and schema of each", async () => {
  const { tlog, merged } = await fixture();
  const parts = [[T0, T0 + 5n * S], [T0 + 10n * S], [T0 - 3n * S]];
  for (const times of parts) {
    const bytes = await parquet(times);
    await transact(tlog, (t) => t.writeFile("s", chunks(bytes), { kind: "series" }));
  }
  const scan = await scanOf(tlog, "s");
  assertEquals(scan.time, { name: "timestamp", unit: "ms", native: true });
  assertEquals(scan.files.map((file) => [file.version, file.rows, file.bounds]), [
    [1, 2, { minUs: T0, maxUs: T0 + 5n * S }],
    [2, 1, { minUs: T0 + 10n * S, maxUs: T0 + 10n * S }],
    [3, 1, { minUs: T0 - 3n * S, maxUs: T0 - 3n * S }],
  ]);
  assertEquals(new Set(scan.files.map((file) => file.schemaKey)).size, 1);
  const file = await fileAt(tlog, "s");
  const description = await file.table!.describe();
  assertEquals([description.rows, description.bounds], [
    4,
    { minUs: T0 - 3n * S, maxUs: T0 + 10n * S },
  ]);
  assertEquals(description.columns!.map((column) => column.name), ["timestamp", "value"]);
  assertEquals(new TextDecoder().decode(await readBytes(file)), "merged");
  assertEquals(merged.length, 1);
  assertEquals(await readBytes(file, 2), await parquet(parts[1]!));
  assertEquals((await scanOf(tlog, "s", 2)).files.length, 1);
});

Deno.test("a series of one version is that file; an empty version contributes nothing", async () => {
  const { tlog, merged } = await fixture();
  const bytes = await parquet([T0]);
  await transact(tlog, (t) => t.writeFile("s", chunks(), { kind: "series" }));
  assertEquals(await codeOf(scanOf(tlog, "s")), "invalid-input");
  assertEquals((await readBytes(await fileAt(tlog, "s"))).length, 0);
  await transact(tlog, (t) => t.writeFile("s", chunks(bytes), {}));
  await transact(tlog, (t) => t.writeFile("s", chunks(), {}));
  assertEquals(await readBytes(await fileAt(tlog, "s")), bytes);
  assertEquals((await scanOf(tlog, "s")).files.map((file) => file.version), [2]);
  assertEquals(merged.length, 0);
});

Deno.test("a table is its newest version; an empty one is no table", async () => {
  const { tlog } = await fixture();
  const [first, second] = [
    await parquet([T0], { value: "a" }),
    await parquet([T0], { value: "b" }),
  ];
  await transact(tlog, (t) => t.writeFile("t", chunks(first), { kind: "table" }));
  await transact(tlog, (t) => t.writeFile("t", chunks(second), {}));
  const { columns, time } = await (await fileAt(tlog, "t")).table!.describe();
  assertEquals([columns!.map((column) => column.name), time], [["timestamp", "b"], null]);
  assertEquals((await scanOf(tlog, "t")).files.map((file) => file.version), [2]);
  assertEquals(await readBytes(await fileAt(tlog, "t"), 1), first);
  const empty = transact(tlog, (t) => t.writeFile("t", chunks(), {}));
  assertEquals(await codeOf(empty), "invalid-input");
  assertEquals((await scanOf(tlog, "t", 2)).files.length, 1);
});

Deno.test("a table's blob is named as Parquet", async () => {
  const { tlog, store } = await fixture();
  const bytes = await parquet(Array.from({ length: 20_000 }, (_, i) => T0 + BigInt(i * i) * S));
  assertOk(bytes.length > 65_536);
  await transact(tlog, (t) => t.writeFile("t", chunks(bytes), { kind: "table" }));
  const [directory] = await store.list("blobs");
  const [blob] = await store.list(`blobs/${directory!.name}`);
  assertOk(/^[0-9a-f]{64}\.parquet$/.test(blob!.name), blob!.name);
  assertEquals(await readBytes(await fileAt(tlog, "t")), bytes);
});

Deno.test("writeFile: bytes that are no Parquet are refused as a table, with a way out", async () => {
  const { tlog } = await fixture();
  const cut = (await parquet([T0])).subarray(0, -4);
  await transact(tlog, async (t) => {
    for (const bytes of ["a,b\n1,2\n", cut]) {
      const error = await assertRejects(() => t.writeFile("x", chunks(bytes), { kind: "table" }));
      assertOk(isPondError(error, "invalid-input"), String(error));
      assertOk(error.hint?.includes("--as data") && error.hint.includes("csv-directory"));
    }
    assertEquals(t.changed, false);
  });
});

Deno.test("writeFile: a series needs its time column, without NULLs", async () => {
  const { tlog } = await fixture();
  const series = { kind: "series" } as const;
  const noTime = await parquet([T0], { time: "when" });
  const nulls = await parquet([T0, null]);
  const nullsUntold = await parquet([T0, null], { statistics: false });
  await transact(tlog, async (t) => {
    assertEquals(await codeOf(t.writeFile("s", chunks(noTime), series)), "invalid-input");
    assertEquals(await codeOf(t.writeFile("s", chunks(nulls), series)), "invalid-input");
    assertEquals(await codeOf(t.writeFile("s", chunks(nullsUntold), series)), "invalid-input");
    await t.writeFile("s", chunks(noTime), { ...series, timeColumn: "when" });
    await t.writeFile("s", chunks(noTime), {});
  });
  assertEquals((await scanOf(tlog, "s")).time?.name, "when");
});

Deno.test("writeFile: a version that keeps its times in another way is refused", async () => {
  const { tlog } = await fixture();
  const bytes = await parquet([T0]);
  const other = await parquet([T0], { time: "when" });
  const seconds = await testData("epoch_seconds.parquet");
  await transact(tlog, async (t) => {
    await t.writeFile("s", chunks(bytes), { kind: "series" });
    const asked = { timeColumn: "when" };
    assertEquals(await codeOf(t.writeFile("s", chunks(other), asked)), "invalid-input");
    assertEquals(await codeOf(t.writeFile("s", chunks(other), {})), "invalid-input");
    await t.writeFile("ints", chunks(seconds), { kind: "series" });
    await t.writeFile("ints", chunks(seconds), {});
  });
  assertEquals((await scanOf(tlog, "ints")).files.length, 2);
});

Deno.test("writeFile: bounds are read from the column where statistics are missing", async () => {
  const { tlog } = await fixture();
  const bytes = await parquet([T0 + S, T0, T0 + 2n * S], { statistics: false });
  await transact(tlog, (t) => t.writeFile("s", chunks(bytes), { kind: "series" }));
  const [file] = (await scanOf(tlog, "s")).files;
  assertEquals(file!.bounds, { minUs: T0, maxUs: T0 + 2n * S });
  for (const name of ["no_statistics", "int96", "brotli", "zstd"]) {
    const stored = await testData(`${name}.parquet`);
    await transact(tlog, (t) => t.writeFile(name, chunks(stored), { kind: "series" }));
    const { bounds } = await (await fileAt(tlog, name)).table!.describe();
    assertOk(bounds && bounds.minUs > 0n && bounds.minUs <= bounds.maxUs, name);
  }
});

Deno.test("a moved series is still the union of all its versions", async () => {
  const { tlog } = await fixture();
  const bytes = await Promise.all([parquet([T0]), parquet([T0 + S])]);
  await transact(tlog, (t) => t.writeFile("s", chunks(bytes[0]!), { kind: "series" }));
  await transact(tlog, (t) => t.move("s", "r"));
  await transact(tlog, (t) => t.writeFile("r", chunks(bytes[1]!), {}));
  assertEquals((await scanOf(tlog, "r")).files.map((file) => file.version), [1, 2]);
});

Deno.test("a series' relation is one object until it has another version", async () => {
  const { tlog } = await fixture();
  await transact(tlog, async (t) => {
    await t.writeFile("s", chunks(await parquet([T0])), { kind: "series" });
  });
  const before = await tlog.snapshot();
  const relationOf = async ({ root }: { readonly root: DirectoryNode }) => {
    const node = await root.get("s");
    return await (node as FileNode).table!.relation({ chain: [] }) as ParquetScan;
  };
  const first = await relationOf(before);
  assertEquals(await relationOf(before) === first, true);
  await transact(tlog, async (t) => {
    await t.writeFile("s", chunks(await parquet([T0 + S])), {});
    // What the transaction sees isn't what the snapshot below it says.
    assertEquals((await relationOf(t)).files.length, 2);
  });
  assertEquals((await relationOf(await tlog.snapshot())).files.map(({ version }) => version), [
    1,
    2,
  ]);
  assertEquals(await relationOf(before) === first, true);
});
