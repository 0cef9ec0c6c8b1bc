import { decodingEngine } from "../../lib/sources/mod.ts";
import { memorySource, type ParquetScan, type Relation } from "../../lib/table/mod.ts";
import { assertEquals } from "../deps.ts";
import { fixtureBytes } from "../parquet/fixtures.ts";
import { newWorld, rowsOf } from "./fakes.ts";

function scan(name: string): ParquetScan {
  const bytes = fixtureBytes(name);
  return {
    type: "parquet",
    label: `/${name}`,
    files: [{
      label: `/${name}`,
      key: name,
      sizeBytes: bytes.length,
      open: () => Promise.resolve(memorySource(bytes, name)),
      bounds: null,
      rows: 6,
      schemaKey: null,
      version: 1,
    }],
    time: { name: "ts", unit: "us", native: true },
    origin: { kind: "table", factory: null, cache: null },
  };
}

Deno.test("decodingEngine: stored files in any codec give the same rows, at any depth", async () => {
  const world = newWorld();
  const engine = decodingEngine(world.engine, world.cache);
  const expected = await rowsOf(world.engine, scan("zstd.parquet"));
  for (const name of ["lz4.parquet", "brotli.parquet", "zstd.parquet"]) {
    const stored = scan(name);
    const derived: Relation = {
      type: "query",
      label: "/derived",
      sql: "SELECT * FROM a",
      inputs: new Map([["a", stored]]),
      time: null,
      origin: { kind: "table", factory: "sql-derived-table", cache: null },
    };
    assertEquals(await rowsOf(engine, stored), expected);
    assertEquals(await rowsOf(engine, derived), expected);
  }
  assertEquals((await world.cache.stats()).entries, 0);
});

Deno.test("decodingEngine: delta-encoded integers of 64 bits keep their values", async () => {
  const world = newWorld();
  const stored = { ...scan("wide_delta.parquet"), time: null };
  // Integers beyond 2^53 are strings in JSON.
  const expected = [2n ** 63n - 1n, -(2n ** 63n), 2n ** 62n, -(2n ** 62n), 7, 2n ** 61n]
    .map((n) => ({ n: typeof n === "bigint" ? String(n) : n }));
  assertEquals(await rowsOf(decodingEngine(world.engine, world.cache), stored), expected);
});
