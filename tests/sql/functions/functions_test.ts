import { assertEquals, assertOk, assertRejects } from "../../deps.ts";
import { cellReaders } from "../../../lib/encode/mod.ts";
import { RESERVED_NAMES } from "../../../lib/sql/calls/mod.ts";
import { FUNCTIONS } from "../../../lib/sql/functions/mod.ts";
import { engine } from "../support.ts";

/** The one value that `sql` gives, as text. */
async function valueOf(sql: string): Promise<string | null> {
  await using result = await engine.run({ sql: `SELECT ${sql} AS x`, relations: new Map() });
  for await (const batch of result.batches) {
    const [reader] = cellReaders(batch);
    if (batch.numRows > 0) return reader!.isNull(0) ? null : reader!.text(0);
  }
  throw new Error("no row");
}

Deno.test("FUNCTIONS: each example gives the answer beside it", async () => {
  for (const { names, example: [sql, answer] } of FUNCTIONS) {
    assertEquals(await valueOf(`CAST(${sql} AS VARCHAR)`), sqlText(answer), names[0]);
  }
});

/** Examples write moments as pond's output does. */
function sqlText(answer: string): string {
  return answer.replace(/^(\d{4}-\d\d-\d\d)T(.*)Z$/, "$1 $2+00");
}

Deno.test("FUNCTIONS: an answer is the same for a constant, a column and many batches of it", async () => {
  const rows = 5000;
  const documents =
    `(SELECT json_object('i', i, 'text', repeat('x', i % 40), 'list', [i, i + 1]) AS j,
    i FROM range(${rows}) t(i))`;
  const good =
    `(j->>'i')::BIGINT = i AND length(j->>'text') = i % 40 AND (j->'list'->>1) = (i + 1)::VARCHAR
    AND (j->'list') = '[' || i || ',' || i + 1 || ']' AND len(j->'$.list[*]') = 2`;
  assertEquals(await valueOf(`(SELECT count(*) FROM ${documents} WHERE ${good})`), String(rows));
  const times = `make_timestamp(i * 20000000007) AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Vienna'`;
  const hours = `(SELECT list(DISTINCT date_diff('hour', make_timestamp(i * 20000000007), ${times})
    ORDER BY 1) FROM range(${rows * 10}) t(i))`;
  assertEquals(await valueOf(`CAST(${hours} AS VARCHAR)`), "[1, 2]");
});

Deno.test("FUNCTIONS: NULLs among others stay NULL", async () => {
  const sql = `(SELECT string_agg(coalesce(j->>'a', '-'), ',' ORDER BY i) FROM (SELECT i,
    CASE WHEN i % 3 <> 0 THEN '{"a": ' || i || '}' END AS j FROM range(7) t(i)))`;
  assertEquals(await valueOf(sql), "-,1,2,-,4,5,-");
});

Deno.test("FUNCTIONS: an error says what is wrong and leaves the engine whole", async () => {
  const failing = [
    [`'{"a": 1'->'a'`, "Malformed JSON at byte 7 of input: unexpected end of data"],
    [`timezone('Europe/Wien', now())`, 'there is no time zone "Europe/Wien"'],
    [`json_extract('{}', '$.a[')`, "JSON path error near '['"],
    [`from_json('1', '"INTEGR"')`, '"INTEGR" is no type'],
  ];
  for (const [sql, message] of failing) {
    const error = await assertRejects(() => valueOf(sql!));
    assertOk((error as Error).message.includes(message!), (error as Error).message);
    assertEquals(await valueOf("1 + 1"), "2");
  }
});

Deno.test("FUNCTIONS: queries with a limit of time, in a thread of their own, have them too", async () => {
  const query = { sql: `SELECT '{"a": 5}'->>'a' AS x`, relations: new Map() };
  await using result = await engine.run(query, { timeoutMs: 60_000 });
  const rows: unknown[] = [];
  for await (const batch of result.batches) rows.push(...batch.toArray().map((row) => row!.x));
  assertEquals(rows, ["5"]);
});

Deno.test("RESERVED_NAMES: those of pond's functions that are words", () => {
  const names = FUNCTIONS.flatMap((each) => each.names).filter((name) => /^\w/.test(name));
  assertEquals([...RESERVED_NAMES].sort(), names.sort());
});
