/**
 * Parquet of common writers against what pyarrow reads of it
 * (`tests/data/formats/make_formats.py`): every value of every column, through the engine as it is,
 * or transcoded where it can't decode the codec.
 */
import { openResultCache } from "../../lib/cache/mod.ts";
import { systemEnvironment } from "../../lib/base/mod.ts";
import { decodingEngine } from "../../lib/sources/mod.ts";
import { createSqlEngine } from "../../lib/sql/mod.ts";
import { memoryStore } from "../store/memory.ts";
import { readParquetFooter } from "../../lib/parquet/mod.ts";
import { memorySource, type Relation } from "../../lib/table/mod.ts";
import { assertEquals, assertOk } from "../deps.ts";

const DATA = new URL("../data/formats/", import.meta.url);
const EXPECTED = JSON.parse(Deno.readTextFileSync(new URL("expected.json", DATA))) as Record<
  string,
  Record<string, readonly (string | null)[]>
>;

const cache = openResultCache(memoryStore(), {
  environment: systemEnvironment,
  limitBytes: 1e9,
  warn: (message) => {
    throw new Error(message);
  },
});
const engine = decodingEngine(createSqlEngine(), cache);

function relationOf(name: string): Relation {
  const bytes = Deno.readFileSync(new URL(name, DATA));
  const { rows, schemaKey } = readParquetFooter(memorySource(bytes, name), name);
  const file = {
    label: name,
    key: name,
    sizeBytes: bytes.length,
    rows,
    schemaKey,
    bounds: null,
    version: null,
    open: () => Promise.resolve(memorySource(bytes, name)),
  };
  const origin = { kind: "table", factory: null, cache: null } as const;
  return { type: "parquet", label: name, files: [file], time: null, origin };
}

async function texts(name: string, columns: readonly string[]): Promise<Record<string, unknown[]>> {
  const casts = columns.map((column) =>
    EPOCHS.has(column)
      ? `CAST(CAST("${column}" AS TIMESTAMP) AS VARCHAR)`
      : `CAST("${column}" AS VARCHAR)`
  );
  const found = Object.fromEntries(columns.map((column) => [column, [] as unknown[]]));
  const relations = new Map([["t", relationOf(name)]]);
  await using result = await engine.run({ sql: `SELECT ${casts} FROM t`, relations });
  for await (const batch of result.batches) {
    columns.forEach((column, i) => found[column]!.push(...batch.getChildAt(i)!));
  }
  return found;
}

/** Times, which the expectation has in microseconds. */
const EPOCHS = new Set(["ts_ms", "ts_us", "ts_ns", "ts_utc"]);

Deno.test("formats: every value of every writer's Parquet equals pyarrow's reading", async (t) => {
  assertOk(Object.keys(EXPECTED).length >= 30);
  for (const [name, columns] of Object.entries(EXPECTED)) {
    await t.step(name, async () => {
      const found = await texts(name, Object.keys(columns));
      for (const [column, values] of Object.entries(columns)) {
        assertEquals(found[column], [...values], `${name}: ${column}`);
      }
    });
  }
});
