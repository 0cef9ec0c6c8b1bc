import type { ParquetFile, Relation, TimeColumn } from "../../lib/table/mod.ts";
import { assertEquals, assertOk, fc } from "../deps.ts";
import { days, derived, fileOf, parquet, rowsOf, scan, TS, us } from "./support.ts";

const files = await days(12);
const all = scan(files);
/** The same rows with nothing known about them. */
const plain = scan(files.map((file) => ({ ...file, bounds: null })));

async function skipped(sql: string, relation: Relation = all): Promise<number> {
  const { rows, counters } = await rowsOf(sql, { s: relation });
  assertEquals(rows, (await rowsOf(sql, { s: plainOf(relation) })).rows, sql);
  assertEquals(counters.versionsOpened, counters.versionsTotal - counters.versionsSkipped, sql);
  return counters.versionsSkipped;
}

function plainOf(relation: Relation): Relation {
  switch (relation.type) {
    case "parquet":
      return { ...relation, files: relation.files.map((file) => ({ ...file, bounds: null })) };
    case "query":
      return {
        ...relation,
        inputs: new Map([...relation.inputs].map(([name, input]) => [name, plainOf(input)])),
      };
    default:
      return relation;
  }
}

Deno.test("run: files that a literal time excludes are not opened", async () => {
  assertEquals(await skipped("SELECT count(*) FROM s WHERE ts >= '2024-01-05'"), 4);
  assertEquals(await skipped("SELECT count(*) FROM s WHERE ts < '2024-01-05'"), 8);
  assertEquals(await skipped("SELECT count(*) FROM s WHERE ts = '2024-01-05 10:00:00'"), 11);
  const day = "ts BETWEEN TIMESTAMP '2024-01-05' AND TIMESTAMP '2024-01-05 23:59:00'";
  assertEquals(await skipped(`SELECT count(*) FROM s WHERE ${day} AND v > 3`), 11);
  assertEquals(await skipped("SELECT count(*) FROM s WHERE ts > DATE '2024-01-05'"), 4);
  assertEquals(await skipped("SELECT count(*) FROM s WHERE ts > now() - INTERVAL 1 DAY"), 11);
  const computed = "TIMESTAMP '2024-01-01' + INTERVAL 4 DAY";
  assertEquals(await skipped(`SELECT count(*) FROM s WHERE ts >= ${computed}`), 4);
});

Deno.test("run: bounds at the edge of a file keep it", async () => {
  assertEquals(await skipped("SELECT count(*) FROM s WHERE ts >= '2024-01-04 23:59:00'"), 3);
  assertEquals(await skipped("SELECT count(*) FROM s WHERE ts > '2024-01-04 23:59:00'"), 4);
  assertEquals(await skipped("SELECT count(*) FROM s WHERE ts <= '2024-01-05 00:00:00'"), 7);
  assertEquals(await skipped("SELECT count(*) FROM s WHERE ts < '2024-01-05 00:00:00'"), 8);
});

Deno.test("run: files are chosen through derived levels, joins and subqueries", async () => {
  const first = derived("SELECT ts, v * 2 AS w FROM x WHERE v > 10", { x: all });
  const second = derived("WITH x AS (SELECT * FROM y) SELECT * FROM x WHERE w % 4 = 0 --", {
    y: first,
  });
  assertEquals(await skipped("SELECT sum(w)::INT FROM s WHERE ts >= '2024-01-12'", second), 11);
  const join = "SELECT count(*) FROM s a JOIN s b USING (ts) WHERE a.ts < '2024-01-02'";
  assertEquals(await skipped(join), 11);
  const two = `SELECT (SELECT count(*) FROM s WHERE ts < '2024-01-02'),
    (SELECT count(*) FROM s WHERE ts >= '2024-01-12')`;
  assertEquals(await skipped(two), 10);
});

