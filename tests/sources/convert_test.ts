import * as zlib from "node:zlib";
import { PondError } from "../../lib/base/mod.ts";
import type { CachePolicy } from "../../lib/tinyfs/mod.ts";
import { type FormatOptions, readAll } from "../../lib/table/mod.ts";
import { assertEquals, assertNotEquals, assertOk, assertRejects } from "../deps.ts";
import { fixtureBytes } from "../parquet/fixtures.ts";
import { dataFile, newWorld, rowsOf } from "./fakes.ts";

const CSV: FormatOptions = { format: "csv" };
const POLICY: CachePolicy = { ttlUs: null, refreshUs: null };
const gzipSync = (content: string | Uint8Array) => new Uint8Array(zlib.gzipSync(content));
const zstdCompressSync = (content: string) => new Uint8Array(zlib.zstdCompressSync(content));
const DAY_US = 86_400_000_000n;

Deno.test("convert: the first access converts, later ones read the cache", async () => {
  const world = newWorld();
  const file = dataFile("/raw/x.csv", "ts,v\n");
  const first = await world.services.convert(file, CSV, POLICY);
  const second = await world.services.convert(file, CSV, POLICY);
  assertEquals(world.converted, ["ts,v\n"]);
  assertOk(first.relation.type === "parquet" && second.relation.type === "parquet");
  assertEquals([first.relation.origin.cache, second.relation.origin.cache], ["miss", "hit"]);
  assertEquals(second.rows, 6);
  assertEquals(second.columns.map(({ name }) => name), ["ts", "v", "s"]);
  const source = await second.open();
  assertEquals(readAll(source), fixtureBytes("zstd.parquet"));
  source.close();
});

Deno.test("convert: every option and the content are part of the key", async () => {
  const world = newWorld();
  const file = dataFile("/raw/x.csv", "ts,v\n");
  const variants: FormatOptions[] = [
    CSV,
    { format: "jsonl" },
    { format: "csv", csv: { delimiter: ";" } },
    { format: "csv", csv: { skip: 1 } },
    { format: "csv", schema: [{ name: "ts", type: { is: "timestamp" }, nullable: true }] },
    { format: "csv", schema: [{ name: "ts", type: { is: "timestamp" }, nullable: false }] },
    { format: "csv", series: { timeColumn: null } },
    { format: "csv", series: { timeColumn: "ts" } },
  ];
  for (const options of variants) await world.services.convert(file, options, POLICY);
  assertEquals(world.converted.length, variants.length);
  file.bytes = new TextEncoder().encode("ts,v\n1,2\n");
  await world.services.convert(file, CSV, POLICY);
  assertEquals(world.converted.length, variants.length + 1);
});

Deno.test("convert: kept a day for tables and six hours for series, or as the policy says", async () => {
  for (
    const [options, policy, keptUs] of [
      [CSV, POLICY, DAY_US],
      [{ ...CSV, series: { timeColumn: "ts" } }, POLICY, DAY_US / 4n],
      [CSV, { ttlUs: 5_000_000n, refreshUs: null }, 5_000_000n],
    ] as const
  ) {
    const world = newWorld();
    const file = dataFile("/raw/x.csv", "ts,v\n");
    const convert = () => world.services.convert(file, options, policy);
    await convert();
    world.nowUs += keptUs;
    await convert();
    assertEquals(world.converted.length, 1);
    world.nowUs += 1n;
    await convert();
    assertEquals(world.converted.length, 2);
  }
});

Deno.test("convert: a thousand rewrites of the same size at the same time are all seen", async () => {
  const world = newWorld();
  const file = dataFile("/raw/x.csv", "");
  file.modifiedUs = world.nowUs;
  for (let i = 0; i < 1000; i++) {
    file.bytes = new TextEncoder().encode(`n\n${1000 + i}\n`);
    await world.services.convert(file, CSV, POLICY);
    assertEquals(world.converted.at(-1), `n\n${1000 + i}\n`);
  }
  assertEquals(world.converted.length, 1000);
});

Deno.test("convert: an entry of a young file isn't taken for the old file's", async () => {
  const world = newWorld();
  const file = dataFile("/raw/x.csv", "n\n1\n");
  file.modifiedUs = world.nowUs;
  await world.services.convert(file, CSV, POLICY);
  file.bytes = new TextEncoder().encode("n\n2\n");
  world.nowUs += 3_000_000n;
  await world.services.convert(file, CSV, POLICY);
  assertEquals(world.converted, ["n\n1\n", "n\n2\n"]);
});

Deno.test("convert: a ttl of 0 looks at the content each time", async () => {
  const world = newWorld();
  const file = dataFile("/raw/x.csv", "n\n1\n");
  const policy = { ttlUs: 0n, refreshUs: null };
  await world.services.convert(file, CSV, policy);
  await world.services.convert(file, CSV, policy);
  assertEquals(world.converted.length, 1);
  file.bytes = new TextEncoder().encode("n\n2\n");
  await world.services.convert(file, CSV, policy);
  assertEquals(world.converted.length, 2);
});

Deno.test("convert: a file that changes while it is read is read again", async () => {
  const world = newWorld();
  const file = dataFile("/raw/x.csv", "n\n1\n");
  let changes = 1;
  world.onConvert = () => {
    if (changes-- > 0) file.modifiedUs += 1n;
  };
  await world.services.convert(file, CSV, POLICY);
  assertEquals(world.converted.length, 2);
  changes = 100;
  file.modifiedUs += 1n;
  const error = await assertRejects(
    () => world.services.convert(file, CSV, POLICY),
    PondError,
    "changed while it was read",
  );
  assertEquals(error.code, "conflict");
});

