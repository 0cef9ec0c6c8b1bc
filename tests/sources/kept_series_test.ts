/** CSV files shown as series, in a real pond: what a query opens of what the cache keeps. */
import { copyInto } from "../../bench/bench_pond.ts";
import { join } from "../../lib/deps/std_path.ts";
import { initPond, openPond } from "../../lib/pond/pond.ts";
import type { Pond } from "../../lib/pond/api.ts";
import { assertEquals, assertLess, assertOk } from "../deps.ts";

const SERIES = 12;
/** This day has more rows, so that its columns are more than a block each. */
const LONG_DAY = 3;
const LONG_ROWS = 20_000;
const MANY = `SELECT count(*)::INT AS n FROM "/tables/*.series"`;

async function withPond(work: (hostPath: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    await work(join(directory, "pond"));
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** One CSV file a day, below `/csv`, shown in `/tables`. */
async function makePond(hostPath: string): Promise<void> {
  await using pond = await initPond(hostPath);
  const csv = `${hostPath}-csv`;
  await Deno.mkdir(csv);
  for (let day = 0; day < SERIES; day++) {
    const rows = Array.from({ length: day === LONG_DAY ? LONG_ROWS : 1000 }, (_, i) => {
      const time = new Date(Date.UTC(2024, 0, 1 + day, 0, 0, i)).toISOString();
      return `${time},${i},${(i * 7919) % 99991}-${(i * 104729) % 99989}`;
    });
    const text = `timestamp,value,wide\n${rows.join("\n")}\n`;
    await Deno.writeTextFile(join(csv, `day_${String(day).padStart(2, "0")}.csv`), text);
  }
  await pond.transact(["test"], async (change) => {
    await change.makeDirectory("/csv");
    await change.mknod("/tables", {
      factory: "csv-directory",
      yaml: "source: /csv/*.csv\ntype: series\n",
    });
  });
  const files = [...Deno.readDirSync(csv)].map(({ name }) => `host:${join(csv, name)}`);
  await copyInto(pond, files, "/csv/", "data");
}

async function ask(pond: Pond, sql: string) {
  const reader = await pond.read();
  await using result = await reader.sql(sql);
  const rows = [];
  for await (const batch of result.batches) rows.push(...batch.toArray().map((row) => row!.n));
  return { rows, counters: (await reader.explainSql(sql)).counters };
}

Deno.test("cache: of many kept series those within the time asked for are opened", async () => {
  await withPond(async (hostPath) => {
    await makePond(hostPath);
    await using first = await openPond(hostPath);
    assertEquals((await ask(first, MANY)).rows, [(SERIES - 1) * 1000 + LONG_ROWS]);
    await using second = await openPond(hostPath);
    const day = "timestamp >= '2024-01-05' AND timestamp < '2024-01-06'";
    const { rows, counters } = await ask(second, `${MANY} WHERE ${day}`);
    assertEquals(rows, [1000]);
    assertEquals([counters.versionsTotal, counters.versionsOpened], [SERIES, 1]);
    assertEquals([counters.cacheHits, counters.cacheMisses], [SERIES, 0]);
  });
});

Deno.test("cache: a second access reads the columns it needs, a changed file is converted anew", async () => {
  await withPond(async (hostPath) => {
    await makePond(hostPath);
    const one = `"/tables/day_03.series"`;
    await using pond = await openPond(hostPath);
    assertEquals((await ask(pond, `SELECT count(*)::INT AS n FROM ${one}`)).rows, [LONG_ROWS]);
    const narrow = await ask(pond, `SELECT sum(value)::INT AS n FROM ${one}`);
    const wide = await ask(pond, `SELECT max(wide) AS n FROM ${one} WHERE value >= 0`);
    assertEquals(narrow.counters.cacheHits, 1);
    assertOk(narrow.counters.bytesRead > 0);
    assertLess(narrow.counters.bytesRead, wide.counters.bytesRead);
    const changed = `${hostPath}-csv/day_03.csv`;
    const text = await Deno.readTextFile(changed);
    await Deno.writeTextFile(changed, text.replace(",999,", ",123,"));
    await copyInto(pond, [`host:${changed}`], "/csv/day_03.csv", "data");
    const again = await ask(pond, `SELECT sum(value)::INT AS n FROM ${one}`);
    assertEquals(again.rows, [narrow.rows[0] - 999 + 123]);
  });
});
