import { formatType, parseType, type Relation } from "../../lib/table/mod.ts";
import { PondError } from "../../lib/base/mod.ts";
import {
  assertEquals,
  assertLess,
  assertOk,
  assertRejects,
  assertStringIncludes,
  fc,
} from "../deps.ts";
import { HOSTILE } from "./hostile.ts";
import { days, derived, engine, fileOf, parquet, query, rowsOf, scan, us } from "./support.ts";

Deno.test("run: rows, columns and types", async () => {
  const { rows, columns } = await rowsOf(
    `SELECT 42 AS a, 'x' AS b, 1.5::DECIMAL(10, 2) AS c, DATE '2024-01-01' AS d, [1, 2] AS e,
     {'k': TRUE} AS f, MAP([1], ['x']) AS g, 9::HUGEINT AS h, NULL AS i, 'z'::BLOB AS j`,
  );
  assertEquals(rows[0]!.slice(0, 2), [42, "x"]);
  assertEquals(columns.map(({ type }) => formatType(type)), [
    ...["int32", "string", "decimal(10,2)", "date", "list<int32>", "struct<k: boolean>"],
    ...["map<int32, string>", "int128", "int32", "binary"],
  ]);
});

Deno.test("run: other timestamp units arrive as their words say", async () => {
  const { rows, columns } = await rowsOf(
    `SELECT TIMESTAMP_NS '2024-01-01 00:00:00.123456789' AS n, TIMESTAMP_S '2024-01-01' AS s,
     TIMESTAMPTZ '2024-01-01 00:00:00+00' AS z`,
  );
  assertEquals(columns.map(({ type }) => formatType(type)), [
    "timestamp",
    "timestamp",
    "timestamp",
  ]);
  const midnight = Date.parse("2024-01-01T00:00:00Z");
  assertEquals(rows[0], [midnight + 123.456, midnight, midnight]);
});

Deno.test("run: leaving the loop ends the query and closes its files", async () => {
  const [file] = await days(1);
  const result = await engine.run(query("SELECT * FROM s, range(100000)", { s: scan([file!]) }));
  for await (const batch of result.batches) {
    assertOk(batch.numRows > 0);
    break;
  }
  assertEquals((file as unknown as { closed: number }).closed, file!.opened);
  assertEquals((await rowsOf("SELECT 1")).rows, [[1]]);
});

Deno.test("run: several results at once", async () => {
  const one = await engine.run(query("SELECT range AS a FROM range(5000)"));
  const two = await engine.run(query("SELECT range * 2 AS a FROM range(5000)"));
  const [first, second] = [
    one.batches[Symbol.asyncIterator](),
    two.batches[Symbol.asyncIterator](),
  ];
  const sums = [0, 0];
  while (true) {
    const [a, b] = [await first.next(), await second.next()];
    if (a.done && b.done) break;
    for (const row of a.done ? [] : a.value) sums[0]! += Number(row!.a);
    for (const row of b.done ? [] : b.value) sums[1]! += Number(row!.a);
  }
  assertEquals(sums, [12_497_500, 24_995_000]);
});

Deno.test("run: names in FROM strings, in any case, shadowed by WITH", async () => {
  const numbers = scan([fileOf(await parquet("SELECT range::INT AS a FROM range(3)"))], null);
  assertEquals((await rowsOf("SELECT sum(a)::INT FROM 'x.csv'", { "x.csv": numbers })).rows, [[3]]);
  assertEquals((await rowsOf("SELECT sum(a)::INT FROM Orders", { orders: numbers })).rows, [[3]]);
  const shadowed = "WITH s AS (SELECT a + 10 AS a FROM s) SELECT min(a) FROM s";
  assertEquals((await rowsOf(shadowed, { s: numbers })).rows, [[10]]);
});

Deno.test("run: a name that is not given is no file and no catalog table", async () => {
  const names = ["nope", "'/etc/passwd.csv'", '"/tmp/x.parquet"', "duckdb_tables"];
  for (const name of [...names, "information_schema.tables", "sqlite_master"]) {
    const error = await assertRejects(() => rowsOf(`SELECT * FROM ${name}`), PondError);
    assertEquals(error.code, "invalid-query");
    assertStringIncludes(error.message, "there is no relation called");
  }
});