Deno.test("convert: gzip, several members, and zstd, by name or as said", async () => {
  const text = "ts,v\n" + "1,2\n".repeat(100_000);
  const half = text.length / 2;
  const members = [text.slice(0, half), text.slice(half)].map((part) => gzipSync(part));
  const contents: readonly (readonly [string, Uint8Array, FormatOptions])[] = [
    ["/raw/x.csv.gz", gzipSync(text), CSV],
    ["/raw/y.csv.gz", new Uint8Array([...members[0]!, ...members[1]!]), CSV],
    ["/raw/x.csv.ZST", zstdCompressSync(text), CSV],
    ["/raw/unnamed", gzipSync(text), { ...CSV, compression: "gzip" }],
  ];
  for (const [path, bytes, options] of contents) {
    const world = newWorld();
    await world.services.convert(dataFile(path, new Uint8Array(bytes)), options, POLICY);
    assertEquals(world.converted.map((read) => read === text), [true], path);
  }
});

Deno.test("convert: what isn't gzip, a truncated one, and a bomb are errors naming the file", async () => {
  const bomb = gzipSync(new Uint8Array(70 * 1024 * 1024));
  const good = gzipSync("a,b\n".repeat(10_000));
  for (
    const [bytes, why] of [
      [new TextEncoder().encode("ts,v\n"), ""],
      [good.subarray(0, good.length / 2), ""],
      [bomb, "grow to more than"],
    ] as const
  ) {
    const world = newWorld();
    const error = await assertRejects(
      () => world.services.convert(dataFile("/x.csv.gz", new Uint8Array(bytes)), CSV, POLICY),
      PondError,
      "/x.csv.gz as gzip",
    );
    assertEquals(error.code, "invalid-input");
    assertOk(error.message.includes(why), error.message);
    assertEquals(world.converted, []);
  }
});

Deno.test("convert: a series has its time column, bounds, and no NULL in it", async () => {
  const world = newWorld();
  const series: FormatOptions = { format: "csv", series: { timeColumn: null } };
  const converted = await world.services.convert(dataFile("/x.csv", "x"), series, POLICY);
  assertEquals(converted.time, { name: "ts", unit: "us", native: true });
  assertEquals(converted.bounds?.minUs, BigInt(Date.UTC(2026, 0, 1)) * 1000n);
  await assertRejects(
    () =>
      newWorld({ parquet: "null_time.parquet" }).services.convert(
        dataFile("/x.csv", "x"),
        series,
        POLICY,
      ),
    PondError,
    'its time column "ts" is NULL in 1 of 3 rows',
  );
  await assertRejects(
    () =>
      world.services.convert(
        dataFile("/x.csv", "x"),
        { format: "csv", series: { timeColumn: "s" } },
        POLICY,
      ),
    PondError,
    'not every value of its time column "s" is a time',
  );
});

Deno.test("convert: Parquet is served as it is, wrong bytes name format and file", async () => {
  const world = newWorld();
  const parquet: FormatOptions = { format: "parquet" };
  const file = dataFile("/x.parquet", fixtureBytes("zstd.parquet"));
  const converted = await world.services.convert(file, parquet, POLICY);
  assertEquals((await world.cache.stats()).entries, 0);
  assertEquals((await rowsOf(world.engine, converted.relation)).length, 6);
  const error = await assertRejects(
    () => world.services.convert(dataFile("/y.txt", "no, not this"), parquet, POLICY),
    PondError,
    "cannot read /y.txt as Parquet",
  );
  assertEquals(error.code, "invalid-input");
});

Deno.test("convert: Parquet in any codec is served as it is", async () => {
  const plain = newWorld();
  const file = dataFile("/zstd.parquet", fixtureBytes("zstd.parquet"));
  const expected = await plain.services.convert(file, { format: "parquet" }, POLICY);
  for (const name of ["lz4.parquet", "brotli.parquet"]) {
    const world = newWorld();
    const options: FormatOptions = { format: "parquet", series: { timeColumn: null } };
    const file = dataFile(`/${name}`, fixtureBytes(name));
    const converted = await world.services.convert(file, options, POLICY);
    assertEquals((await world.cache.stats()).entries, 0);
    assertEquals(
      await rowsOf(world.engine, converted.relation),
      await rowsOf(plain.engine, expected.relation),
    );
    assertEquals(converted.bounds?.minUs, BigInt(Date.UTC(2026, 0, 1)) * 1000n);
  }
});

Deno.test("kept: what an earlier conversion found, without converting", async () => {
  const world = newWorld();
  const file = dataFile("/x.csv", "x");
  assertEquals(await world.services.cached!(file, CSV), undefined);
  await world.services.convert(file, CSV, POLICY);
  assertEquals((await world.services.cached!(file, CSV))?.rows, 6);
  assertEquals(world.converted.length, 1);
});

Deno.test("convert: an entry cleared before it is opened is computed again", async () => {
  const world = newWorld();
  const converted = await world.services.convert(dataFile("/x.csv", "x"), CSV, POLICY);
  await world.cache.clear();
  const source = await converted.open();
  assertEquals(readAll(source), fixtureBytes("zstd.parquet"));
  assertNotEquals(world.converted.length, 1);
});
