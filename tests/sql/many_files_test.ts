import type { Relation } from "../../lib/table/mod.ts";
import { assertEquals } from "../deps.ts";
import { engine, fileOf, parquet, TS } from "./support.ts";

Deno.test("run: a scan over thousands of files, whose statement is longer than the engine's stack", async () => {
  const bytes = await parquet("SELECT TIMESTAMP '2024-01-01' AS ts, 7 AS n");
  const scan: Relation = {
    type: "parquet",
    label: "/many",
    files: Array.from({ length: 3000 }, () => fileOf(bytes)),
    time: TS,
    origin: { kind: "series", factory: null, cache: null },
  };
  await using result = await engine.run({
    sql: "SELECT count(*)::INTEGER AS n, sum(n)::INTEGER AS s FROM source",
    relations: new Map([["source", scan]]),
  });
  const rows: unknown[] = [];
  for await (const batch of result.batches) for (const row of batch) rows.push(row.toJSON());
  assertEquals(rows, [{ n: 3000, s: 21_000 }]);
});
