/** Each rule by what it makes right, without a native engine: the values are today's DuckDB's. */
import { isPondError } from "../../../lib/base/mod.ts";
import { cellReaders } from "../../../lib/encode/mod.ts";
import { RULES } from "../../../lib/sql/compat/mod.ts";
import { assertEquals, assertRejects } from "../../deps.ts";
import { derived, engine, fileOf, parquet, query, rowsOf, scan } from "../support.ts";

/**
 * By the rule's constant: questions and their answers, as CSV would have them, rows parted by `/`.
 */
const ANSWERS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  DATE_TRUNC: [
    ["SELECT date_trunc('month', DATE '2024-02-10') a", "2024-02-01T00:00:00Z"],
    ["SELECT datetrunc('hour', TIMESTAMP '2024-02-10 10:59:00') a", "2024-02-10T10:00:00Z"],
    ["SELECT date_trunc('month', INTERVAL '14 months 3 days')::VARCHAR a", "1 year 2 months"],
    ["SELECT typeof(date_trunc('day', ts)) FROM (SELECT TIMESTAMP '2024-01-01' ts)", "TIMESTAMP"],
    [
      "SELECT count(*) FROM (SELECT TIMESTAMP '2024-01-15 15:30:00' t) WHERE date_trunc('day', t) = '2024-01-15 12:30:00'",
      "0",
    ],
  ],
  LAMBDA: [
    ["SELECT list_transform([1, 2], lambda x: x + 1)::VARCHAR a", '"[2, 3]"'],
    ['SELECT list_reduce([1, 2, 3], lambda acc, "x y": acc + "x y") a', "6"],
    ["SELECT list_filter([3, 1], lambda v: v > lambda)::VARCHAR a FROM (SELECT 2 lambda)", "[3]"],
  ],
  CLOCK_IN_ZONE: [
    [
      "SELECT date_diff('minute', now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'Asia/Kolkata') a, typeof(current_timestamp AT TIME ZONE 'UTC') b",
      "330,TIMESTAMP",
    ],
    [
      "SELECT date_diff('minute', timezone('UTC', now()), (now() - INTERVAL 1 DAY) AT TIME ZONE 'Asia/Kolkata') a, typeof(now()::TIMESTAMP AT TIME ZONE 'UTC') b",
      "-1110,TIMESTAMP WITH TIME ZONE",
    ],
    ["SELECT typeof(t AT TIME ZONE 'UTC') a FROM (SELECT now() t)", "TIMESTAMP WITH TIME ZONE"],
  ],
  DATE_PART: [
    [
      "SELECT year(d), date_part('month', d::TIMESTAMP_NS) m, extract(day FROM d::TIMESTAMPTZ) e, datepart('yr', d::TIMESTAMP) y FROM (VALUES (DATE '2050-12-31'), (DATE '1969-02-01')) t(d)",
      "2050,12,31,2050/1969,2,1,1969",
    ],
    ["SELECT year(d) y, count(*) n FROM (SELECT DATE '2050-12-31' d) GROUP BY year(d)", "2050,1"],
    [
      "SELECT year(DATE '0044-03-15 (BC)') a, month(NULL::DATE) b, year(INTERVAL '14 months') c, day(date_trunc('month', make_date(year(d) + 1, 12, 31))) d FROM (SELECT DATE '2049-01-01' d)",
      "-43,,1,1",
    ],
  ],
  DATE_DIFF: [
    [
      "SELECT date_diff('hour', TIMESTAMP '1970-01-01 12:12:12', TIMESTAMP '1969-12-31 05:05:05') d",
      "-31",
    ],
    [
      "SELECT datediff('second', TIMESTAMP '1970-01-01 00:00:12.456', TIMESTAMP '1969-12-31 23:59:05.123') d",
      "-67",
    ],
    [
      "SELECT date_diff('minute', TIME '10:00:00', TIME '10:05:59') d, date_diff('day', DATE '1969-12-30', DATE '1970-01-02') e",
      "5,3",
    ],
  ],
  STRPTIME: [
    [
      "SELECT strptime('2024-11-28 23:59:00.312', '%Y-%m-%d %H:%M:%S.%f') a",
      "2024-11-28T23:59:00.312Z",
    ],
    [
      "SELECT strptime('28.11.2024 23:59:00,3', '%d.%m.%Y %H:%M:%S,%g') a",
      "2024-11-28T23:59:00.3Z",
    ],
    ["SELECT try_strptime('x', '%S.%f') a", ""],
  ],
  MAP_SUBSCRIPT: [
    [
      "SELECT count(*) FROM (VALUES (map {'k': 'a'}), (map {'k': 'b'})) t(m) WHERE m['k'] = 'a'",
      "1",
    ],
    [
      "SELECT count(*) FROM (VALUES (map {'k': 'a'}), (map {'z': 'a'})) t(m) WHERE m['k'] IS NULL",
      "1",
    ],
    ["SELECT map {'a': map {'b': 2}}['a']['b'] a, [map {1: 'x'}][1][1] b", "2,x"],
    ["SELECT [1, 2, 3][2] a, 'abc'[2] b, {'k': 7}['k'] c, [1, 2, 3][2:] d", '2,b,7,"[2,3]"'],
  ],
  DECIMAL_CAST: [
    ["SELECT 2.5::DOUBLE::DECIMAL(2,0) a, CAST(1.25::FLOAT AS DECIMAL(4,1)) b", "3,1.3"],
    [
      "SELECT CAST(1234567890.1235 AS DECIMAL(13, 3)) a, 1.005::DECIMAL(4,2) b",
      "1234567890.124,1.01",
    ],
    ["SELECT TRY_CAST(99.95 AS DECIMAL(3,1)) a, TRY_CAST('nan'::DOUBLE AS DECIMAL(3,1)) b", ","],
  ],
  GREATEST: [
    ["SELECT greatest(NULL, 1) a, least(3, NULL, 2.5) b, greatest('a', NULL) c", "1,2.5,a"],
    ["SELECT greatest(NULL, NULL::INTEGER) a, greatest(2) b", ",2"],
  ],
  CASE_IN_SUBQUERY: [
    [
      "SELECT s, (SELECT CASE WHEN sum(x) > 0 THEN 'live' ELSE 'dead' END FROM (VALUES (1, 2)) r(k, x) WHERE r.k = t.s) m FROM (VALUES (1), (2)) t(s) ORDER BY s",
      "1,live/2,dead",
    ],
    [
      "SELECT s, (SELECT upper(if(count(x) > 0, 'a', 'b')) FROM (VALUES (1, 2)) r(k, x) WHERE r.k = t.s) m FROM (VALUES (1), (2)) t(s) ORDER BY s",
      "1,A/2,B",
    ],
  ],
  HAVING_ALONE: [
    ["SELECT 1 AS one FROM (VALUES (1), (2)) t(a) HAVING 1 < 2", "1"],
    ["SELECT max(a) FROM (VALUES (1), (2)) t(a) HAVING max(a) > 2", ""],
    ["SELECT a FROM (VALUES (1), (2), (2)) t(a) GROUP BY a HAVING count(*) > 1", "2"],
  ],
  LATE_UNION_WINDOW: [
    [
      "SELECT n, sum(n) OVER (ROWS UNBOUNDED PRECEDING) s FROM (SELECT 10508 n UNION ALL SELECT 4)",
      "10508,10508/4,10512",
    ],
    ["SELECT row_number() OVER () n, x FROM (SELECT 7 x UNION ALL SELECT 8)", "1,7/2,8"],
    [
      "SELECT sum(n) OVER w s FROM (SELECT 1 n UNION ALL SELECT 4) WINDOW w AS (ROWS UNBOUNDED PRECEDING)",
      "1/5",
    ],
  ],
  ZERO_FOLLOWING: [
    [
      "SELECT id, sum(1) OVER (ORDER BY k RANGE BETWEEN 0 FOLLOWING AND 0 FOLLOWING) z FROM (VALUES (1, 1), (2, 1)) t(id, k) ORDER BY id",
      "1,2/2,2",
    ],
  ],
  SAME_PARTITION: [
    [
      "SELECT sum(v) OVER (PARTITION BY a, b) x, sum(v) OVER (PARTITION BY a, a) y FROM (VALUES (1, 1, 10), (1, 2, 20)) t(a, b, v) ORDER BY b",
      "10,30/20,30",
    ],
  ],
  EXISTS: [
    [
      "SELECT y FROM (VALUES (3), (NULL)) a(y) WHERE EXISTS (SELECT 1 FROM (VALUES (9), (NULL)) b(y) WHERE a.y <> b.y)",
      "3",
    ],
    [
      "SELECT z FROM (VALUES (1), (NULL)) a(z) WHERE NOT EXISTS (SELECT 1 FROM (VALUES (0), (NULL)) b(x) WHERE a.z > b.x)",
      "",
    ],
    [
      "SELECT x FROM (VALUES (0), (1)) a(x) WHERE EXISTS (SELECT 1 FROM (VALUES (NULL), (1)) b(y) WHERE a.x IS DISTINCT FROM b.y) ORDER BY x",
      "0/1",
    ],
  ],
  HALF_JOIN: [
    [
      "SELECT a.z FROM (VALUES (1), (2)) a(z) ANTI JOIN (SELECT 1 z WHERE false) b ON a.z > b.z ORDER BY 1",
      "1/2",
    ],
    [
      "SELECT a FROM (VALUES (1, 25), (2, 4), (3, 8)) t1(a, b) SEMI JOIN (VALUES (5), (9)) t2(c) ON t1.a < t2.c AND t1.b > t2.c ORDER BY a",
      "1/3",
    ],
    [
      "SELECT x.a FROM (VALUES (1, 0), (2, 5)) AS x(a, b) ANTI JOIN (VALUES (1, NULL), (2, 3)) AS y(a, c) ON (x.a = y.a AND x.b > y.c) WHERE x.a < 9",
      "1",
    ],
    ["SELECT x.a FROM (VALUES (1), (2)) x(a) SEMI JOIN (VALUES (2)) y(a) USING (a)", "2"],
  ],
  ASOF_JOIN: [
    [
      "SELECT a.id, b.v FROM (VALUES (1, 'x', 5), (2, 'x', NULL), (3, NULL, 9)) a(id, k, t) ASOF LEFT JOIN (VALUES ('x', 4, 1), ('x', NULL, 2), (NULL, 1, 3)) b(k, t, v) ON a.k = b.k AND a.t >= b.t ORDER BY id",
      "1,1/2,/3,",
    ],
    [
      "SELECT a.id, b.v FROM (VALUES (1, 5), (2, 7)) a(id, t) ASOF JOIN (VALUES (4, 1, true), (6, 2, false)) b(t, v, ok) ON a.t >= b.t AND b.ok AND a.id > 1",
      "2,1",
    ],
    [
      "SELECT * FROM (SELECT 5 t, 1 id) a ASOF JOIN (VALUES (4, 'p'), (NULL, 'q')) b(t, v) USING (t)",
      "5,1,p",
    ],
    [
      "SELECT a.t FROM (VALUES (1), (9), (NULL)) a(t) ASOF ANTI JOIN (VALUES (4), (NULL)) b(t) ON a.t >= b.t ORDER BY 1",
      "1/",
    ],
    [
      "SELECT count(*) FROM (VALUES (5)) a(t) ASOF JOIN (VALUES (1), (2), (3)) b(t) ON a.t >= b.t",
      "1",
    ],
    [
      "SELECT a.t, b.v FROM (VALUES (5)) a(t) ASOF LEFT JOIN (VALUES (1, 10), (3, 20)) b(t, v) ON a.t >= b.t WHERE b.t = 1",
      "",
    ],
  ],
};

