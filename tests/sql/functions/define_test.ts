import { assertEquals, assertOk, assertRejects, assertThrows } from "../../deps.ts";
import {
  createSqlEngine,
  defineFunction,
  type SqlEngine,
  type UserFunction,
} from "../../../lib/sql/mod.ts";

const half = defineFunction({
  name: "half",
  args: ["int64"],
  returns: "float64",
  call: (n) => Number(n) / 2,
});
const label = defineFunction({
  name: "label",
  args: ["VARCHAR", "integer"],
  returns: "text",
  takesNull: true,
  call: (text, n) => text === null ? null : text.repeat(n ?? 1),
});
const running = defineFunction({
  name: "running",
  args: ["double"],
  returns: "DOUBLE[]",
  callBatch: ([numbers], rows) =>
    Array.from({ length: rows }, (_, row) => [numbers[row]!, rows > 0 ? 1 : 0]),
});
const nextDay = defineFunction({
  name: "next_day",
  args: ["timestamp", "date"],
  returns: "timestamp",
  call: (us, date) => date === "1970-01-02" ? us + 86_400_000_000n : new Date(0),
});
const strict = defineFunction({
  name: "strict",
  args: ["int64", "string"],
  returns: "int64",
  call(n, text) {
    if (n === 3500n) throw new Error(`no ${text} for it`);
    return n;
  },
});
const wrong = defineFunction({
  name: "wrong",
  args: ["int64"],
  returns: "int64",
  call: (n) => n === 2n ? "two" as unknown as bigint : n,
});
const FUNCTIONS: readonly UserFunction[] = [half, label, running, nextDay, strict, wrong];

async function rowsOf(engine: SqlEngine, sql: string): Promise<string[]> {
  await using result = await engine.run({ sql, relations: new Map() });
  const rows: string[] = [];
  for await (const batch of result.batches) {
    rows.push(...batch.toArray().map((row) => String(Object.values(row!.toJSON()))));
  }
  return rows;
}

for (const threads of [0, 1]) {
  const where = threads === 0 ? "in this thread" : "in a thread of its own";

  Deno.test(`defineFunction: SQL calls it, computed ${where}`, async () => {
    const engine = createSqlEngine({ functions: FUNCTIONS, threads });
    try {
      const sql = "SELECT sum(half(i)), count(half(i)) FROM range(5001) t(i) WHERE i % 5 <> 0";
      assertEquals(await rowsOf(engine, sql), ["5000000,4000"]);
      const labels = "SELECT label(x, n) FROM (VALUES ('a', 3), (NULL, 2), ('b', NULL)) t(x, n)";
      assertEquals(await rowsOf(engine, labels), ["aaa", "", "b"]);
      const long =
        "SELECT sum(length(label(repeat('x', 1000), (i % 3 + 1)::INTEGER))) FROM range(9000) t(i)";
      assertEquals(await rowsOf(engine, long), ["18000000"]);
      assertEquals(await rowsOf(engine, "SELECT sum(running(i)[1]) FROM range(4000) t(i)"), [
        "7998000",
      ]);
      const days = "SELECT CAST(next_day(make_timestamp(5), d) AS VARCHAR) FROM " +
        "(VALUES (DATE '1970-01-02'), (DATE '1970-01-03'), (NULL)) t(d)";
      assertEquals(await rowsOf(engine, days), [
        "1970-01-02 00:00:00.000005",
        "1970-01-01 00:00:00",
        "",
      ]);
    } finally {
      engine.close();
    }
  });

  Deno.test(`defineFunction: an error names the function and the row, computed ${where}`, async () => {
    const engine = createSqlEngine({ functions: FUNCTIONS, threads });
    try {
      const failing = [
        [
          "SELECT sum(strict(i, 'value')) FROM range(6000) t(i)",
          "the function strict failed in row 3501, strict(3500, 'value'): no value for it",
        ],
        ["SELECT sum(wrong(i)) FROM range(5) t(i)", "the function wrong failed in row 3, wrong(2)"],
      ];
      for (const [sql, message] of failing) {
        for (let time = 0; time < 2; time++) {
          const error = await assertRejects(() => rowsOf(engine, sql!));
          assertOk((error as Error).message.includes(message!), (error as Error).message);
        }
        assertEquals(await rowsOf(engine, "SELECT half(3)"), ["1.5"]);
      }
    } finally {
      engine.close();
    }
  });
}

Deno.test("defineFunction: what can't be one is refused", async () => {
  const call = () => 1;
  const refused = [
    [{ name: "a b", args: [], returns: "float64", call }, "a name is made of letters"],
    [{ name: "x", args: ["flout64"], returns: "float64", call }, '"flout64" is no type'],
    [{ name: "json_type", args: ["string"], returns: "string", call }, "pond has a function"],
  ] as const;
  for (const [spec, message] of refused) {
    const error = assertThrows(() => defineFunction(spec as never));
    assertOk((error as Error).message.includes(message), (error as Error).message);
  }
  const lower = defineFunction({
    name: "lower",
    args: ["string"],
    returns: "string",
    call: (x) => x,
  });
  const engine = createSqlEngine({ functions: [lower] });
  try {
    const error = await assertRejects(() => rowsOf(engine, "SELECT lower('A')"));
    assertOk((error as Error).message.includes("SQL has a function of that name"));
  } finally {
    engine.close();
  }
});
