import { isPondError } from "../../lib/base/mod.ts";
import { compareRows, createDeltaTable, type Field, type Row } from "../../lib/delta/mod.ts";
import type { Value } from "../../lib/parquet/mod.ts";
import { openParquet } from "../../lib/parquet/row_reader.ts";
import { memoryStore } from "../store/memory.ts";
import { assertEquals, assertOk, assertRejects, fc } from "../deps.ts";
import { create, options, put, reopen, row, rowsOf } from "../delta/support.ts";
import { stageRows } from "../delta/stage_rows.ts";

const EVERY_TYPE: readonly Field[] = [
  { name: "k", type: "long", nullable: false },
  { name: "s", type: "string", nullable: true },
  { name: "i", type: "integer", nullable: true },
  { name: "b", type: "boolean", nullable: true },
  { name: "d", type: "double", nullable: true },
  { name: "x", type: "binary", nullable: true },
  { name: "t", type: "timestamp", nullable: true },
];
const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const anyRow: fc.Arbitrary<Row> = fc.record({
  k: long,
  s: fc.option(fc.string({ unit: "binary" })),
  i: fc.option(fc.integer()),
  b: fc.option(fc.boolean()),
  d: fc.option(fc.double()),
  x: fc.option(fc.uint8Array()),
  t: fc.option(long),
});

function plain(rows: readonly Row[]): unknown[] {
  return rows.map((row) => EVERY_TYPE.map(({ name }) => row[name]));
}

Deno.test("read: gives back every value of every type that was staged", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 30 }), async (rows) => {
      const opened = { ...options(), sortBy: ["k"] };
      const table = await createDeltaTable(memoryStore(), { ...opened, schema: EVERY_TYPE, rows });
      const sorted = [...rows].sort(compareRows(["k"]));
      assertEquals(plain(await rowsOf(table)), plain(sorted));
    }),
    { numRuns: 60 },
  );
});

Deno.test("read: a leading byte order mark and other odd text survive", async () => {
  const texts = ["\ufeffname", "\u0000", "\u{1f600}", "a\nb", ""];
  const rows = texts.map((s, k) => ({ k: BigInt(k), s }));
  const opened = { ...options(), sortBy: ["k"] };
  const table = await createDeltaTable(memoryStore(), { ...opened, schema: EVERY_TYPE, rows });
  assertEquals((await rowsOf(table, { columns: ["s"] })).map((row) => row.s as string), texts);
});

Deno.test("read: pruning by ranges gives the rows of reading all and filtering", async () => {
  const value = fc.constantFrom(...["a", "b", "ab", "b\u{ffff}", "b\u{10000}", "c".repeat(40)]);
  const range = fc.record({ column: fc.constantFrom("part_id", "name"), one: value, two: value });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 12 }),
      fc.array(range, { minLength: 1, maxLength: 2 }),
      async (places, ranges) => {
        const table = await create(memoryStore());
        for (const [part, name] of places) await put(table, { part, name });
        const where = ranges.map(({ column, one, two }) => ({ column, min: one, max: two }));
        const pruned = await rowsOf(table, { columns: ["txn_seq"], where });
        const all = await rowsOf(table);
        const bytes = (text: Value) => new TextEncoder().encode(text as string);
        const order = compareRows(["v"]);
        const kept = all.filter((row) =>
          where.every(({ column, min, max }) =>
            order({ v: bytes(row[column]!) }, { v: bytes(min) }) >= 0 &&
            order({ v: bytes(row[column]!) }, { v: bytes(max) }) <= 0
          )
        );
        const versions = (rows: readonly Row[]) => rows.map((row) => Number(row.txn_seq)).sort();
        assertEquals(versions(pruned), versions(kept));
      },
    ),
    { numRuns: 40 },
  );
});

