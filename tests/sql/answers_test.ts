import { formatType } from "../../lib/table/mod.ts";
import { PondError } from "../../lib/base/mod.ts";
import { tokenize } from "../../lib/sql/syntax/lexer.ts";
import { assertEquals, assertRejects, fc } from "../deps.ts";
import { derived, engine, fileOf, parquet, query, rowsOf, scan } from "./support.ts";

const ROWS = await parquet(
  `SELECT range AS id, TIMESTAMP '2024-01-31 20:00:00' + to_hours(range) AS ts,
   DATE '2024-01-30' + range::INTEGER AS day, 'w' || range AS word,
   (CASE WHEN range = 3 THEN NULL ELSE range / 2 END)::FLOAT AS f,
   (18446744073709551600 + range)::UBIGINT AS u,
   (CASE WHEN range < 2 THEN [] ELSE [range] END)::BIGINT[] AS li,
   (CASE WHEN range = 1 THEN 'nan' ELSE '1' END)::DOUBLE AS d,
   {'ts': 'text', 'a"b': 1} AS st
   FROM range(4)`,
);
const t = scan([fileOf(ROWS)]);

async function values(sql: string): Promise<unknown[]> {
  return (await rowsOf(sql, { t, s: t })).rows.flat().map((value) =>
    value instanceof Date ? value.toISOString() : value
  );
}

async function failure(sql: string, relations = { t, s: t } as Record<string, typeof t>) {
  return await assertRejects(() => rowsOf(sql, relations), PondError);
}

Deno.test("run: a literal that can't be converted is an error, wherever it is compared", async () => {
  const conditions = [
    ...["id = 'abc'", "'abc' < id", "NOT id = 'abc'", "id IN (1, 'abc')", "d > 'much'"],
    ...["ts > 'yesterday'", "day BETWEEN '2024-01-01' AND 'later'", "max(id) = 'abc'"],
    ...[
      "id IS DISTINCT FROM 'abc'",
      "CASE id WHEN 'abc' THEN true END",
      "id = $$abc$$",
      "ts > E'abc'",
      "ts + INTERVAL 1 DAY > 'x'",
    ],
  ];
  for (const condition of conditions) {
    const sql = condition.startsWith("max")
      ? `SELECT count(*) AS n FROM t HAVING ${condition}`
      : `SELECT count(*) AS n FROM t WHERE ${condition}`;
    const error = await failure(sql);
    assertEquals(error.code, "invalid-query", condition);
  }
  const error = await failure("SELECT * FROM x", {
    x: derived("SELECT * FROM y WHERE id = 'abc'", { y: t }, "/views/x"),
  });
  assertEquals(error.message.endsWith("in the query of /views/x)"), true, error.message);
});

Deno.test("run: a literal that only looks wrong is none: texts, fields and other columns of the name", async () => {
  for (
    const [sql, count] of [
      ["SELECT count(*) FROM t WHERE word = 'abc' OR word > 'w1'", 2],
      ["SELECT count(*) FROM t WHERE id > '1' AND d <> '2e0'", 2],
      ["SELECT count(*) FROM t WHERE st.ts = 'text'", 4],
      ["SELECT count(*) FROM (SELECT word AS ts FROM t) WHERE ts = 'w1'", 1],
      ["SELECT count(*) FROM (SELECT word ts FROM t) WHERE ts = 'w1'", 1],
      ["SELECT count(*) FROM (SELECT word FROM t) v(ts) WHERE ts = 'w1'", 1],
      ["WITH c(ts) AS (SELECT word FROM t) SELECT count(*) FROM c WHERE ts = 'w1'", 1],
      ["SELECT count(*) FROM t WHERE ts > $$2024-01-31T21:30:00$$ AND id > E'1'", 2],
      ["SELECT len(list_filter(['a', 'b'], ts -> ts = 'a'))", 1],
      ["SELECT count(*) FROM t WHERE id > '2' AND ts > '2024-01-31T20:30'", 1],
    ] as const
  ) {
    assertEquals(await values(sql), [count], sql);
  }
});

Deno.test("run: intervals are equal by what they last", async () => {
  const sql =
    `SELECT INTERVAL 24 HOUR = INTERVAL 1 DAY AS a, INTERVAL 30 DAY <> INTERVAL 1 MONTH AS b,
    max(ts) - min(ts) = INTERVAL 180 MINUTE AS c, max(day) + INTERVAL 24 HOUR - min(day) = '4 days' AS d
    FROM t`;
  assertEquals(await values(sql), [true, false, true, true]);
});

