import { formatType, memorySource, type ParquetScan } from "../../lib/table/mod.ts";
import { gzipSync } from "node:zlib";
import { PondError } from "../../lib/base/mod.ts";
import { readParquetFooter } from "../../lib/parquet/mod.ts";
import { decodingEngine } from "../../lib/sources/mod.ts";
import { assertEquals, assertRejects } from "../deps.ts";
import {
  joined,
  logical,
  node,
  type OddColumn,
  oddFile,
  type OddPage,
  plain,
  plainTexts,
} from "../parquet/odd_files.ts";
import { newWorld, rowsOf } from "./fakes.ts";

const BYTE_STREAM_SPLIT = 9;
const DELTA_BYTE_ARRAY = 7;

function scanOf(bytes: Uint8Array, name: string): ParquetScan {
  return {
    type: "parquet",
    label: name,
    files: [{
      label: name,
      key: name,
      sizeBytes: bytes.length,
      open: () => Promise.resolve(memorySource(bytes, name)),
      bounds: null,
      rows: null,
      schemaKey: null,
      version: 1,
    }],
    time: null,
    origin: { kind: "table", factory: null, cache: null },
  };
}

const world = newWorld();
const engine = decodingEngine(world.engine, world.cache);

/** Rows of a file, and the types that its footer gives its columns. */
async function read(bytes: Uint8Array, name: string) {
  const { columns } = readParquetFooter(memorySource(bytes, name), name);
  const rows = await rowsOf(engine, scanOf(bytes, name)) as Record<string, unknown>[];
  return { rows, columns };
}

function int32(name: string, values: readonly number[], facts: Partial<OddColumn> = {}): OddColumn {
  return {
    node: node({ name, physical: "int32" }),
    valueCount: values.length,
    pages: [{ type: "data", values: values.length, body: plain("int32", values) }],
    ...facts,
  };
}

/** A page of gzip members, each with a part of the body. */
function gzipPage(page: OddPage, cuts: readonly number[]): OddPage {
  const ends = [...cuts, page.body.length];
  const members = ends.map((end, i) => gzipSync(page.body.subarray(ends[i - 1] ?? 0, end)));
  return { ...page, body: joined(members), plainBytes: page.body.length };
}

Deno.test("odd Parquet: a page of several gzip members has all of its values", async () => {
  const [page] = int32("a", [1, 2, 3, 4]).pages;
  for (const cuts of [[8], [4, 8, 12], [0], [16], [0, 8]]) {
    const column = int32("a", [1, 2, 3, 4], { codec: "GZIP", pages: [gzipPage(page!, cuts)] });
    const { rows } = await read(oddFile([column], { rows: 4 }), `gzip ${cuts}`);
    assertEquals(rows, [{ a: 1 }, { a: 2 }, { a: 3 }, { a: 4 }]);
  }
});

Deno.test("odd Parquet: a single gzip member is read as it is", async () => {
  const { entries } = await world.cache.stats();
  const [page] = int32("a", [1, 2]).pages;
  const column = int32("a", [1, 2], { codec: "GZIP", pages: [gzipPage(page!, [])] });
  assertEquals((await read(oddFile([column], { rows: 2 }), "one")).rows, [{ a: 1 }, { a: 2 }]);
  assertEquals((await world.cache.stats()).entries, entries);
});

Deno.test("odd Parquet: integers and halves in BYTE_STREAM_SPLIT, beside columns that stay", async () => {
  const split = (bytes: Uint8Array, width: number) =>
    Uint8Array.from(bytes, (_, i) => {
      const count = bytes.length / width;
      return bytes[(i % count) * width + Math.floor(i / count)]!;
    });
  const halves = Uint8Array.of(0x00, 0x3e, 0x00, 0xc1, 0x01, 0x00);
  const half = node({ name: "h", physical: "fixed", typeLength: 2, logical: logical(15) });
  const pageOf = (body: Uint8Array): OddPage => ({
    type: "data",
    values: 3,
    encoding: BYTE_STREAM_SPLIT,
    body,
  });
  const bytes = oddFile([
    int32("a", [1, -2, 300_000], { pages: [pageOf(split(plain("int32", [1, -2, 300_000]), 4))] }),
    { node: half, valueCount: 3, pages: [pageOf(split(halves, 2))] },
    int32("b", [7, 8, 9]),
  ], { rows: 3 });
  const { rows, columns } = await read(bytes, "split");
  const { entries } = await world.cache.stats();
  assertEquals((await read(bytes, "split")).rows, rows);
  assertEquals((await world.cache.stats()).entries, entries);
  assertEquals(rows.map(({ a, b }) => [a, b]), [[1, 7], [-2, 8], [300_000, 9]]);
  assertEquals(rows.map(({ h }) => h), [1.5, -2.5, 5.9604645e-8]);
  assertEquals(columns.map(({ type }) => formatType(type)), ["int32", "float", "int32"]);
});

