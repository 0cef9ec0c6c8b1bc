import { crc32 } from "node:zlib";
import { isPondError, PondError } from "../../lib/base/mod.ts";
import { checkParquet, readParquetFooter } from "../../lib/parquet/mod.ts";
import { memorySource } from "../../lib/table/mod.ts";
import { assertEquals, assertOk, assertRejects } from "../deps.ts";
import { fixtureBytes, parquetFixtures } from "./fixtures.ts";
import { joined, node, type OddColumn, oddFile, type OddPage, plain } from "./odd_files.ts";

const FORMATS = new URL("../data/formats/", import.meta.url);

async function check(bytes: Uint8Array): Promise<void> {
  const source = memorySource(bytes, "x");
  await checkParquet(source, readParquetFooter(source, "/x"), { label: "/x" });
}

Deno.test("checkParquet: files of every writer in every encoding and codec are whole", async () => {
  const names = [...Deno.readDirSync(FORMATS)].map(({ name }) => name)
    .filter((name) => name.endsWith(".parquet"));
  assertOk(names.length >= 30);
  for (const name of names) await check(Deno.readFileSync(new URL(name, FORMATS)));
  for (const name of parquetFixtures()) await check(fixtureBytes(name));
});

Deno.test("checkParquet: any flipped bit is found or harmless, and fails as a PondError", async () => {
  for (const name of ["wide_delta.parquet", "lz4.parquet", "brotli.parquet"]) {
    const bytes = fixtureBytes(name);
    for (let at = 4; at < bytes.length; at += 3) {
      bytes[at]! ^= 1 << (at % 8);
      try {
        await check(bytes);
      } catch (error) {
        assertOk(isPondError(error, "corrupt", "invalid-input", "unsupported"), `${at}: ${error}`);
      }
      bytes[at]! ^= 1 << (at % 8);
    }
  }
});

Deno.test("checkParquet: what doesn't hold together is told with the column", async () => {
  const data = (values: number, body: Uint8Array, facts: Partial<OddPage> = {}): OddPage => ({
    type: "data",
    values,
    body,
    ...facts,
  });
  const a = node({ name: "a", physical: "int32" });
  const two = plain("int32", [1, 2]);
  const list = node({ name: "a", physical: "int32", repetition: "repeated" });
  const levels = joined([
    plain("int32", [2]),
    Uint8Array.of(4, 1),
    plain("int32", [2]),
    Uint8Array.of(4, 1),
  ]);
  const indices = Uint8Array.of(2, 4, 3);
  const dictionary: OddPage = { type: "dictionary", values: 2, body: two };
  const cases: readonly [why: string, OddColumn, rows: number][] = [
    ["its pages have 2 values of 3", { node: a, valueCount: 3, pages: [data(2, two)] }, 3],
    ["it has 2 rows of 3", { node: a, valueCount: 2, pages: [data(2, two)] }, 3],
    ["its values end early", { node: a, valueCount: 3, pages: [data(3, two)] }, 3],
    [
      "a page doesn't match its checksum",
      { node: a, valueCount: 2, pages: [data(2, two, { crc: crc32(two) ^ 1 })] },
      2,
    ],
    [
      "a page has 8 bytes where 9 are promised",
      { node: a, valueCount: 2, pages: [data(2, two, { plainBytes: 9 })] },
      2,
    ],
    [
      "a page refers beyond the end of its dictionary",
      { node: a, valueCount: 2, pages: [dictionary, data(2, indices, { encoding: 8 })] },
      2,
    ],
    [
      "a page refers to a dictionary that isn't there",
      { node: a, valueCount: 2, pages: [data(2, indices, { encoding: 8 })] },
      2,
    ],
    [
      "its first value goes on with a row that isn't there",
      { node: list, valueCount: 2, pages: [data(2, joined([levels, two]))] },
      2,
    ],
    ["a page of type int32 is in encoding RLE", {
      node: a,
      valueCount: 2,
      pages: [data(2, two, { encoding: 3 })],
    }, 2],
  ];
  for (const [why, column, rows] of cases) {
    const bytes = oddFile([column], { rows });
    await assertRejects(() => check(bytes), PondError, `its column "a" is damaged, ${why}`);
  }
  const right = { node: a, valueCount: 2, pages: [data(2, two, { crc: crc32(two) })] };
  assertEquals(await check(oddFile([right], { rows: 2 })), undefined);
});
