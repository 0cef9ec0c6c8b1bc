import { PondError } from "../../lib/base/mod.ts";
import { assertEquals, assertRejects } from "../deps.ts";
import { days, derived, engine, MemoryTarget, query, rowsOf, scan } from "./support.ts";

const ENDLESS = [
  "SELECT count(*) FROM range(1000000000000) a, range(1000000) b",
  "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r",
  "SELECT * FROM range(1000000000000) a, range(1000000) b WHERE a.range + b.range < 0",
];

Deno.test("run: a query without end is ended at its limit, the engine goes on", async () => {
  for (const sql of ENDLESS) {
    const error = await assertRejects(async () => {
      const result = await engine.run(query(sql), { timeoutMs: 700 });
      for await (const _ of result.batches);
    }, PondError);
    assertEquals(error.code, "timeout", error.message);
  }
  assertEquals((await rowsOf("SELECT 1")).rows, [[1]]);
});

Deno.test("run: with a limit the answers, errors, counters and progress are the same", async () => {
  const relation = derived("SELECT * FROM x WHERE v < 10", { x: scan(await days(5)) }, "/d");
  const asked = query("SELECT ts, v FROM d WHERE ts >= '2024-01-04' ORDER BY ts", { d: relation });
  const plain = await rowsOf(asked.sql, { d: relation });
  let progress = 0;
  await using result = await engine.run(asked, {
    timeoutMs: 60_000,
    onProgress: ({ bytesRead }) => void (progress = bytesRead),
  });
  const rows: unknown[][] = [];
  for await (const batch of result.batches) {
    for (const row of batch) rows.push([row!.ts, row!.v]);
  }
  assertEquals(rows, plain.rows.map((row) => [...row]));
  const { seconds: _, ...counters } = result.counters();
  const { seconds: __, ...expected } = plain.counters;
  assertEquals(counters, expected);
  assertEquals(progress > 0, true);

  const wrong = await assertRejects(
    () => engine.run(query("SELECT nope FROM d", { d: relation }), { timeoutMs: 60_000 }),
    PondError,
  );
  assertEquals([wrong.code, wrong.data.line, wrong.data.column], ["invalid-query", 1, 8]);
});

Deno.test("writeParquet: with a limit writes the same bytes, and throws what the target throws", async () => {
  const sql = "SELECT range AS a, TIMESTAMP '2024-01-01' AS ts FROM range(200000)";
  const [plain, limited] = [new MemoryTarget(), new MemoryTarget()];
  await engine.writeParquet(query(sql), plain);
  await engine.writeParquet(query(sql), limited, { timeoutMs: 60_000 });
  assertEquals(limited.bytes(), plain.bytes());
  const full = {
    writeSync() {
      throw new PondError("no-space", "cannot write the file: the disk is full");
    },
  };
  const error = await assertRejects(
    () => engine.writeParquet(query(sql), full, { timeoutMs: 60_000 }),
    PondError,
  );
  assertEquals(error.code, "no-space");
});
