import { PondError } from "../../../lib/base/mod.ts";
import { checkStatement, distinctNames } from "../../../lib/sql/syntax/statement.ts";
import { assertEquals, assertStringIncludes, assertThrows } from "../../deps.ts";
import { HOSTILE } from "../hostile.ts";

const names = (sql: string) => distinctNames(checkStatement(sql).references);

const NAMED: readonly (readonly [sql: string, names: readonly string[]])[] = [
  [`SELECT * FROM "/a/*.s" s JOIN 'x.csv' USING (x), z WHERE x IN (SELECT y FROM q.r)`, [
    "/a/*.s",
    "x.csv",
    "z",
    "q.r",
  ]],
  [`WITH z AS (SELECT 1) SELECT * FROM a, z`, ["a"]],
  [`WITH s AS (SELECT * FROM s) SELECT * FROM s`, ["s"]],
  [`WITH a AS (FROM b), b AS (FROM a) SELECT * FROM a, b`, ["b"]],
  [
    `WITH RECURSIVE r AS (SELECT 1 a UNION ALL SELECT a + 1 FROM r JOIN s ON true) SELECT * FROM r`,
    ["s"],
  ],
  [`WITH x AS (WITH y AS (SELECT * FROM z) SELECT * FROM y) SELECT * FROM x, y`, ["z", "y"]],
  [`WITH a AS (SELECT 1), b(x, y) AS NOT MATERIALIZED (FROM a) SELECT * FROM b, c`, ["c"]],
  [`SELECT extract(year FROM ts), a IS DISTINCT FROM b, trim(BOTH ' ' FROM x) FROM s`, ["s"]],
  [`FROM s SELECT a`, ["s"]],
  [`VALUES (1), (2)`, []],
  [`TABLE s`, ["s"]],
  [`SELECT * FROM (s JOIN t USING (id)), u`, ["s", "t", "u"]],
  [`SELECT a FROM s UNION ALL BY NAME FROM t`, ["s", "t"]],
  [`(SELECT a FROM s) EXCEPT (TABLE t)`, ["s", "t"]],
  [`SELECT * FROM s, LATERAL (SELECT s.a + 1 AS q FROM t) t`, ["s", "t"]],
  [`SELECT [1, 2], {'a': (SELECT max(x) FROM t)} FROM s, v`, ["t", "s", "v"]],
  [`SELECT * FROM range(3) r, unnest([1, 2]), s`, ["s"]],
  [`SELECT e'\\'' || ' FROM x' FROM "a""b"`, ['a"b']],
  [`SELECT $$ FROM x $$, $t$ $$ FROM z $t$ FROM y`, ["y"]],
  [`SELECT * FROM s /* FROM t /* x */ */ -- FROM u\nWHERE a`, ["s"]],
  [`SELECT * FROM s AS a(x, y), t AS b`, ["s", "t"]],
  [`SELECT * FROM s PIVOT (sum(x) FOR y IN (1, 2)) p, t`, ["s", "t"]],
  [`SELECT sum(x) OVER (PARTITION BY a, b) FROM s, t WINDOW w AS (ORDER BY a, b)`, ["s", "t"]],
  [
    `SELECT x FROM a NATURAL JOIN b CROSS JOIN c ASOF LEFT JOIN d ON (a.x, 1) = (b.y, 2), e`,
    ["a", "b", "c", "d", "e"],
  ],
  [`SELECT CASE WHEN EXISTS (FROM q) THEN 1 END FROM s ORDER BY (SELECT 1 FROM r)`, [
    "q",
    "s",
    "r",
  ]],
  [`UNPIVOT s ON a, b INTO NAME n VALUE v`, ["s"]],
  [`PIVOT (FROM s) ON a, b USING sum(c)`, ["s"]],
  [`SELECT * FROM s;`, ["s"]],
  [`SELECT * FROM s, s t, "s"`, ["s"]],
];

Deno.test("checkStatement: relations in order, quoted whole, without the query's own", () => {
  for (const [sql, expected] of NAMED) assertEquals(names(sql), expected, sql);
});

Deno.test("checkStatement: hostile statements are refused", () => {
  for (const sql of HOSTILE) {
    const error = assertThrows(() => checkStatement(sql), PondError);
    assertEquals(error.code, "invalid-query", sql);
    assertStringIncludes(error.message, "cannot run a query: ", sql);
  }
});

Deno.test("checkStatement: names line and column", () => {
  const error = assertThrows(() => checkStatement("SELECT 1\n  ); SELECT 2"), PondError);
  assertEquals([error.data.line, error.data.column], [2, 3]);
});
