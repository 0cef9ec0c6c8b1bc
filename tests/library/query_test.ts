import { loadArrow } from "../../lib/deps/arrow.ts";
import { path, table } from "../../lib/library/mod.ts";
import { assertEquals, assertOk, assertStringIncludes, fc } from "../deps.ts";
import { codeOf, memoryPond } from "./support.ts";

Deno.test("sql: a template's values are data, whatever is in them", async () => {
  await using pond = await memoryPond();
  const hostile = [
    "'; DROP TABLE x; --",
    '"',
    "\\'",
    "$$",
    "?",
    "$1",
    "a\0b",
    "",
    "é🙂",
    "--",
    "/*",
  ];
  const samples = fc.sample(fc.string({ unit: "binary" }), 200);
  const texts = [...hostile, ...samples.filter((text) => text.isWellFormed())];
  const { v, n } = (await pond.sql`SELECT ${texts} AS v, length(${"é🙂"}) AS n`.first())!;
  assertEquals([v, n], [texts, 2]);
});

Deno.test("sql: values of every sort go in and come out", async () => {
  await using pond = await memoryPond();
  const values = {
    nothing: null,
    yes: true,
    small: -5,
    half: 0.1,
    minusZero: -0,
    infinite: -Infinity,
    wide: 9007199254740993n,
    text: "it's",
    moment: Temporal.Instant.from("2026-11-01T12:00:00.000001Z"),
    day: Temporal.PlainDate.from("1969-12-31"),
    clock: Temporal.PlainTime.from("23:59:59.5"),
    bytes: new Uint8Array([0, 39, 255]),
    list: [1, null, 3],
    object: { a: 1, "b c": ["x"] },
  };
  for (const [name, value] of Object.entries(values)) {
    const { v } = (await pond.sql<{ v: unknown }>`SELECT ${value} AS v`.first())!;
    const isTemporal = typeof value === "object" && value !== null && "toJSON" in value;
    assertEquals(isTemporal ? String(v) : v, isTemporal ? String(value) : value, name);
  }
  const date = new Date("2026-11-01T00:00:00.123Z");
  assertEquals(await pond.sql`SELECT ${date} AS v`.with({ times: "date" }).first(), { v: date });
  assertEquals(await codeOf(pond.sql`SELECT ${undefined}`.rows()), "invalid-input");
  assertEquals(await codeOf(pond.sql`SELECT ${{}}`.rows()), "invalid-input");
  assertEquals(await codeOf(pond.sql`SELECT ${"\ud800"}`.rows()), "invalid-input");
});

Deno.test("sql: a value is no relation and no part of a string", async () => {
  await using pond = await memoryPond();
  await pond.change("import", (change) => change.create("/secret", [{ a: 1 }]));
  assertEquals(await codeOf(pond.sql`SELECT * FROM ${"/secret"}`.rows()), "invalid-query");
  assertEquals(await codeOf(pond.sql`SELECT * FROM ${"/secret\0x"}`.rows()), "invalid-query");
  assertEquals(await codeOf(pond.sql`SELECT '${"x"}'`.rows()), "invalid-query");
  assertEquals(await pond.sql`SELECT * FROM ${path("/secret")}`.rows(), [{ a: 1 }]);
});

Deno.test("sql: text with ?, $1 and $name, each with its values", async () => {
  await using pond = await memoryPond();
  const rows = (text: string, params: unknown[] | Record<string, unknown>) =>
    pond.sql(text, { params }).rows();
  const asked = "SELECT ? AS a, '?' AS b, ? AS c -- ?";
  assertEquals(await rows(asked, [1, "x"]), [{ a: 1, b: "?", c: "x" }]);
  assertEquals(await rows("SELECT $2 AS a, $1 AS b, $2 AS c", [1, 2]), [{ a: 2, b: 1, c: 2 }]);
  assertEquals(await rows("SELECT $site AS a, $$ $site $$ AS b", { site: "n" }), [
    { a: "n", b: " $site " },
  ]);
  assertEquals(await codeOf(rows("SELECT ?", [])), "invalid-query");
  assertEquals(await codeOf(rows("SELECT 1", [1])), "invalid-query");
  assertEquals(await codeOf(rows("SELECT ?, $2", [1, 2])), "invalid-query");
  assertEquals(await codeOf(rows("SELECT $sit", { site: 1 })), "invalid-query");
});

Deno.test("rows: each type as its table says, and JSON as the JSON format has it", async () => {
  await using pond = await memoryPond();
  const query = pond.sql(`SELECT 1.25::DECIMAL(10,2) AS money, 5::BIGINT AS small,
    9007199254740993::BIGINT AS wide, [1, NULL] AS list, {'a': {'b': 1}} AS object,
    MAP {'k': 1} AS map, '\\x00\\xff'::BLOB AS bytes, INTERVAL 90 MINUTE AS span,
    TIMESTAMP '2026-01-01 00:00:00' AS ts, 'nan'::DOUBLE AS nan, NULL AS nothing, 1 AS "__proto__"`);
  const row = (await query.first())!;
  assertEquals(row.money, "1.25");
  assertEquals([row.small, row.wide], [5, 9007199254740993n]);
  assertEquals([row.list, row.object], [[1, null], { a: { b: 1 } }]);
  assertEquals(row.map, new Map([["k", 1]]));
  assertEquals(row.bytes, new Uint8Array([0, 255]));
  assertEquals(row.span, "PT1H30M");
  assertEquals(String(row.ts), "2026-01-01T00:00:00Z");
  assertOk(row.ts instanceof Temporal.Instant && Object.hasOwn(row, "__proto__"));
  const json = (await query.with({ json: true }).first())!;
  const text = await new Response(query.stream("jsonl")).text();
  assertEquals(JSON.stringify(json), JSON.stringify(JSON.parse(text)));
  assertEquals((await query.with({ times: "us" }).first())!.ts, 1767225600000000n);
});