/** Statements that their rule refuses. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  REDUCE_INDEX: ["SELECT list_reduce([100, 10, 1], (x, y, i) -> x - y - i)"],
  ASOF_JOIN: [
    "SELECT 1 FROM (SELECT 1 t, 1 i) a ASOF JOIN (SELECT 1 t, 2 i) b ON a.t >= b.t AND a.i + b.i > 2",
    "SELECT 1 FROM (SELECT 1 t) a ASOF LEFT JOIN (SELECT 1 t, true ok) b ON a.t >= b.t AND ok",
    "SELECT 1 FROM (SELECT 1 t, 1 k) a JOIN (SELECT 1 k) c USING (k) ASOF JOIN (SELECT 1 t) b USING (t)",
    "SELECT * FROM (SELECT NULL::INT t) a ASOF LEFT JOIN (SELECT 1 t, 2 v) b USING (t)",
  ],
  HALF_JOIN: [
    "SELECT 1 FROM (SELECT 1 x) a JOIN (SELECT 1 y) c ON true ANTI JOIN (SELECT 1 z) b ON a.x > b.z",
  ],
};

async function csv(sql: string): Promise<string> {
  await using result = await engine.run(query(sql));
  const rows: string[] = [];
  for await (const batch of result.batches) {
    const readers = cellReaders(batch);
    for (let row = 0; row < batch.numRows; row++) {
      const cells = readers.map((reader) => reader.isNull(row) ? "" : reader.text(row));
      rows.push(cells.map((cell) => cell.includes(",") ? `"${cell}"` : cell).join(","));
    }
  }
  return rows.join("/");
}

Deno.test("RULES: each makes right what it is for, and leaves right what was", async (t) => {
  assertEquals(Object.keys({ ...ANSWERS, ...REFUSED }).length, RULES.length);
  for (const [rule, questions] of Object.entries(ANSWERS)) {
    await t.step(rule, async () => {
      for (const [sql, answer] of questions) assertEquals(await csv(sql), answer, sql);
    });
  }
});

Deno.test("RULES: what they can't make right is refused", async () => {
  for (const sql of Object.values(REFUSED).flat()) {
    const error = await assertRejects(() => csv(sql));
    assertEquals(isPondError(error), true, sql);
  }
});

Deno.test("RULES: a part of a date behind a point is refused, with the other spelling", async () => {
  const error = await assertRejects(() => csv("SELECT d.year() FROM (SELECT DATE '2050-12-31' d)"));
  assertEquals(isPondError(error, "unsupported"), true);
  assertEquals((error as { hint?: string }).hint, "write year(…) with nothing in front of it");
});

Deno.test("RULES: columns keep the names that they have as written, and levels above see them", async () => {
  const sql = "SELECT greatest(1, 2), DATE_TRUNC('day', ts), max(v) AS m FROM s GROUP BY ALL";
  const s = scan([fileOf(await parquet("SELECT TIMESTAMP '2024-01-01' AS ts, 1 AS v"))]);
  const names = ["greatest(1, 2)", "date_trunc('day', ts)", "m"];
  assertEquals((await rowsOf(sql, { s })).columns.map(({ name }) => name), names);
  const { rows } = await rowsOf(`SELECT "date_trunc('day', ts)" IS NULL FROM d`, {
    d: derived(sql, { s }),
  });
  assertEquals(rows, [[false]]);
});

Deno.test("RULES: a window over a union that is read, not written", async () => {
  const part = async (v: number) =>
    scan(
      [fileOf(await parquet(`SELECT TIMESTAMP '2024-01-0${v}' AS ts, ${v} AS v`))],
      null,
      `/${v}`,
    );
  const filtered = (v: number, input: Awaited<ReturnType<typeof part>>) =>
    derived("SELECT * FROM p WHERE v > 0", { p: input }, `/d${v}`);
  const union = {
    type: "union" as const,
    label: "/u",
    inputs: [filtered(1, await part(1)), filtered(2, await part(2))],
  };
  const { rows } = await rowsOf("SELECT sum(v) OVER (ROWS UNBOUNDED PRECEDING)::INT FROM u", {
    u: union,
  });
  assertEquals(rows, [[1], [3]]);
});
