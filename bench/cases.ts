/** What is measured, and how much it may cost. */
import { join } from "../lib/deps/std_path.ts";
import { openPond } from "../lib/pond/pond.ts";
import type { Pond, PondReader } from "../lib/pond/api.ts";
import { CHAIN_BY_HAND, copyInto } from "./bench_pond.ts";
import type { BenchData } from "./data.ts";
import type { NativeDuckDb } from "./deps.ts";
import { medianSeconds, pairedMedians, runProcess } from "./measure.ts";

/** What the cases work on. */
export interface BenchWorld {
  readonly pond: Pond;
  readonly data: BenchData;
  readonly native: NativeDuckDb;
  /** The words that start the compiled program. */
  readonly program: readonly string[];
}

/** One line of the result. */
export interface Outcome {
  readonly work: string;
  /**
   * Seconds, bytes or a count, and the same of what it is held against; null: held against `atMost`
   * itself.
   */
  readonly pond: number;
  readonly other: number | null;
  readonly unit: "s" | "MB" | "files";
  /** The ratio of the two, or the value, that is allowed. */
  readonly atMost: number;
}

const DAY = "timestamp >= TIMESTAMP '2024-02-10' AND timestamp < TIMESTAMP '2024-02-11'";
const GROUPS = "SELECT sensor, avg(value), count(*) FROM $S GROUP BY sensor";

/** How often the ten million rows of S are read as one series; 5 are 50 million. */
const STREAM_COPIES = Number(Deno.env.get("POND_BENCH_COPIES") ?? 1);

/** The words that start the program as it is run without being compiled. */
const FROM_SOURCE = [
  Deno.execPath(),
  "run",
  "--allow-read",
  "--allow-write",
  "--allow-env",
  join(import.meta.dirname!, "../cli.ts"),
];

/** How often work of a few milliseconds is done for one of its times. */
const SHORT_TIMES = 20;

/** Every case, in order; later ones may rely on what earlier ones warmed up. */
export async function* measureAll(world: BenchWorld): AsyncGenerator<Outcome> {
  const reader = await world.pond.read();
  yield* againstNative(world, reader);
  yield* chains(reader);
  yield* versions(reader);
  yield* csv(world);
  yield* processes(world);
  yield* streams(world);
  yield* timers(world);
}

/** Runs a query to its last batch. */
async function drain(reader: PondReader, sql: string): Promise<void> {
  await using result = await reader.sql(sql);
  for await (const _batch of result.batches) { /* only the cost counts */ }
}

async function* againstNative(
  { data, native }: BenchWorld,
  reader: PondReader,
): AsyncGenerator<Outcome> {
  const cases = [
    { work: "avg over S, warm : native", sql: "SELECT avg(value) FROM $S", atMost: 3 },
    { work: "group by 100 strings over S : native", sql: GROUPS, atMost: 5 },
    {
      work: "LIKE over S : native",
      sql: "SELECT count(*) FROM $S WHERE sensor LIKE '%_04%'",
      atMost: 12,
    },
    {
      work: "the top 10 of S : native",
      sql: "SELECT * FROM $S ORDER BY value DESC, timestamp LIMIT 10",
      atMost: 12,
    },
    {
      work: "1 M rows, document->>'sensor' : native",
      sql: "SELECT max(document->>'sensor') FROM $J",
      atMost: 8,
    },
    {
      work: "1 M rows, AT TIME ZONE : native",
      sql: "SELECT max(timestamp AT TIME ZONE 'Europe/Vienna') FROM $J",
      atMost: 8,
    },
  ];
  for (const { work, sql, atMost } of cases) {
    const inPond = () => drain(reader, sql.replace("$S", `"/s"`).replace("$J", `"/j"`));
    const files = sql.replace("$S", `'${data.whole}'`).replace("$J", `'${data.documents}'`);
    const natively = () => native.rows(files);
    await inPond();
    await natively();
    const [pond, other] = await pairedMedians(inPond, natively);
    yield { work, pond, other, unit: "s", atMost };
  }
}

async function* chains(reader: PondReader): AsyncGenerator<Outcome> {
  const chained = `SELECT sensor, avg(value_f) FROM "/chain_3" WHERE ${DAY} GROUP BY sensor`;
  const byHand = `SELECT sensor, avg(value_f) FROM (${CHAIN_BY_HAND}) WHERE ${DAY} GROUP BY sensor`;
  await drain(reader, chained);
  await drain(reader, byHand);
  const [pond, other] = await pairedMedians(
    () => drain(reader, chained),
    () => drain(reader, byHand),
    { times: SHORT_TIMES },
  );
  const work = "one day of S through a chain of three : by hand";
  yield { work, pond, other, unit: "s", atMost: 1.15 };
  const bytes = async (sql: string) => (await reader.explainSql(sql)).counters.bytesRead / 1e6;
  yield {
    work: "bytes read for it : by hand",
    pond: await bytes(chained),
    other: await bytes(byHand),
    unit: "MB",
    atMost: 1.2,
  };
}