Deno.test("run: what can't be read off a plan excludes nothing", async () => {
  const none = [
    "SELECT count(*) FROM s",
    "SELECT count(*) FROM s WHERE ts >= '2024-01-05' OR v = 3",
    "SELECT count(*) FROM s a LEFT JOIN s b ON a.ts = b.ts AND b.ts < '2024-01-02'",
    "SELECT count(*) FROM (SELECT * FROM s LIMIT 20000) WHERE ts >= '2024-01-05'",
    "SELECT count(*) FROM s WHERE sensor || ts::VARCHAR > 's12024-01-05'",
    "SELECT count(*) FROM (SELECT *, row_number() OVER () AS n FROM s) WHERE ts < '2024-01-02'",
    "SELECT count(*) FROM s WHERE sensor <> 'x AND ts>2030-01-01 00:00:00'",
    "SELECT count(*) FROM s WHERE sensor <> 'x\nts>2030-01-01 00:00:00'",
  ];
  for (const sql of none) assertEquals(await skipped(sql), 0, sql);
});

Deno.test("run: columns don't depend on the files that a time leaves out", async () => {
  const old = fileOf(await parquet("SELECT TIMESTAMP '2024-01-01' AS ts, 1::INT AS a, 'x' AS b"), {
    bounds: { minUs: us("2024-01-01T00:00:00"), maxUs: us("2024-01-01T00:00:00") },
  });
  const young = fileOf(await parquet("SELECT 2.5::DOUBLE AS a, TIMESTAMP '2024-02-01' AS ts"), {
    bounds: { minUs: us("2024-02-01T00:00:00"), maxUs: us("2024-02-01T00:00:00") },
  });
  for (const since of ["2023-01-01", "2024-01-15", "2025-01-01"]) {
    for (const order of [[old, young], [young, old], [old, young, old, young]]) {
      const sql = `SELECT * FROM s WHERE ts >= '${since}'`;
      const pruned = await rowsOf(sql, { s: scan(order) });
      const whole = await rowsOf(sql, { s: plainOf(scan(order)) });
      assertEquals([pruned.columns, pruned.rows], [whole.columns, whole.rows]);
    }
  }
});

Deno.test("run: pruned and unpruned give the same rows", async () => {
  const time = fc.tuple(
    fc.integer({ min: 0, max: 13 }),
    fc.constantFrom("00:00:00", "12:30:00", "23:59:00", "23:59:00.000001"),
  ).map(([day, at]) => `TIMESTAMP '2024-01-${String(day + 1).padStart(2, "0")} ${at}'`);
  const leaf = fc.oneof(
    fc.tuple(fc.constantFrom("<", "<=", "=", ">=", ">", "<>"), time)
      .map(([operator, literal]) => `ts ${operator} ${literal}`),
    fc.tuple(time, time).map(([low, high]) => `ts BETWEEN ${low} AND ${high}`),
    fc.constantFrom("v > 700", "sensor = 's1'", "ts IS NULL", "ts IS NOT NULL", "v IN (1, 2)"),
  );
  const condition = fc.oneof(
    leaf,
    fc.tuple(leaf, fc.constantFrom("AND", "OR"), leaf).map((parts) => `(${parts.join(" ")})`),
    leaf.map((each) => `NOT (${each})`),
  );
  const shape = fc.constantFrom(
    (where: string) => `SELECT count(*), sum(v)::INT FROM s WHERE ${where}`,
    (where: string) => `SELECT sensor, max(ts) FROM (FROM s WHERE ${where}) GROUP BY 1 ORDER BY 1`,
    (where: string) =>
      `SELECT count(*) FROM s x LEFT JOIN (FROM s WHERE ${where}) y USING (ts) WHERE x.v < 5`,
    (where: string) => `SELECT count(*) FROM (FROM s UNION ALL FROM s WHERE v = 1) WHERE ${where}`,
    (where: string) => `SELECT count(*) FROM s WHERE v = 7 AND EXISTS (FROM s WHERE ${where})`,
  );
  await fc.assert(
    fc.asyncProperty(shape, condition, async (write, where) => {
      const sql = write(where);
      const [pruned, whole] = [await rowsOf(sql, { s: all }), await rowsOf(sql, { s: plain })];
      assertEquals(pruned.rows, whole.rows, sql);
    }),
    { numRuns: 60 },
  );
});