Deno.test("query: each way to its answer", async () => {
  await using pond = await memoryPond();
  const query = pond.sql<{ i: number }>`SELECT i FROM range(5000) t(i) WHERE i >= ${4998}`;
  assertEquals(await query.rows(), [{ i: 4998 }, { i: 4999 }]);
  assertEquals(await query.first(), { i: 4998 });
  const seen: number[] = [];
  for await (const { i } of query) seen.push(i);
  assertEquals(seen, [4998, 4999]);
  assertEquals(await query.columns(), [{ name: "i", type: "int64", nullable: true }]);
  assertEquals((await query.table()).numRows, 2);
  assertEquals((await Array.fromAsync(query.batches())).reduce((sum, b) => sum + b.numRows, 0), 2);
  assertEquals((await query.explain()).counters.rows, 2);
  assertEquals(await new Response(query.stream("csv")).text(), "i\n4998\n4999\n");
  assertEquals(await new Response(query.stream("json")).json(), [{ i: 4998 }, { i: 4999 }]);
  const arrow = await new Response(query.stream("arrow")).bytes();
  assertEquals((await loadArrow()).tableFromIPC(arrow).numRows, 2);
  const parquet = await new Response(query.stream("parquet")).bytes();
  assertEquals(new TextDecoder().decode(parquet.subarray(0, 4)), "PAR1");
  const empty = pond.sql`SELECT 1 AS a WHERE false`;
  assertEquals([await empty.rows(), await empty.first()], [[], undefined]);
  assertEquals((await empty.table()).schema.fields.map(({ name }) => name), ["a"]);
});

Deno.test("writeParquet: to a path, a file: URL and a stream; the file is whole or not there", async () => {
  await using pond = await memoryPond();
  const directory = await Deno.makeTempDir();
  try {
    const query = pond.sql`SELECT 1 AS a, 'x' AS b`;
    const { rows } = await query.writeParquet(`${directory}/a.parquet`);
    assertEquals(rows, 1);
    await query.writeParquet(new URL(`file://${directory}/b.parquet`));
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>();
    const copying = query.writeParquet(writable);
    const copied = await new Response(readable).bytes();
    await copying;
    for (const name of ["a", "b"]) {
      assertEquals(await Deno.readFile(`${directory}/${name}.parquet`), copied);
    }
    const broken = pond.sql`SELECT nothing`.writeParquet(`${directory}/c.parquet`);
    assertEquals(await codeOf(broken), "invalid-query");
    assertEquals([...Deno.readDirSync(directory)].length, 2);
    assertEquals(await codeOf(query.writeParquet(new URL("https://example.com/x"))), "usage");
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("table: a file of some format, with names and options that URLs must escape", async () => {
  await using pond = await memoryPond();
  await pond.change("import", (change) => change.write("/a%b.csv", "x;y\n1;2\n"));
  const file = table("/a%b.csv", { format: "csv", delimiter: ";" });
  assertEquals(await pond.sql`SELECT * FROM ${file}`.rows(), [{ x: 1, y: 2 }]);
  assertEquals(await codeOf(() => table("a.csv", { format: "csv" })), "invalid-path");
  assertEquals(await codeOf(() => table("/a.csv", { delimiter: ";" })), "usage");
});

Deno.test("close: afterwards everything is refused, and what runs ends", async () => {
  const pond = await memoryPond();
  const then = pond.at(0);
  const query = pond.sql`SELECT 1 AS a`;
  assertEquals(query.signal.aborted, false);
  await pond.close();
  assertOk(query.signal.aborted);
  for (const work of [() => query.rows(), () => pond.file("/a").text(), () => then.exists("/")]) {
    assertOk(["usage", "interrupted"].includes(await codeOf(work)));
  }
  assertEquals(await codeOf(pond.change("x", () => {})), "usage");
  const aborted = await memoryPond({ signal: AbortSignal.abort() });
  assertEquals(await codeOf(aborted.sql`SELECT 1`.rows()), "interrupted");
});

Deno.test("at: queries and files of an earlier state; a promise of it isn't needed", async () => {
  await using pond = await memoryPond();
  await pond.change("one", (change) => change.write("/f", "one"));
  await pond.change("two", (change) => change.write("/f", "two"));
  assertEquals(await pond.at(1).file("/f").text(), "one");
  assertEquals(await pond.at("now").file("/f").text(), "two");
  const words = table("/f", { format: "csv", header: false });
  const [row] = await pond.at(1).sql`SELECT * FROM ${words}`.rows();
  assertStringIncludes(JSON.stringify(row), "one");
  assertEquals(await pond.at(1).transaction(), 1);
  assertEquals(await codeOf(pond.at("yesterday").exists("/f")), "usage");
});