Deno.test("run: an error names the place in the user's own SQL", async () => {
  const input = scan([fileOf(await parquet("SELECT 1 AS a, TIMESTAMP '2024-01-01' AS ts"))]);
  const place = async (sql: string, relation: Relation = input) => {
    const error = await assertRejects(() => rowsOf(sql, { s: relation }), PondError);
    assertEquals(error.code, "invalid-query");
    assertEquals(/pond_|\n/.test(error.message), false, error.message);
    return [error.data.line, error.data.column, error.data.relation];
  };
  assertEquals(await place("SELECT nope FROM s"), [1, 8, undefined]);
  assertEquals(await place("SELECT a\nFROM s\nWHERE nope > 1"), [3, 7, undefined]);
  assertEquals(await place("SELECT a FROM s WHER a"), [1, 22, undefined]);
  assertEquals(await place("SELECT foo(a) FROM s"), [1, 8, undefined]);
  const broken = derived("SELECT *\nFROM x WHERE nix", { x: input }, "/d/broken.series");
  assertEquals(await place("SELECT * FROM s", broken), [2, 14, "/d/broken.series"]);
});

Deno.test("run: what a source throws is the cause", async () => {
  const [file] = await days(1);
  const burning = {
    ...file!,
    open: async () => {
      const source = await file!.open();
      let reads = 0;
      return {
        ...source,
        readSync(offset: number, into: Uint8Array) {
          if (++reads > 3) throw new PondError("io", "cannot read the disk: it burns");
          return source.readSync(offset, into);
        },
      };
    },
  };
  const error = await assertRejects(
    () => rowsOf("SELECT sum(v) FROM s", { s: scan([burning]) }),
    PondError,
    "it burns",
  );
  assertEquals(error.code, "io");
  assertEquals((await rowsOf("SELECT 1")).rows, [[1]]);
});

Deno.test("run: the memory limit is an error, and the engine goes on", async () => {
  const big = query("SELECT range AS a FROM range(20000000) ORDER BY hash(a)");
  const error = await assertRejects(
    () => engine.run(big, { memoryLimitBytes: 32 * 1024 * 1024 }),
    PondError,
  );
  assertEquals(error.code, "out-of-memory");
  assertEquals((await rowsOf("SELECT 1")).rows, [[1]]);
});

Deno.test("run: memory that the engine doesn't count is limited too", async () => {
  const table = scan([fileOf(await parquet("SELECT range AS a FROM range(1000)"))]);
  const relations = { s: table };
  const lists = query("SELECT list(a) FROM s, range(1000000) GROUP BY range % 7", relations);
  const before = Deno.memoryUsage().rss;
  for (const options of [{}, { timeoutMs: 60_000 }]) {
    const error = await assertRejects(
      () => engine.run(lists, { ...options, memoryLimitBytes: 32 * 1024 ** 2 }),
      PondError,
      "more memory than the limit of 32MiB allows",
    );
    assertEquals(error.code, "out-of-memory");
  }
  assertLess(Deno.memoryUsage().rss - before, 1.5 * 1024 ** 3);
  assertEquals((await rowsOf("SELECT count(*) FROM s", relations)).rows, [[1000]]);
});

Deno.test("run: now is a timestamp that intervals can be taken from", async () => {
  const now = await rowsOf(
    `SELECT now() - INTERVAL 1 HOUR < now(), typeof(current_timestamp),
     abs(epoch_ms(now()) - ${Date.now()}) < 60000, current_date > DATE '2024-01-01'`,
  );
  assertEquals(now.rows[0], [true, "TIMESTAMP", true, true]);
});

Deno.test("columns: without running, nested and 128 bits wide", async () => {
  const [file] = await days(1);
  const columns = await engine.columns(query(
    "SELECT *, [{'a b': uuid()}] AS n, sum(v) OVER () AS h FROM s",
    { s: scan([file!]) },
  ));
  assertEquals(columns.map(({ name, type }) => [name, formatType(type)]), [
    ["ts", "timestamp"],
    ["v", "int32"],
    ["sensor", "string"],
    ["n", "list<struct<a b: uuid>>"],
    ["h", "int128"],
  ]);
});

Deno.test("run: hostile statements fail and touch no file", async () => {
  for (const sql of HOSTILE) {
    await assertRejects(() => rowsOf(sql), PondError);
  }
  for (const name of ["csv", "parquet", "db"]) {
    await assertRejects(() => Deno.stat(`/tmp/pond_hostile.${name}`), Deno.errors.NotFound);
  }
});