Deno.test("odd Parquet: halves behind a dictionary, infinities and NaN among them", async () => {
  const h = node({ name: "h", physical: "fixed", typeLength: 2, logical: logical(15) });
  const entries = Uint8Array.of(0x00, 0x7c, 0x00, 0xfc, 0x00, 0x7e, 0x00, 0x80);
  const indices = Uint8Array.of(2, 0b11, 0b11100100, 0b00000000);
  const { rows } = await read(
    oddFile([{
      node: h,
      valueCount: 5,
      pages: [
        { type: "dictionary", values: 4, body: entries },
        { type: "data", values: 5, encoding: 8, body: indices },
      ],
    }], { rows: 5 }),
    "half dictionary",
  );
  assertEquals(rows.map(({ h }) => String(h)), ["Infinity", "-Infinity", "NaN", "0", "Infinity"]);
});

Deno.test("odd Parquet: decimals in DELTA_BYTE_ARRAY", async () => {
  const d = node({
    name: "d",
    physical: "fixed",
    typeLength: 2,
    converted: 5,
    precision: 4,
    scale: 1,
  });
  // Prefixes 0 and 1, suffixes of 2 bytes and 1: 300 and 301.
  const deltas = (first: number, ...rest: number[]) =>
    Uint8Array.of(128, 1, 4, rest.length + 1, 2 * first, 2 * rest[0]!, 0, 0, 0, 0);
  const lengths = Uint8Array.of(128, 1, 4, 2, 4, 1, 0, 0, 0, 0);
  const body = joined([deltas(0, 1), lengths, Uint8Array.of(0x01, 0x2c, 0x2d)]);
  const { rows } = await read(
    oddFile([{
      node: d,
      valueCount: 2,
      pages: [{ type: "data", values: 2, encoding: DELTA_BYTE_ARRAY, body }],
    }], { rows: 2 }),
    "decimals",
  );
  assertEquals(rows, [{ d: "30.0" }, { d: "30.1" }]);
});

Deno.test("odd Parquet: a page of version 2 with nothing but NULLs has no body to decompress", async () => {
  const a = node({ name: "a", physical: "int32", repetition: "optional" });
  for (const codec of ["SNAPPY", "GZIP", "ZSTD", "BROTLI", "LZ4_RAW"] as const) {
    const bytes = oddFile([{
      node: a,
      codec,
      valueCount: 3,
      pages: [{
        type: "dataV2",
        values: 3,
        nulls: 3,
        body: Uint8Array.of(6, 0),
        definitionBytes: 2,
      }],
    }], { rows: 3 });
    const { rows } = await read(bytes, `empty ${codec}`);
    assertEquals(rows, [{ a: null }, { a: null }, { a: null }]);
  }
});

Deno.test("odd Parquet: text is what its logical type says, and names are what SQL can tell apart", async () => {
  const text = (name: string, facts: Partial<OddColumn["node"]>): OddColumn => ({
    node: node({ name, physical: "bytes", ...facts }),
    valueCount: 2,
    pages: [{ type: "data", values: 2, body: plainTexts(["ä", "b"]) }],
  });
  const bytes = oddFile([
    text("a", { logical: logical(1) }),
    text("A", { converted: 0 }),
    text("", {}),
  ], { rows: 2 });
  const { rows, columns } = await read(bytes, "names");
  assertEquals(rows, [{ a: "ä", A_1: "ä", C2: "w6Q=" }, { a: "b", A_1: "b", C2: "Yg==" }]);
  assertEquals(columns.map(({ name, type }) => `${name} ${formatType(type)}`), [
    "a string",
    "A_1 string",
    "C2 binary",
  ]);
});