Deno.test("run: a date and an interval are a timestamp, however they stand", async () => {
  const { rows, columns } = await rowsOf(
    `SELECT day + INTERVAL 5 HOUR, INTERVAL '5 hours' + day AS a, day + 1 - to_hours(19) AS b,
     date_add(day, INTERVAL 5 HOUR) AS c, day + INTERVAL 1 DAY - INTERVAL 19 HOUR AS e
     FROM t WHERE id = 0`,
    { t },
  );
  assertEquals(columns.map(({ type }) => formatType(type)), Array(5).fill("timestamp"));
  const distinct = "day + INTERVAL 5 HOUR IS NOT DISTINCT FROM TIMESTAMP '2024-01-30 05:00:00'";
  assertEquals(await values(`SELECT ${distinct} FROM t WHERE id < 2 ORDER BY id`), [true, false]);
  assertEquals(new Set(rows[0]!.map(Number)), new Set([Date.UTC(2024, 0, 30, 5)]));
  assertEquals(await values("SELECT count(*) FROM t WHERE ts >= day + INTERVAL 44 HOUR"), [1]);
  assertEquals(await values("SELECT count(*) FROM t WHERE ts > day + INTERVAL 44 HOUR"), [0]);
  assertEquals(
    await values("SELECT [x + INTERVAL 1 HOUR FOR x IN [day]]::VARCHAR FROM t WHERE id = 0"),
    [
      "[2024-01-30 01:00:00]",
    ],
  );
});

Deno.test("run: the value at an extreme is never one of a row that has none", async () => {
  assertEquals(await values("SELECT arg_max(f, ts), min_by(f, -id), max_by(word, id) FROM t"), [
    1,
    1,
    "w3",
  ]);
  assertEquals(await values("SELECT arg_max(f, id) FILTER (WHERE id = 3) FROM t"), [null]);
});

Deno.test("run: empty lists are one partition", async () => {
  const sql =
    "SELECT row_number() OVER (PARTITION BY li, true ORDER BY id) AS n FROM t ORDER BY id";
  assertEquals(await values(sql), [1, 2, 1, 1]);
});

Deno.test("run: a subquery of several rows stands for no value", async () => {
  for (
    const sql of [
      "SELECT (SELECT word FROM t)",
      "SELECT id, (SELECT s.word FROM s WHERE s.id >= t.id) AS w FROM t",
      "SELECT id FROM t WHERE id = (SELECT id FROM s WHERE id > 1)",
    ]
  ) {
    assertEquals((await failure(sql)).message.includes("ore than one row"), true, sql);
  }
  const one = "SELECT (SELECT s.word FROM s WHERE s.id = t.id + 2) AS w FROM t ORDER BY t.id";
  assertEquals(await values(one), ["w2", "w3", null, null]);
  const columns = await engine.columns(query("SELECT (SELECT word FROM t)", { t }));
  assertEquals(columns[0]!.name, "(SELECT word FROM t)");
});

Deno.test("run: weeks are sevens of days", async () => {
  const sql = `SELECT date_diff('week', DATE '2024-01-07', DATE '2024-01-08') AS a,
    datediff('weeks', DATE '2024-01-03', DATE '2024-01-16') AS b`;
  assertEquals(await values(sql), [0, 1]);
});

Deno.test("run: an ASOF JOIN pairs each row once, also where every row would do", async () => {
  const sql = `SELECT count(*) FROM t ASOF JOIN
    (SELECT TIMESTAMP '2024-01-01' + to_minutes(range) AS ts FROM range(100)) r ON t.ts >= r.ts`;
  assertEquals(await values(sql), [4]);
});

Deno.test("run: a query that is wrong says so itself when another one reads it", async () => {
  const error = await failure("SELECT * FROM x WHERE a = 'b'", {
    x: derived("SELECT nothing AS a FROM y", { y: t }, "/views/x"),
  });
  assertEquals(error.message.endsWith("in the query of /views/x)"), true, error.message);
});

Deno.test("run: broken queries are errors, or answers, and nothing else", async () => {
  const texts = [
    "SELECT day + INTERVAL 5 HOUR - to_days(3) AS a, u // 2 + id % 3 FROM t WHERE ts > '2024-01-31' AND id IN ('1', '2')",
    "SELECT arg_max(f, id) FILTER (WHERE id > 1), sum(u) OVER (PARTITION BY li, word ORDER BY id) FROM t GROUP BY ALL",
    "SELECT CASE day WHEN '2024-01-30' THEN 1 ELSE u * 2 END, (SELECT max(id) FROM s WHERE s.id = t.id) FROM t ASOF JOIN s USING (ts)",
    "SELECT TRY_CAST(word AS INTEGER[]), median(d), date_diff('week', day, ts) FROM t WHERE ts BETWEEN '2024-01-01' AND day + INTERVAL '1 day'",
  ];
  const broken = fc.record({
    text: fc.constantFrom(...texts),
    from: fc.double({ min: 0, max: 1, noNaN: true }),
    count: fc.integer({ min: 1, max: 40 }),
  });
  await fc.assert(
    fc.asyncProperty(broken, async ({ text, from, count }) => {
      const tokens = tokenize(text).map((token) => token.text);
      tokens.splice(Math.floor(from * tokens.length), count);
      try {
        await rowsOf(tokens.join(" "), { t, s: t });
      } catch (error) {
        if (!(error instanceof PondError) || error.code === "internal") throw error;
      }
    }),
    { numRuns: 150 },
  );
});