Deno.test("run: generated hostile text never leaves its brackets", async () => {
  const pieces = fc.constantFrom(
    ...["SELECT 1", "'", '"', "$$", "$a$", "--", "/*", "*/", ";", "(", ")", "\n", "E'\\'", "\\"],
    ...[" ", "COPY (SELECT 1) TO '/tmp/pond_hostile.csv'", "FROM", "'/etc/passwd'", "UNION"],
    ...["read_csv('/etc/passwd')", "ATTACH '/tmp/pond_hostile.db'", "\u00a0", "U&'", "x'", "1e'"],
    ...["SET threads = 2", "WITH a AS (", "SELECT * FROM", "duckdb_settings()", "a$b$", "[", "}"],
  );
  const text = fc.array(pieces, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(" "));
  await fc.assert(
    fc.asyncProperty(text, async (sql) => {
      try {
        const { columns } = await rowsOf(sql);
        assertOk(columns.length > 0);
      } catch (error) {
        assertOk(error instanceof PondError, String(error));
        assertOk(error.code !== "internal", `${sql}: ${error.message}`);
      }
    }),
    { numRuns: 500 },
  );
  const threads = await rowsOf("SELECT current_setting('threads')");
  assertEquals(threads.rows, [[1]]);
  await assertRejects(() => Deno.stat("/tmp/pond_hostile.csv"), Deno.errors.NotFound);
});

Deno.test("run: a shared node doubles nothing: a diamond of twenty levels", async () => {
  const [file] = await days(1);
  let relation: Relation = scan([file!]);
  for (let level = 0; level < 20; level++) {
    relation = derived("SELECT a.ts, a.v FROM l a JOIN r b USING (ts) WHERE a.v < 100", {
      l: relation,
      r: relation,
    });
  }
  assertEquals((await rowsOf("SELECT count(*) FROM d", { d: relation })).rows, [[100]]);
});

Deno.test("run: an empty relation has its columns and no rows", async () => {
  const empty: Relation = {
    type: "empty",
    label: "/e",
    columns: [
      { name: "ts", type: { is: "timestamp" }, nullable: true },
      { name: 'a "b"', type: parseType("list<struct<x: int64, y: string>>")!, nullable: true },
      { name: "c", type: parseType("decimal(10,2)")!, nullable: true },
    ],
  };
  const { rows, columns } = await rowsOf("SELECT * FROM e WHERE ts > '2024-01-01'", { e: empty });
  assertEquals(rows, []);
  assertEquals(
    columns.map(({ type }) => formatType(type)),
    empty.columns.map(({ type }) => formatType(type)),
  );
});

Deno.test("run: a union takes columns by name and widens types", async () => {
  const old = fileOf(await parquet("SELECT 1::INT AS a, TIMESTAMP '2024-01-01' AS ts"));
  const young = fileOf(
    await parquet("SELECT 'x' AS b, 2.5::DOUBLE AS a, TIMESTAMP '2024-02-01' AS ts"),
  );
  const united = { type: "union", label: "/u", inputs: [scan([old]), scan([young])] } as const;
  for (const relation of [scan([old, young]), united]) {
    const { rows, columns } = await rowsOf("SELECT a, b FROM u ORDER BY ts", { u: relation });
    assertEquals(rows, [[1, null], [2.5, "x"]]);
    assertEquals(columns.map(({ type }) => formatType(type)), ["double", "string"]);
  }
});

Deno.test("run: times between are found however a range is given", async () => {
  const files = await days(4);
  const range = { startUs: us("2024-01-02T12:00:00"), endUs: us("2024-01-03T12:00:00") };
  const restricted = { type: "restrict", label: "/r", column: "ts", range } as const;
  const chain = derived("SELECT * FROM x WHERE sensor = 's1'", { x: scan(files) });
  const count = async (relation: Relation) =>
    (await rowsOf("SELECT count(*) FROM r", { r: relation })).rows[0]![0];
  assertEquals(await count({ ...restricted, input: scan(files) }), 1440);
  assertEquals(await count({ ...restricted, input: chain }), 480);
  const union = { type: "union", label: "/u", inputs: [scan(files), chain] } as const;
  assertEquals(await count({ ...restricted, input: union }), 1920);
});
