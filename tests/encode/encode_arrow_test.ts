import { loadArrow } from "../../lib/deps/arrow.ts";
import { arrowSchema } from "../../lib/encode/arrow_type.ts";
import { markUtc } from "../../lib/encode/arrow_utc.ts";
import { encodeArrow } from "../../lib/encode/encode_arrow.ts";
import { assertEquals, assertOk } from "../deps.ts";
import { duckDbRows } from "./duckdb_batches.ts";

Deno.test("encodeArrow: a stream that reads back, written batch by batch", async () => {
  const { tableFromIPC } = await loadArrow();
  const parts: Uint8Array[] = [];
  for await (
    const part of encodeArrow(await duckDbRows("SELECT i, 'x' || i s FROM range(5000) t(i)"))
  ) {
    parts.push(part);
  }
  assertOk(parts.length > 3);
  const table = tableFromIPC(parts);
  assertEquals(table.numRows, 5000);
  assertEquals(table.getChild("s")!.get(4999), "x4999");
});

Deno.test("encodeArrow: no rows keeps the schema", async () => {
  const { tableFromIPC } = await loadArrow();
  const parts: Uint8Array[] = [];
  for await (const part of encodeArrow(await duckDbRows("SELECT 1 AS a WHERE false"))) {
    parts.push(part);
  }
  const table = tableFromIPC(parts);
  assertEquals([table.numRows, table.schema.fields.map(({ name }) => name)], [0, ["a"]]);
});

Deno.test("arrowSchema: every word that the engine gives is the type its batches have", async () => {
  const arrow = await loadArrow();
  const sql =
    `SELECT true AS a, 1::TINYINT AS b, 1::USMALLINT AS c, 1::BIGINT AS d, 1::HUGEINT AS e,
    1::FLOAT AS f, 1::DOUBLE AS g, 1.5::DECIMAL(12,3) AS h, 'x' AS i, 'x'::BLOB AS j, DATE '2026-01-01' AS k,
    TIME '01:02:03' AS l, TIMESTAMP '2026-01-01 00:00:00' AS m, INTERVAL '1 day' AS n, [1] AS o,
    {'x': 1, 'y': [{'z': 1.5::DECIMAL(4,1)}]} AS p, MAP(['k'], [[1]]) AS q`;
  const { columns, batches } = await duckDbRows(sql);
  for await (const batch of batches) {
    const expected = markUtc(arrow, batch).schema.fields.map(({ name, type }) => `${name} ${type}`);
    const actual = arrowSchema(arrow, columns).fields.map(({ name, type }) => `${name} ${type}`);
    assertEquals(actual, expected);
  }
});

Deno.test("encodeArrow: moments say that they are UTC, nested ones too, and keep their values", async () => {
  const { tableFromIPC } = await loadArrow();
  const parts: Uint8Array[] = [];
  const sql =
    "SELECT TIMESTAMP '2026-01-01 00:00:00.000001' AS t, [{'a': t, 'n': 1}, NULL] AS l, " +
    "MAP {'k': t} AS m, 5 AS i";
  for await (const part of encodeArrow(await duckDbRows(sql))) parts.push(part);
  const table = tableFromIPC(parts);
  const types = table.schema.fields.map(({ type }) => `${type}`);
  assertOk(
    types.slice(0, 3).every((type) => type.includes("Timestamp<MICROSECOND, UTC>")),
    `${types}`,
  );
  assertEquals(table.getChild("t")!.data[0]!.values[0], 1767225600000001n);
  assertEquals(table.getChild("l")!.get(0)!.get(0)!.n, 1);
});