/** The same hours stored in other ways, by how they are read. */
const STORED: readonly (readonly [expression: string, time: TimeColumn])[] = [
  ["epoch(t)::BIGINT", { ...TS, unit: "s", native: false }],
  ["epoch_ms(t)", { ...TS, unit: "ms", native: false }],
  ["epoch_us(t)", { ...TS, unit: "us", native: false }],
  ["epoch_us(t) * 1000 + 999", { ...TS, unit: "ns", native: false }],
  ["strftime(t, '%Y-%m-%dT%H:%M:%SZ')", { ...TS, unit: "text", native: false }],
  ["t::TIMESTAMP_MS", { ...TS, unit: "ms", native: true }],
  ["t::TIMESTAMPTZ", TS],
  ["t", TS],
];

Deno.test("run: every way of storing times reads as UTC TIMESTAMP, and filters", async () => {
  for (const [expression, time] of STORED) {
    const hours = `SELECT TIMESTAMP '1969-12-30' + INTERVAL (range) HOUR AS t FROM range(96)`;
    const file: ParquetFile = fileOf(
      await parquet(`SELECT ${expression} AS ts, 1 AS v FROM (${hours})`),
    );
    const relation = scan([file], time);
    const { rows } = await rowsOf("SELECT typeof(ts), min(ts), max(ts) FROM s GROUP BY 1", {
      s: relation,
    });
    const [start, end] = [Date.parse("1969-12-30T00:00Z"), Date.parse("1970-01-02T23:00Z")];
    // Before 1970 a fraction of a microsecond is cut towards zero.
    const cut = time.unit === "ns" ? 0.001 : 0;
    assertOk(Math.abs(Number(rows[0]![1]) - start) <= cut, `${expression}: ${rows}`);
    assertEquals([rows[0]![0], rows[0]![2]], ["TIMESTAMP", end], expression);
    const noon = "ts >= '1969-12-31 12:00:00' AND ts < '1970-01-01 06:00:00'";
    const filtered = await rowsOf(`SELECT count(*) FROM s WHERE ${noon}`, { s: relation });
    assertEquals(filtered.rows, [[18]], expression);
    const range = { startUs: us("1969-12-31T12:00:00"), endUs: us("1970-01-01T06:00:00") };
    const restricted: Relation = {
      type: "restrict",
      label: "/r",
      input: relation,
      column: "ts",
      range,
    };
    const within = await rowsOf("SELECT count(*) FROM s", { s: restricted });
    assertEquals(within.rows, [[18]], expression);
  }
});

Deno.test("run: a date column is midnight", async () => {
  const bytes = await parquet("SELECT DATE '2024-01-01' + range::INT AS ts FROM range(10)");
  const relation = scan([fileOf(bytes)], { name: "ts", unit: "date", native: false });
  const sql = "SELECT count(*), min(ts) FROM s WHERE ts > '2024-01-03 12:00:00'";
  const { rows } = await rowsOf(sql, { s: relation });
  assertEquals(rows, [[7, Date.parse("2024-01-04T00:00Z")]]);
});

Deno.test("run: row groups that a time excludes are not read, however it is stored", async () => {
  for (const time of [TS, { ...TS, unit: "ms", native: false } as const]) {
    const stored = time.native ? "t" : "epoch_ms(t)";
    const bytes = await parquet(
      `SELECT ${stored} AS ts, hash(t) AS v FROM
       (SELECT TIMESTAMP '2024-01-01' + INTERVAL (range) SECOND AS t FROM range(500000))`,
    );
    const sql = "SELECT count(*), max(v)::VARCHAR <> '' FROM s WHERE ts < '2024-01-01 01:00:00'";
    const { rows, counters } = await rowsOf(sql, { s: scan([fileOf(bytes)], time) });
    assertEquals(rows, [[3600, true]]);
    assertEquals([counters.rowGroupsTotal, counters.rowGroupsRead], [5, 1]);
  }
});
