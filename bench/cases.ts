/** What is measured, and how much it may cost. */
import { join } from "../lib/deps/std_path.ts";
import { openPond, type Pond, type PondReader } from "../mod.ts";
import { CHAIN_BY_HAND, copyInto } from "./bench_pond.ts";
import type { BenchData } from "./data.ts";
import type { NativeDuckDb } from "./deps.ts";
import { medianSeconds, runProcess } from "./measure.ts";

/** What the cases work on. */
export interface BenchWorld {
  readonly pond: Pond;
  readonly data: BenchData;
  readonly native: NativeDuckDb;
}

/** One line of the result. */
export interface Outcome {
  readonly work: string;
  /** Seconds, bytes or a count, and the same of what it is held against; null: held against `atMost` itself. */
  readonly pond: number;
  readonly other: number | null;
  readonly unit: "s" | "MB" | "files";
  /** The ratio of the two, or the value, that is allowed. */
  readonly atMost: number;
}

const DAY = "timestamp >= TIMESTAMP '2024-02-10' AND timestamp < TIMESTAMP '2024-02-11'";

/** Every case, in order; later ones may rely on what earlier ones warmed up. */
export async function* measureAll(world: BenchWorld): AsyncGenerator<Outcome> {
  const reader = await world.pond.read();
  yield* againstNative(world, reader);
  yield* chains(reader);
  yield* versions(reader);
  yield* csv(world);
  yield* processes(world.pond);
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
    { work: "avg over S, warm", sql: "SELECT avg(value) FROM $S", atMost: 3 },
    {
      work: "group by 100 strings over S",
      sql: "SELECT sensor, avg(value), count(*) FROM $S GROUP BY sensor",
      atMost: 5,
    },
  ];
  for (const { work, sql, atMost } of cases) {
    const inPond = sql.replace("$S", `"/s"`);
    const natively = sql.replace("$S", `'${data.whole}'`);
    await drain(reader, inPond);
    await native.rows(natively);
    const pond = await medianSeconds(() => drain(reader, inPond));
    const other = await medianSeconds(() => native.rows(natively));
    yield { work, pond, other, unit: "s", atMost };
  }
}

async function* chains(reader: PondReader): AsyncGenerator<Outcome> {
  const chained = `SELECT sensor, avg(value_f) FROM "/chain_3" WHERE ${DAY} GROUP BY sensor`;
  const byHand = `SELECT sensor, avg(value_f) FROM (${CHAIN_BY_HAND}) WHERE ${DAY} GROUP BY sensor`;
  await drain(reader, chained);
  await drain(reader, byHand);
  yield {
    work: "one day of S through a chain of three : by hand",
    pond: await medianSeconds(() => drain(reader, chained)),
    other: await medianSeconds(() => drain(reader, byHand)),
    unit: "s",
    atMost: 1.15,
  };
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
  await drain(reader, day("/v"));
  const { counters } = await reader.explainSql(day("/v"));
  // A day is 86,400 of the 10,000-row versions' rows: 9 of them, or 10 where the day begins inside one.
  yield {
    work: "versions opened for one day of V",
    pond: counters.versionsOpened,
    other: null,
    unit: "files",
    atMost: 10,
  };
  yield {
    work: "one day of V : of S",
    pond: await medianSeconds(() => drain(reader, day("/v"))),
    other: await medianSeconds(() => drain(reader, day("/s"))),
    unit: "s",
    atMost: 1.5,
  };
}

async function* csv({ pond, data, native }: BenchWorld): AsyncGenerator<Outcome> {
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
  const inNewProcess = (sql: string) =>
    runProcess(["--pond", pond.hostPath, "sql", sql], pond.hostPath);
  const first = await medianSeconds(() => inNewProcess(count), { before: clear });
  const second = await medianSeconds(() => inNewProcess(count));
  yield {
    work: "C, second access : first, processes",
    pond: second,
    other: first,
    unit: "s",
    atMost: 0.25,
  };
  await copyInto(pond, ["/tables/c.table"], "/c", "table");
  yield {
    work: "C, second access : the equal Parquet, processes",
    pond: second,
    other: await medianSeconds(() => inNewProcess(`SELECT count(*) FROM "/c"`)),
    unit: "s",
    atMost: 2,
  };
}

async function clearCache(pond: Pond): Promise<void> {
  await Deno.remove(join(pond.hostPath, "cache"), { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}

async function* processes(pond: Pond): AsyncGenerator<Outcome> {
  const sql = (query: string) => runProcess(["--pond", pond.hostPath, "sql", query], pond.hostPath);
  yield {
    work: "first answer of a new process",
    pond: await medianSeconds(() => sql(`SELECT 42 FROM "/s" LIMIT 1`)),
    other: null,
    unit: "s",
    atMost: 0.35,
  };
  const { peakBytes } = await sql(`SELECT sensor, avg(value) FROM "/s" GROUP BY sensor`);
  yield {
    work: "peak memory, group by over S",
    pond: peakBytes / 1e6,
    other: null,
    unit: "MB",
    atMost: 450,
  };
}
