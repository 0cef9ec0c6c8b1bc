import { createSqlEngine, type SqlEngineOptions } from "../../lib/sql/mod.ts";
import { assertEquals, assertRejects } from "../deps.ts";
import { query } from "./support.ts";

/** The one value that `sql` gives in an engine of its own, which is closed then. */
async function ask(sql: string, options: SqlEngineOptions = {}): Promise<unknown> {
  const engine = createSqlEngine(options);
  try {
    await using result = await engine.run(query(sql));
    let value: unknown;
    for await (const batch of result.batches) value = batch.getChildAt(0)!.get(0);
    return value;
  } finally {
    engine.close();
  }
}

const MEMORY = 32 * 1024 ** 2;
const LARGE = "SELECT max(length(v)) FROM (SELECT list(range) AS v FROM range(4000000))";

Deno.test("createSqlEngine: one after another, each has its own clock, limits and functions", async () => {
  for (const seconds of [1n, 2n]) {
    const environment = {
      nowUs: () => seconds * 1_000_000n,
      randomBytes: (length: number) => new Uint8Array(length),
    };
    assertEquals(await ask("SELECT epoch(now())", { environment }), Number(seconds));
  }
  await assertRejects(() => ask(LARGE, { memoryLimitBytes: MEMORY }), Error, "more memory");
  assertEquals(await ask(LARGE), 4_000_000n);
  await assertRejects(() => ask(LARGE, { memoryLimitBytes: MEMORY }), Error, "more memory");
  assertEquals(await ask(`SELECT '{"a": 1}'->>'a'`), "1");
  assertEquals(await ask(`SELECT '{"a": 2}'->>'a'`), "2");
});

Deno.test("createSqlEngine: two at once have nothing in common", async () => {
  const engines = [createSqlEngine(), createSqlEngine()];
  try {
    const [one, other] = await Promise.all(
      engines.map((engine) => engine.run(query("SELECT range FROM range(10000)"))),
    );
    engines[0]!.close();
    let rows = 0;
    for await (const batch of other!.batches) rows += batch.numRows;
    await one![Symbol.asyncDispose]();
    await other![Symbol.asyncDispose]();
    assertEquals(rows, 10_000);
  } finally {
    for (const engine of engines) engine.close();
  }
});
