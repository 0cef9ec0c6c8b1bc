/**
 * Columns, filters and ranges of time reach the files through everything that stands between: by
 * counters, and by rows.
 */
import type { QueryCounters } from "../../lib/sql/mod.ts";
import type { ParquetFile, Relation } from "../../lib/table/mod.ts";
import { assertEquals, assertLess, assertOk } from "../deps.ts";
import { derived, engine, fileOf, MemoryTarget, query, rowsOf, scan, us } from "./support.ts";

const ROWS = 500_000;

/** A row a second in five row groups; `wide` is what most of the bytes are. */
async function secondsFile(): Promise<ParquetFile> {
  const target = new MemoryTarget();
  await engine.writeParquet(
    query(
      `SELECT TIMESTAMP '2024-01-01' + INTERVAL (i) SECOND AS ts, (i % 100)::INT AS status,
       (hash(i) % 1000)::INT AS v, hash(i * 7)::VARCHAR AS wide FROM range(${ROWS}) r(i)`,
    ),
    target,
  );
  return fileOf(target.bytes());
}

const file = await secondsFile();
const base = scan([file]);
const HOUR = "ts >= TIMESTAMP '2024-01-02 02:00:00' AND ts < TIMESTAMP '2024-01-02 03:00:00'";

const one = derived("SELECT ts, status, v, wide FROM source WHERE status < 90", { source: base });
const two = derived("SELECT ts, status, v * 2 AS w, wide FROM source", { source: one });
const three = derived("SELECT * FROM source WHERE w > 100", { source: two });

interface Cost {
  readonly rows: readonly (readonly unknown[])[];
  readonly counters: QueryCounters;
}

async function costOf(sql: string, relations: Readonly<Record<string, Relation>>): Promise<Cost> {
  return await rowsOf(sql, relations);
}

const computed = new Map<Relation, Relation>();

async function compute(relation: Relation): Promise<Relation> {
  const target = new MemoryTarget();
  await engine.writeParquet(query("SELECT * FROM r", { r: relation }), target);
  return scan([fileOf(target.bytes())]);
}

/**
 * The rows that the query gives when its relations are computed first and nothing can be pushed
 * into them.
 */
async function unpushed(sql: string, relations: Readonly<Record<string, Relation>>) {
  const kept: Record<string, Relation> = {};
  for (const [name, relation] of Object.entries(relations)) {
    const known = computed.get(relation) ?? await compute(relation);
    computed.set(relation, known);
    kept[name] = known;
  }
  return (await rowsOf(sql, kept)).rows;
}

Deno.test("run: an hour through a chain of three reads what the query by hand reads", async () => {
  const chained = await costOf(`SELECT count(*), sum(w)::INT FROM d WHERE ${HOUR}`, { d: three });
  const byHand = await costOf(
    `SELECT count(*), sum(v * 2)::INT FROM s WHERE status < 90 AND v * 2 > 100 AND ${HOUR}`,
    { s: base },
  );
  assertEquals(chained.rows, byHand.rows);
  assertEquals(chained.counters.bytesRead, byHand.counters.bytesRead);
  assertEquals([chained.counters.rowGroupsTotal, chained.counters.rowGroupsRead], [5, 1]);
});

Deno.test("run: columns that nobody asks for are not read, at any depth", async () => {
  const narrow = await costOf("SELECT sum(w)::INT FROM d", { d: three });
  const wide = await costOf("SELECT sum(w)::INT, max(wide) FROM d", { d: three });
  assertLess(narrow.counters.bytesRead * 3, wide.counters.bytesRead);
});

Deno.test("run: filters reach row groups through joins, unions, ranges and shared nodes", async () => {
  const sites: Relation = scan([await smallFile()], null);
  const union: Relation = { type: "union", label: "/u", inputs: [three, derivedTwice()] };
  const range = { startUs: us("2024-01-02T02:00:00"), endUs: us("2024-01-02T03:00:00") };
  const within: Relation = { type: "restrict", label: "/r", input: three, column: "ts", range };
  const joined = derived("SELECT a.*, b.site FROM a JOIN b ON a.status = b.status", {
    a: three,
    b: sites,
  });
  const cases: readonly (readonly [string, Readonly<Record<string, Relation>>, number])[] = [
    [`SELECT count(*), sum(w)::INT FROM d WHERE ${HOUR}`, { d: union }, 1],
    ["SELECT count(*), sum(w)::INT FROM d", { d: within }, 1],
    [`SELECT site, count(*) FROM d WHERE ${HOUR} GROUP BY 1 ORDER BY 1`, { d: joined }, 2],
    [`SELECT count(*) FROM d a JOIN d b USING (ts) WHERE a.${HOUR.replace("AND ts", "AND a.ts")}`, {
      d: three,
    }, 1],
    [`SELECT count(*) FROM (SELECT * FROM d UNION ALL SELECT * FROM d) WHERE ${HOUR}`, {
      d: three,
    }, 1],
    [`WITH x AS (SELECT ts, w FROM d) SELECT max(w) FROM x WHERE ${HOUR}`, { d: three }, 1],
    ["SELECT count(*) FROM d WHERE ts = TIMESTAMP '2024-01-03 00:00:00'", { d: three }, 1],
  ];
  for (const [sql, relations, groups] of cases) {
    const { rows, counters } = await costOf(sql, relations);
    assertEquals(rows, await unpushed(sql, relations), sql);
    assertOk(counters.rowGroupsRead <= groups, `${sql}: ${counters.rowGroupsRead} row groups`);
  }
});

Deno.test("run: the first rows of a plain scan cost one row group", async () => {
  const { rows, counters } = await costOf("SELECT * FROM d LIMIT 10", { d: three });
  assertEquals(rows.length, 10);
  assertOk(counters.rowGroupsRead <= 1, `${counters.rowGroupsRead}`);
});

Deno.test("run: of thousands of versions those of the time asked for are opened, no others", async () => {
  const hour = 3_600_000_000n;
  const bytes = await hourBytes();
  const files = Array.from({ length: 10_000 }, (_, i) => {
    const minUs = us("2024-01-01T00:00:00") + BigInt(i) * hour;
    return { ...fileOf(bytes, { bounds: { minUs, maxUs: minUs + hour - 1n } }), key: `v${i}` };
  });
  const day = "ts >= '2024-02-10' AND ts < '2024-02-11'";
  const { counters } = await costOf(`SELECT count(*) FROM s WHERE ${day}`, { s: scan(files) });
  assertEquals(
    [counters.versionsTotal, counters.versionsSkipped, counters.versionsOpened],
    [10_000, 9_976, 24],
  );
});

function derivedTwice(): Relation {
  return derived("SELECT * FROM source WHERE v % 2 = 0", {
    source: derived("SELECT ts, status, v, v AS w, wide FROM source", { source: base }),
  });
}

async function smallFile(): Promise<ParquetFile> {
  const target = new MemoryTarget();
  await engine.writeParquet(
    query("SELECT range::INT AS status, 'site ' || (range % 3) AS site FROM range(100)"),
    target,
  );
  return fileOf(target.bytes());
}

async function hourBytes(): Promise<Uint8Array> {
  const target = new MemoryTarget();
  await engine.writeParquet(query("SELECT TIMESTAMP '2024-02-10' AS ts, 1 AS v"), target);
  return target.bytes();
}