Deno.test("odd Parquet: bounds that are cut inside a character count for nothing", async () => {
  const column: OddColumn = {
    node: node({ name: "s", physical: "bytes", converted: 0 }),
    valueCount: 2,
    pages: [{ type: "data", values: 2, body: plainTexts(["日本語", "中文"]) }],
    min: Uint8Array.of(0xe4, 0xb8),
    max: Uint8Array.of(0xe6, 0x97, 0xa5, 0xe8, 0xaa, 0x7f),
  };
  const { rows } = await read(oddFile([column], { rows: 2 }), "cut");
  assertEquals(rows, [{ s: "日本語" }, { s: "中文" }]);
});

Deno.test("odd Parquet: repeated fields without annotation are lists, a map without values one of its keys", async () => {
  const item = node({ name: "r", physical: "int32", repetition: "repeated" });
  const key = node({ name: "key", physical: "int32" });
  const entries = node({ name: "key_value", repetition: "repeated", children: [key] });
  const map = node({ name: "m", converted: 1, logical: logical(2), children: [entries] });
  // Two rows: [1, 2] and []. Levels: repetitions 0 1 0, definitions 1 1 0, each behind its size.
  const levels = joined([
    plain("int32", [2]),
    Uint8Array.of(3, 0b010),
    plain("int32", [2]),
    Uint8Array.of(3, 0b011),
  ]);
  const page: OddPage = {
    type: "data",
    values: 3,
    body: joined([levels, plain("int32", [1, 2])]),
  };
  const bytes = oddFile([
    { node: item, valueCount: 3, pages: [page] },
    { node: key, valueCount: 3, pages: [page] },
  ], { rows: 2, saidRows: 0, root: [item, map] });
  const { rows, columns } = await read(bytes, "repeated");
  assertEquals(rows, [{ r: [1, 2], m: [1, 2] }, { r: [], m: [] }]);
  assertEquals(columns.map(({ type }) => formatType(type)), ["list<int32>", "list<int32>"]);
});

Deno.test("odd Parquet: what can't be read is refused with file and column", async () => {
  const decimal = node({
    name: "d",
    physical: "fixed",
    typeLength: 32,
    converted: 5,
    precision: 76,
  });
  const files: readonly [OddColumn, string][] = [
    [
      { node: decimal, valueCount: 0, pages: [] },
      `cannot read /x as Parquet: its column "d" is decimal(76,0)`,
    ],
    [
      int32("a", [1], { codec: "LZO" }),
      `cannot read /x as Parquet: its column "a" is compressed with LZO, which isn't supported`,
    ],
    [
      int32("a", [1], {
        codec: "GZIP",
        pages: [{ type: "data", values: 2, body: plain("int32", [1]) }],
      }),
      `cannot read /x as Parquet: its column "a" is damaged, its pages have more values than the 1`,
    ],
    [
      int32("a", [1], {
        codec: "LZ4",
        pages: [{ type: "data", values: 1, body: Uint8Array.of(0xff, 1, 2), plainBytes: 4 }],
      }),
      `cannot read /x as Parquet: its column "a" is damaged, an LZ4 block`,
    ],
  ];
  for (const [column, message] of files) {
    const bytes = oddFile([column], { rows: column.valueCount });
    const scan = {
      ...scanOf(bytes, "/x"),
      files: [{ ...scanOf(bytes, "/x").files[0]!, key: message }],
    };
    await assertRejects(() => rowsOf(engine, scan), PondError, message);
  }
});

Deno.test("odd Parquet: columns of geometry are read as they are stored", async () => {
  const geo = JSON.stringify({
    version: "1.0.0",
    primary_column: "g",
    columns: { g: { encoding: "WKB", geometry_types: [] } },
  });
  const column: OddColumn = {
    node: node({ name: "g", physical: "bytes" }),
    valueCount: 1,
    pages: [{ type: "data", values: 1, body: plainTexts(["wkb"]) }],
  };
  const { rows } = await read(oddFile([column], { rows: 1, keyValues: [["geo", geo]] }), "geo");
  assertEquals(rows, [{ g: btoa("wkb") }]);
});
