import { loadArrow } from "../../lib/deps/arrow.ts";
import { encodeArrow } from "../../lib/table/encode_arrow.ts";
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
