/**
 * Ranges of time reach the files through monotone functions: by rows, against files of which nothing
 * is known, and by the versions that are opened.
 */
import type { Relation } from "../../lib/table/mod.ts";
import { assertEquals, assertOk, fc } from "../deps.ts";
import { days, derived, fileOf, parquet, rowsOf, scan, us } from "./support.ts";

const MOMENTS = [
  ..."1969-12-31T23:59:59.999999 1970-01-01 1969-03-31T01:00 1899-12-31 2000-01-03 2000-02-29 2000-01-15T12:00"
    .split(" "),
  ..."2023-12-31T23:59:59.999999 2024-01-01 2024-01-30T23:30 2024-01-31T00:30 2024-02-29 2024-02-29T23:00"
    .split(" "),
  ..."2024-03-01 2024-03-31T01:30 2024-03-31T02:00 2024-10-27T01:30 2024-06-30T23:59 2024-07-01 2025-02-28"
    .split(" "),
  ..."2024-05-06 2024-05-05T23:59:59.999999 2024-05-06T00:14:59 2024-05-06T00:15 2024-05-31T23:59:59.5 2031-01-01"
    .split(" "),
];

/** A row a file, so that a file too few is a row too few. */
const files = await Promise.all(MOMENTS.map(async (moment, i) => {
  const bytes = await parquet(`SELECT TIMESTAMP '${moment.replace("T", " ")}' AS ts, ${i} AS id`);
  const [, base, micros = ""] = /^([^.]*)(?:\.(\d+))?$/.exec(moment)!;
  const full = base!.length === 10
    ? `${base}T00:00:00`
    : base!.length === 16
    ? `${base}:00`
    : base!;
  const at = us(full) + BigInt(micros.padEnd(6, "0"));
  return fileOf(bytes, { bounds: { minUs: at, maxUs: at } });
}));
const known = scan(files);
const unknown = scan(files.map((file) => ({ ...file, bounds: null })));

const moment = fc.constantFrom(...MOMENTS).map((text) => `TIMESTAMP '${text.replace("T", " ")}'`);
const unit = fc.constantFrom(
  ..."microsecond millisecond second minute hour day week month quarter year decade".split(" "),
);
const even = fc.constantFrom("15 minutes", "1 hour", "7 hours", "1 day", "10 days", "1 week");
const interval = fc.constantFrom(
  ..."15 minutes,-1 hour,1 day,-3 days,1 month,-1 month,13 months,1 month 3 days -02:00:00,1 year"
    .split(","),
).map((text) => `INTERVAL '${text}'`);

/** A function of `ts`, more or less monotone. */
const { time } = fc.letrec<{ time: string }>((tie) => ({
  time: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constant("ts"),
    fc.tuple(unit, tie("time")).map(([unit, t]) => `date_trunc('${unit}', ${t})`),
    fc.tuple(even, tie("time")).map(([w, t]) => `time_bucket(INTERVAL '${w}', ${t})`),
    fc.tuple(fc.constantFrom(1, 3, 7, 12), tie("time")).map(([n, t]) =>
      `time_bucket(INTERVAL '${n} months', ${t})`
    ),
    fc.tuple(fc.constantFrom(even, fc.constant("5 months")).chain((w) => w), tie("time"), moment)
      .map(([w, t, origin]) => `time_bucket(INTERVAL '${w}', ${t}, ${origin})`),
    fc.tuple(even, tie("time"), fc.constantFrom("10 minutes", "-5 hours", "2 days"))
      .map(([w, t, by]) => `time_bucket(INTERVAL '${w}', ${t}, INTERVAL '${by}')`),
    fc.tuple(tie("time"), interval, fc.constantFrom("+", "-")).map(([t, by, sign]) =>
      `(${t} ${sign} ${by})`
    ),
    tie("time").map((t) => `CAST(CAST(${t} AS DATE) AS TIMESTAMP)`),
    tie("time").map((t) => `CAST(CAST(${t} AS DATE) + 2 AS TIMESTAMP)`),
    fc.tuple(tie("time"), fc.constantFrom("Europe/Vienna", "America/New_York")).map(([t, zone]) =>
      `(${t} AT TIME ZONE 'UTC' AT TIME ZONE '${zone}')`
    ),
  ),
}));
const operator = fc.constantFrom("<", "<=", ">", ">=", "=");
const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { depthSize: "small" },
    fc.tuple(time, operator, moment).map((parts) => parts.join(" ")),
    fc.tuple(moment, operator, time).map((parts) => parts.join(" ")),
    fc.tuple(time, moment, moment).map(([t, a, b]) => `${t} >= ${a} AND ${t} < ${b}`),
    fc.tuple(time, moment, moment).map(([t, a, b]) => `${t} BETWEEN ${a} AND ${b}`),
    fc.tuple(time, fc.constantFrom(1899, 1969, 2000, 2024), operator).map(([t, year, op]) =>
      `year(${t}) ${op} ${year}`
    ),
    fc.tuple(time, moment).map(([t, at]) => `CAST(${t} AS DATE) = CAST(${at} AS DATE)`),
    fc.tuple(tie("condition"), tie("condition"), fc.constantFrom("AND", "OR")).map(([a, b, word]) =>
      `((${a}) ${word} (${b}))`
    ),
    tie("condition").map((each) => `NOT (${each})`),
    tie("condition").map((each) => `(${each}) AND id <> 3 AND '(' || id <> '('`),
  ),
}));