/** The row groups of a file with so many rows in each directory: rows, and which directories. */
async function groupsOf(runs: readonly number[]): Promise<readonly (readonly unknown[])[]> {
  const store = memoryStore();
  const table = await create(store);
  const rows = runs.flatMap((count, run) =>
    Array.from({ length: count }, (_, i) => row(`p${run + 10}`, `n${i}`, 1))
  );
  const file = await stageRows({ store, table }, rows);
  assertEquals(file.rows, rows.length);
  assertEquals(file.bounds.get("part_id"), { min: "p10", max: `p${runs.length + 9}`, nulls: 0 });
  const parquet = await openParquet(store, `data/${file.path}`);
  const groups = parquet.metadata.row_groups.map(({ num_rows }, group) => {
    assertEquals(parquet.groupBounds(group, "content"), { min: null, max: null, nulls: 0 });
    const { min, max } = parquet.groupBounds(group, "part_id")!;
    return [Number(num_rows), min, max];
  });
  parquet.close();
  return groups;
}

Deno.test("stageRows: row groups are small, so that one directory is read alone", async () => {
  assertEquals(await groupsOf(Array.from({ length: 25 }, () => 1000)), [
    [10_000, "p10", "p19"],
    [10_000, "p20", "p29"],
    [5_000, "p30", "p34"],
  ]);
});

Deno.test("stageRows: a large directory shares no row group with others", async () => {
  assertEquals(await groupsOf([2, 24_998, 3, 1_000, 8_000]), [
    [2, "p10", "p10"],
    [9_998, "p11", "p11"],
    [10_000, "p11", "p11"],
    [5_000, "p11", "p11"],
    [1_003, "p12", "p13"],
    [8_000, "p14", "p14"],
  ]);
});

Deno.test("stageRows: data pages are of version 1 and no column has a dictionary", async () => {
  const store = memoryStore();
  const table = await create(store);
  const file = await stageRows({ store, table }, [row("p", "n", 1)]);
  const parquet = await openParquet(store, `data/${file.path}`);
  const bytes = await store.read(`data/${file.path}`);
  for (const { meta_data } of parquet.metadata.row_groups[0]!.columns) {
    assertEquals(meta_data!.encodings, ["PLAIN", "RLE"]);
    assertEquals(meta_data!.dictionary_page_offset, undefined);
    // Thrift compact: field 1 of type i32 is 0x15, then page type 0 (DATA_PAGE) as a zigzag varint.
    const at = Number(meta_data!.data_page_offset);
    assertEquals([...bytes.subarray(at, at + 2)], [0x15, 0]);
  }
  parquet.close();
});

Deno.test("read: every flipped byte of a data file is an error or changes nothing", async () => {
  const store = memoryStore();
  const table = await create(store);
  await put(table, { part: "p1", name: "some name" });
  const { files } = await table.snapshot();
  const name = `data/${files[0]!.path}`;
  const good = await rowsOf(table);
  const whole = new Map(store.contents());
  const original = whole.get(name)!;
  for (let at = 0; at < original.length; at++) {
    const flipped = original.slice();
    flipped[at]! ^= 1 << (at % 8);
    whole.set(name, flipped);
    const damaged = await reopen(memoryStore(whole));
    const found = await rowsOf(damaged).then((rows) => rows, (error) => error);
    if (isPondError(found)) assertEquals(found.code, "corrupt");
    else assertEquals(found, good, `byte ${at} of ${original.length}`);
  }
});

Deno.test("openParquet: forged footers and files cut short are refused as corrupt", async () => {
  const store = memoryStore();
  const table = await create(store);
  const file = await stageRows({ store, table }, [row("p", "n", 1)]);
  const bytes = await store.read(`data/${file.path}`);
  const forged = bytes.slice();
  new DataView(forged.buffer).setUint32(forged.length - 8, 0xffffffff, true);
  const pieces = [new Uint8Array(0), bytes.subarray(0, 10), bytes.subarray(0, -1), forged];
  for (const piece of pieces) {
    const error = await assertRejects(() => openParquet(memoryStore([["f", piece]]), "f"));
    assertOk(isPondError(error, "corrupt"), String(error));
  }
});