async function* versions(reader: PondReader): AsyncGenerator<Outcome> {
  const day = (path: string) => `SELECT avg(value) FROM "${path}" WHERE ${DAY}`;
  const { counters } = await reader.explainSql(day("/v"));
  // A day is 86,400 of the 10,000-row versions' rows: 9 of them, or 10 where the day begins inside
  // one.
  yield {
    work: "versions opened for one day of V",
    pond: counters.versionsOpened,
    other: null,
    unit: "files",
    atMost: 10,
  };
  await drain(reader, day("/s"));
  const [pond, other] = await pairedMedians(
    () => drain(reader, day("/v")),
    () => drain(reader, day("/s")),
    { times: SHORT_TIMES },
  );
  yield { work: "one day of V : of S", pond, other, unit: "s", atMost: 1.5 };
}

async function* csv({ pond, data, native, program }: BenchWorld): AsyncGenerator<Outcome> {
  const count = `SELECT count(*) FROM "/tables/c.table"`;
  const clear = () => clearCache(pond);
  const inNewPond = async () => {
    await using fresh = await openPond(pond.hostPath);
    await drain(await fresh.read(), count);
  };
  const readCsv = () => native.rows(`SELECT count(*) FROM read_csv('${data.csv}')`);
  yield {
    work: "C as .table, first access : native read_csv",
    pond: await medianSeconds(inNewPond, { before: clear }),
    other: await medianSeconds(readCsv),
    unit: "s",
    atMost: 2.5,
  };
  const cwd = pond.hostPath;
  const inNewProcess = (sql: string) =>
    runProcess(["--pond", pond.hostPath, "sql", sql], { program, cwd });
  const first = await medianSeconds(() => inNewProcess(count), { before: clear });
  await copyInto(pond, ["/tables/c.table"], "/c", "table");
  const [second, plain] = await pairedMedians(
    () => inNewProcess(count),
    () => inNewProcess(`SELECT count(*) FROM "/c"`),
  );
  const work = "C, second access in a new process";
  yield { work: `${work} : the first`, pond: second, other: first, unit: "s", atMost: 0.25 };
  yield { work: `${work} : the equal Parquet`, pond: second, other: plain, unit: "s", atMost: 2 };
}

/** A series in time order, as its first rows and as all of them. */
async function* streams({ pond, program }: BenchWorld): AsyncGenerator<Outcome> {
  const cat = (...words: string[]) =>
    runProcess(["--pond", pond.hostPath, "cat", ...words], { program, cwd: pond.hostPath });
  const [series, table] = await pairedMedians(
    () => cat("/s", "--limit", "3"),
    () => cat("/c", "--limit", "3"),
  );
  const work = "3 rows of the series S : of the table C";
  yield { work, pond: series, other: table, unit: "s", atMost: 1.5 };
  for (let copy = 0; copy < STREAM_COPIES; copy++) {
    await copyInto(pond, ["/s"], "/many", "series");
  }
  const { peakBytes } = await cat("/many", "--format", "csv");
  yield {
    work: `peak memory: ${10 * STREAM_COPIES} M rows in time order`,
    pond: peakBytes / 1e6,
    other: null,
    unit: "MB",
    atMost: 600,
  };
}

/** Timers beside queries that have threads of their own. */
async function* timers({ pond }: BenchWorld): AsyncGenerator<Outcome> {
  await using threaded = await openPond(pond.hostPath, { threads: 2 });
  const reader = await threaded.read();
  const query = () => drain(reader, GROUPS.replace("$S", `"/s"`));
  await Promise.all([query(), query()]);
  let [last, gap] = [performance.now(), 0];
  const timer = setInterval(() => {
    const now = performance.now();
    [last, gap] = [now, Math.max(gap, now - last)];
  }, 10);
  try {
    await Promise.all(Array.from({ length: 10 }, query));
  } finally {
    clearInterval(timer);
  }
  const work = "longest wait of a timer beside ten queries";
  yield { work, pond: gap / 1000, other: null, unit: "s", atMost: 0.1 };
}

async function clearCache(pond: Pond): Promise<void> {
  await Deno.remove(join(pond.hostPath, "cache"), { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}

async function* processes({ pond, program }: BenchWorld): AsyncGenerator<Outcome> {
  const cwd = pond.hostPath;
  const sql = (query: string) =>
    runProcess(["--pond", pond.hostPath, "sql", query], { program, cwd });
  yield {
    work: "first answer of a new process, compiled",
    pond: await medianSeconds(() => sql(`SELECT 42 FROM "/c" LIMIT 1`)),
    other: null,
    unit: "s",
    atMost: 0.35,
  };
  yield {
    work: "first answer of a new process, from source",
    pond: await medianSeconds(() =>
      runProcess(["--pond", pond.hostPath, "sql", `SELECT 42 FROM "/c" LIMIT 1`], {
        program: FROM_SOURCE,
        cwd,
      })
    ),
    other: null,
    unit: "s",
    atMost: 0.7,
  };
  const queries = [`SELECT avg(value) FROM "/s"`, GROUPS.replace("$S", `"/s"`), `FROM "/s"`];
  let peakBytes = 0;
  for (const query of queries) peakBytes = Math.max(peakBytes, (await sql(query)).peakBytes);
  yield {
    work: "peak memory: avg, group by, every row of S",
    pond: peakBytes / 1e6,
    other: null,
    unit: "MB",
    atMost: 450,
  };
}
