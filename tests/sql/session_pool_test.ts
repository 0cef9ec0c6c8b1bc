/**
 * Queries in threads: side by side, within each other, ended at once, with an engine that goes on.
 */
import { isPondError } from "../../lib/base/mod.ts";
import { createSqlEngine, type RunOptions, type SqlEngine } from "../../lib/sql/mod.ts";
import { assertEquals, assertOk } from "../deps.ts";
import { MemoryTarget, query } from "./support.ts";

const ENDLESS = "SELECT count(*) FROM range(1000000000000) a, range(1000000) b";

async function valueOf(engine: SqlEngine, sql: string, options: RunOptions = {}): Promise<unknown> {
  await using result = await engine.run(query(sql), options);
  let value: unknown;
  for await (const batch of result.batches) value = batch.getChildAt(0)?.get(0);
  return value;
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "none";
  } catch (error) {
    return isPondError(error) ? error.code : String(error);
  }
}

Deno.test("threads: ten queries at once make ten answers, and timers go on meanwhile", async () => {
  const engine = createSqlEngine({ threads: 2 });
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  const answers = await Promise.all(
    Array.from(
      { length: 10 },
      (_, i) => valueOf(engine, `SELECT sum(a.range * 0 + 1)::INTEGER + ${i} FROM range(200000) a`),
    ),
  );
  clearInterval(timer);
  assertEquals(answers.map(Number), Array.from({ length: 10 }, (_, i) => 200000 + i));
  assertOk(ticks > 10, `${ticks} ticks`);
  engine.close();
});

Deno.test("threads: a signal or a limit ends what computes and what waits; the others go on", async () => {
  const engine = createSqlEngine({ threads: 1 });
  const abort = new AbortController();
  const running = codeOf(valueOf(engine, ENDLESS, { signal: abort.signal }));
  const late = codeOf(valueOf(engine, ENDLESS, { timeoutMs: 300 }));
  const waiting = valueOf(engine, "SELECT 7");
  assertEquals(await late, "timeout");
  abort.abort();
  assertEquals([await running, Number(await waiting)], ["interrupted", 7]);
  assertEquals(await codeOf(valueOf(engine, ENDLESS, { timeoutMs: 300 })), "timeout");
  const signal = AbortSignal.timeout(300);
  assertEquals(await codeOf(valueOf(engine, ENDLESS, { signal })), "timeout");
  assertEquals(await codeOf(valueOf(engine, "SELECT 1", { signal })), "timeout");
  assertEquals(Number(await valueOf(engine, "SELECT 8")), 8);
  engine.close();
  assertEquals(await codeOf(valueOf(engine, "SELECT 1")), "interrupted");
});

Deno.test("threads: queries in a loop over another's rows don't wait for each other", async () => {
  const engine = createSqlEngine({ threads: 1 });
  const seen: number[] = [];
  await using outer = await engine.run(query("SELECT range::INTEGER AS i FROM range(5000)"));
  for await (const batch of outer.batches) {
    const first = Number(batch.getChildAt(0)!.get(0));
    seen.push(Number(await valueOf(engine, `SELECT ${first} + 1`)));
    if (seen.length === 2) break;
  }
  assertEquals(seen[0], 1);
  engine.close();
});

Deno.test("threads: errors, columns, plans and Parquet are those of the same thread", async () => {
  const engine = createSqlEngine({ threads: 1 });
  const inline = createSqlEngine();
  assertEquals(await codeOf(valueOf(engine, "SELECT nope")), "invalid-query");
  const asked = query("SELECT range AS a, 'x' AS b FROM range(1000)");
  assertEquals(await engine.columns(asked), await inline.columns(asked));
  assertEquals((await engine.explain(asked)).counters.rows, 1000);
  const [threaded, plain] = [new MemoryTarget(), new MemoryTarget()];
  await engine.writeParquet(asked, threaded);
  await inline.writeParquet(asked, plain);
  assertEquals(threaded.bytes(), plain.bytes());
  engine.close();
  inline.close();
});

Deno.test("inline: a signal ends a query between two batches, or before it begins", async () => {
  const engine = createSqlEngine();
  assertEquals(
    await codeOf(valueOf(engine, "SELECT 1", { signal: AbortSignal.abort() })),
    "interrupted",
  );
  const abort = new AbortController();
  await using result = await engine.run(query("SELECT * FROM range(100000)"), {
    signal: abort.signal,
  });
  const reading = (async () => {
    for await (const _ of result.batches) abort.abort();
  })();
  assertEquals(await codeOf(reading), "interrupted");
  engine.close();
});