const RUNS = Number(Deno.env.get("POND_SOAK") ?? 0) > 0 ? 3000 : 60;

/** Ids of the rows; `error` where the engine gives none. */
async function idsOf(sql: string, s: Relation): Promise<readonly unknown[] | "error"> {
  try {
    return (await rowsOf(sql, { s })).rows.map(([id]) => id);
  } catch {
    return "error";
  }
}

Deno.test("pruning: by functions of the time it leaves out no row", async () => {
  let opened = 0;
  await fc.assert(
    fc.asyncProperty(condition, async (where) => {
      const sql = `SELECT id FROM s WHERE ${where} ORDER BY id`;
      const before = files.reduce((sum, file) => sum + file.opened, 0);
      const ids = await idsOf(sql, known);
      opened += files.reduce((sum, file) => sum + file.opened, 0) - before;
      const all = await idsOf(sql, unknown);
      if (all !== "error") assertEquals(ids, all, where);
    }),
    { numRuns: RUNS },
  );
  assertOk(opened < 0.9 * RUNS * files.length, `${opened} files opened in ${RUNS} runs`);
});

const month = scan(await days(31));
const ONE_DAY = "ts >= TIMESTAMP '2024-01-12' AND ts < TIMESTAMP '2024-01-13'";

/** What a day of a derived series opens. */
const REACHED: readonly (readonly [sql: string, opened: number])[] = [
  ["SELECT date_trunc('hour', ts) AS ts, avg(v) AS v FROM source GROUP BY 1", 1],
  ["SELECT time_bucket(INTERVAL '15 minutes', ts) AS ts, max(v) AS v FROM source GROUP BY 1", 1],
  [
    "SELECT time_bucket(INTERVAL '1 hour', ts, INTERVAL '20 minutes') AS ts, count(*) AS v FROM source GROUP BY 1",
    2,
  ],
  ["SELECT ts::DATE::TIMESTAMP AS ts, sensor, sum(v) AS v FROM source GROUP BY 1, 2", 2],
  ["SELECT ts + INTERVAL 12 HOUR AS ts, v FROM source", 2],
  ["SELECT date_trunc('day', ts - INTERVAL 1 DAY) AS ts, sum(v) AS v FROM source GROUP BY 1", 1],
  [
    "SELECT a.ts, b.v FROM (SELECT date_trunc('hour', ts) AS ts, max(v) AS v FROM source GROUP BY 1) a JOIN source b USING (ts)",
    2,
  ],
  [
    "SELECT date_trunc('hour', ts AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Vienna') AS ts, v FROM source",
    31,
  ],
];

for (const [sql, opened] of REACHED) {
  Deno.test(`pruning: a day of ${sql} opens ${opened}`, async () => {
    const series = derived(sql, { source: month });
    const restricted: Relation = {
      type: "restrict",
      label: "/r",
      input: series,
      column: "ts",
      range: { startUs: us("2024-01-12T00:00:00"), endUs: us("2024-01-13T00:00:00") },
    };
    const bySql = await rowsOf(`SELECT * FROM s WHERE ${ONE_DAY} ORDER BY ALL`, { s: series });
    const byRange = await rowsOf("SELECT * FROM s ORDER BY ALL", { s: restricted });
    const plain = scan(
      month.type === "parquet" ? month.files.map((file) => ({ ...file, bounds: null })) : [],
    );
    const whole = derived(sql, { source: plain });
    const all = await rowsOf(`SELECT * FROM s WHERE ${ONE_DAY} ORDER BY ALL`, { s: whole });
    assertOk(all.rows.length > 0);
    assertEquals(bySql.rows, all.rows);
    assertEquals(byRange.rows, all.rows);
    assertEquals([bySql.counters.versionsOpened, byRange.counters.versionsOpened], [
      opened,
      opened,
    ]);
  });
}
