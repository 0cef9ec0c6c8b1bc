import { formatType } from "../../lib/table/mod.ts";
import { isPondError, PondError } from "../../lib/base/mod.ts";
import { readParquetFooter } from "../../lib/parquet/mod.ts";
import { memorySource } from "../../lib/table/bytes.ts";
import { assertEquals, assertNotEquals, assertOk, assertThrows } from "../deps.ts";
import { fixture, fixtureBytes, parquetFixtures } from "./fixtures.ts";

Deno.test("readParquetFooter: columns in pond's words, nested ones too", () => {
  const { columns, rows } = readParquetFooter(fixture("types.parquet"), "types.parquet");
  assertEquals(rows, 3);
  assertEquals(Object.fromEntries(columns.map(({ name, type }) => [name, formatType(type)])), {
    boolean: "boolean",
    int8: "int8",
    int16: "int16",
    int32: "int32",
    int64: "int64",
    uint8: "uint8",
    uint16: "uint16",
    uint32: "uint32",
    uint64: "uint64",
    float: "float",
    double: "double",
    decimal: "decimal(20,2)",
    string: "string",
    binary: "binary",
    fixed: "binary",
    date: "date",
    time: "time",
    list: "list<int32>",
    struct: "struct<x: int64, y: string>",
    map: "map<string, int64>",
    deep: "list<struct<a: list<double>>>",
    ["__proto__"]: "int64",
    required: "int64",
  });
  assertEquals(columns.filter(({ nullable }) => !nullable).map(({ name }) => name), ["required"]);
});

Deno.test("readParquetFooter: row groups lie one after the other inside the file", () => {
  const source = fixture("zstd.parquet");
  const { rowGroups, codecs } = readParquetFooter(source, "zstd.parquet");
  assertEquals(rowGroups.map(({ rows }) => rows), [3, 3]);
  assertEquals(rowGroups[0]!.startByte, 4);
  assertOk(rowGroups[1]!.startByte >= rowGroups[0]!.endByte);
  assertOk(rowGroups[1]!.endByte < source.sizeBytes);
  assertEquals([...codecs], ["ZSTD"]);
});

Deno.test("readParquetFooter: schemaKey is equal for equal schemas whatever the codec, and differs by type", () => {
  const keys = ["zstd", "lz4", "brotli", "no_statistics", "int96"].map((name) =>
    readParquetFooter(fixture(`${name}.parquet`), name).schemaKey
  );
  assertEquals(new Set(keys.slice(0, 4)).size, 1);
  assertNotEquals(keys[4], keys[0]);
});

Deno.test("readParquetFooter: bytes that are not Parquet are invalid-input naming the file", () => {
  for (const text of ["", "PAR1", "a,b\n1,2\n3,4\n5,6\n"]) {
    const bytes = new TextEncoder().encode(text);
    const error = assertThrows(
      () => readParquetFooter(memorySource(bytes, ""), "/x/y.csv"),
      PondError,
      "/x/y.csv",
    );
    assertEquals(error.code, "invalid-input");
  }
});

Deno.test("readParquetFooter: truncation and forged lengths are corrupt", () => {
  const bytes = fixtureBytes("zstd.parquet");
  const forged = (length: number) => {
    const copy = bytes.slice();
    new DataView(copy.buffer).setUint32(copy.length - 8, length, true);
    return copy;
  };
  for (
    const broken of [
      bytes.slice(0, -1),
      bytes.slice(0, bytes.length / 2),
      forged(0xffffffff),
      forged(65 * 1024 * 1024),
      forged(bytes.length),
      forged(3),
    ]
  ) {
    const error = assertThrows(
      () => readParquetFooter(memorySource(broken, ""), "f"),
      PondError,
    );
    assertEquals(error.code, "corrupt");
  }
});

Deno.test("readParquetFooter: any flipped byte gives a footer or a PondError, nothing else", () => {
  for (const name of parquetFixtures()) {
    const bytes = fixtureBytes(name);
    for (let i = 0; i < bytes.length; i++) {
      for (const mask of [0x01, 0x80, 0xff]) {
        bytes[i]! ^= mask;
        try {
          readParquetFooter(memorySource(bytes, ""), name);
        } catch (error) {
          assertOk(isPondError(error, "corrupt", "invalid-input", "unsupported"), `${error}`);
        }
        bytes[i]! ^= mask;
      }
    }
  }
});
