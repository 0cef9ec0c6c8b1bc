/** What is kept between questions must not be seen when what it was made from has changed. */
import { formatType } from "../../lib/table/mod.ts";
import { mayNameTheTime } from "../../lib/sql/duckdb/clock.ts";
import { createSqlEngine } from "../../lib/sql/mod.ts";
import { assertEquals } from "../deps.ts";
import { days, derived, fileOf, parquet, query, rowsOf, scan, us } from "./support.ts";

Deno.test("run: the present time is that of each question, at any level, in any spelling", async () => {
  let nowUs = 0n;
  const environment = { nowUs: () => nowUs, randomBytes: () => new Uint8Array() };
  const engine = createSqlEngine({ environment });
  const times = scan(await days(1));
  const below = derived("SELECT *, now() AS asked FROM x", { x: times });
  const spellings = [
    ["SELECT epoch_us(now())::DOUBLE FROM s LIMIT 1", times],
    ['SELECT epoch_us("NOW"())::DOUBLE FROM s LIMIT 1', times],
    ["SELECT epoch_us(current_timestamp)::DOUBLE FROM s LIMIT 1", times],
    ["SELECT epoch_us(get_current_timestamp())::DOUBLE FROM s LIMIT 1", times],
    ["SELECT epoch_us(asked)::DOUBLE FROM s LIMIT 1", below],
    ["SELECT epoch_us(asked)::DOUBLE FROM s LIMIT 1", derived("FROM y", { y: below })],
  ] as const;
  for (const time of ["2024-01-01T10:00:00", "2024-03-01T10:00:00", "2023-03-01T10:00:00"]) {
    nowUs = us(time);
    for (const [sql, relation] of spellings) {
      await using result = await engine.run(query(sql, { s: relation }));
      const values = [];
      for await (const batch of result.batches) values.push(batch.getChildAt(0)!.get(0));
      assertEquals(values, [Number(nowUs)], sql);
    }
    await using other = await engine.run(query("SELECT v FROM s LIMIT 1", { s: times }));
    for await (const _ of other.batches);
  }
  engine.close();
});

Deno.test("run: files of one name and other bytes are read as what they are now", async () => {
  const label = "/data/same.series";
  const relation = async (sql: string) => scan([fileOf(await parquet(sql), { label })], null);
  const asked = "SELECT * FROM s ORDER BY ALL";
  const first = await relation("SELECT 1 AS a, TIMESTAMPTZ '2024-01-01 00:00:00+00' AS t");
  const second = await relation("SELECT 'text' AS a, 2 AS b");
  const third = await relation("SELECT range AS a FROM range(300000)");
  const one = await rowsOf(asked, { s: first });
  assertEquals(one.columns.map(({ name, type }) => `${name} ${formatType(type)}`), [
    "a int32",
    "t timestamp",
  ]);
  const two = await rowsOf(asked, { s: second });
  assertEquals([two.rows, two.counters.rowGroupsTotal], [[["text", 2]], 1]);
  const three = await rowsOf("SELECT sum(a)::DOUBLE FROM s", { s: third });
  assertEquals(three.rows, [[300000 * 299999 / 2]]);
  assertEquals([three.counters.rowGroupsTotal, three.counters.rowGroupsRead], [3, 3]);
  assertEquals((await rowsOf(asked, { s: first })).rows, one.rows);
});

Deno.test("run: one text over other columns means what they say", async () => {
  const sql = "SELECT count(*)::INT FROM s WHERE ts >= '2024-01-02' AND ts < '2024-1-3'";
  const texts = await parquet("SELECT '2024-1-10' AS ts UNION ALL SELECT '2024-01-02x'");
  const bytes = await parquet("SELECT TIMESTAMP '2024-01-02 10:00:00' AS ts");
  const counts = [];
  for (
    const relation of [scan([fileOf(bytes)]), scan([fileOf(texts)], null), scan([fileOf(bytes)])]
  ) {
    counts.push((await rowsOf(sql, { s: relation })).rows[0]![0]);
  }
  assertEquals(counts, [1, 2, 1]);
});

Deno.test("run: the same question with other bounds opens other files", async () => {
  const files = await days(6);
  const sql =
    "SELECT count(*)::INT FROM s WHERE ts >= TIMESTAMP '2024-01-03' AND ts < TIMESTAMP '2024-01-05'";
  const counts = async (count: number) => {
    const { rows, counters } = await rowsOf(sql, { s: scan(files.slice(0, count)) });
    return [rows[0]![0], counters.versionsOpened];
  };
  assertEquals(await counts(6), [2880, 2]);
  assertEquals(await counts(3), [1440, 1]);
  assertEquals(await counts(6), [2880, 2]);
});

Deno.test("run: the files that the present time needs are those of each question", async () => {
  let nowUs = 0n;
  const environment = { nowUs: () => nowUs, randomBytes: () => new Uint8Array() };
  const engine = createSqlEngine({ environment });
  const all = scan(await days(6));
  const counts = [];
  for (const time of ["2024-01-03T00:00:00", "2024-01-05T00:00:00", "2024-01-03T00:00:00"]) {
    nowUs = us(time);
    const sql =
      "SELECT min(epoch_us(ts))::DOUBLE FROM s WHERE ts >= now() AND ts < now() + INTERVAL 1 DAY";
    await using result = await engine.run(query(sql, { s: all }));
    for await (const batch of result.batches) counts.push(batch.getChildAt(0)!.get(0));
    assertEquals(result.counters().versionsOpened, 1);
  }
  const expected = [3, 5, 3].map((day) => Number(us(`2024-01-0${day}T00:00:00`)));
  assertEquals(counts, expected);
  engine.close();
});

Deno.test("mayNameTheTime: every function that tells the time, in any spelling", () => {
  const functions = [
    ...["now()", "NOW ()", '"now"()', "main.now()", "today()", "current_date", "CURRENT_TIMESTAMP"],
    ...["get_current_timestamp()", "get_current_time()", "transaction_timestamp()", "localtime"],
    ...["age(ts)", '"AGE"(ts)', "pg_postmaster_start_time()", 'U&"n\\006fw"()'],
  ];
  for (const call of functions) assertEquals(mayNameTheTime(`SELECT ${call} FROM s`), true, call);
  const sql = "SELECT avg(value), storage, timestamp FROM s WHERE time > TIMESTAMP '2024-01-01'";
  assertEquals(mayNameTheTime(sql), false);
});
