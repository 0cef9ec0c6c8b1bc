import {
  type Column,
  formatType,
  memorySource,
  type ParquetFile,
  parseType,
  type Relation,
  type TimeBounds,
} from "../../lib/table/mod.ts";
import { PondError } from "../../lib/base/mod.ts";
import type { EngineQuery, QueryCounters, SqlEngine } from "../../lib/sql/mod.ts";
import { readParquetFooter } from "../../lib/parquet/mod.ts";
import { assertEquals, assertOk, assertRejects } from "../deps.ts";
import { HOSTILE } from "../sql/hostile.ts";

const ORIGIN = { kind: "series", factory: null, cache: null } as const;
const TIME = { name: "ts", unit: "us", native: true } as const;
const DAY_US = 86_400_000_000n;
const START_US = BigInt(Date.UTC(2024, 0, 1)) * 1000n;

/** Declares a test of one criterion on a fresh engine. */
type Test = (criterion: string, body: (world: World) => Promise<void>) => void;

/** What every engine must do; `create` gives a fresh one. */
export function testEngineContract(label: string, create: () => SqlEngine): void {
  const test: Test = (criterion, body) =>
    Deno.test(`${label}: ${criterion}`, async () => {
      const engine = create();
      try {
        await body(new World(engine));
      } finally {
        engine.close();
      }
    });
  testStatements(test);
  testRelations(test);
  testFiles(test);
  testFailures(test);
}

function testStatements(test: Test): void {
  test("run gives columns before rows, and rows in batches", async ({ engine }) => {
    await using result = await engine.run(
      asked("SELECT 1 AS a, 'x' AS b UNION ALL SELECT 2, NULL"),
    );
    assertEquals(result.columns.map(({ name, type }) => [name, formatType(type)]), [
      ["a", "int32"],
      [
        "b",
        "string",
      ],
    ]);
    const rows = [];
    for await (const batch of result.batches) {
      rows.push(...batch.toArray().map((row) => row!.toJSON()));
    }
    assertEquals(rows, [{ a: 1, b: "x" }, { a: 2, b: null }]);
    assertEquals(result.counters().rows, 2);
  });

  test("columns are known without running", async ({ engine, days }) => {
    const files = await days(1);
    const columns = await engine.columns(
      asked("SELECT *, v / 2.5 AS h FROM s", { s: scan(files) }),
    );
    assertEquals(columns.map(wordsOf), ["ts timestamp", "v int32", "h double"]);
  });

  test("relationNames: one SELECT's relations, each once; anything else is refused", async (world) => {
    const { engine } = world;
    const names = await engine.relationNames(
      `WITH w AS (SELECT * FROM "/a b/*.series") SELECT * FROM w, x JOIN 'csv:///y' USING (k), x z`,
    );
    assertEquals(names, ["/a b/*.series", "x", "csv:///y"]);
    for (const sql of ["", "SELECT 1; SELECT 2", "DROP TABLE x", "COPY x TO 'y'", "SELEC 1"]) {
      await invalid(() => engine.relationNames(sql));
    }
  });

  test("a query sees its relations and nothing else", async ({ engine, rows }) => {
    for (const sql of HOSTILE) await assertRejects(() => rows(asked(sql)), PondError, undefined);
    await invalid(() => engine.columns(asked("SELECT * FROM nowhere")));
    assertEquals((await rows(asked("SELECT 1 AS a"))).rows, [[1]]);
  });
}

function testRelations(test: Test): void {
  test("queries over queries, unions and ranges give the rows they mean", async ({ days, rows }) => {
    const whole = scan(await days(4));
    const even: Relation = {
      type: "query",
      label: "/even",
      sql: "SELECT ts, v FROM x WHERE v % 2 = 0",
      inputs: new Map([["x", whole]]),
      time: TIME,
      origin: ORIGIN,
    };
    const union: Relation = { type: "union", label: "/u", inputs: [whole, even] };
    const range = { startUs: START_US + DAY_US, endUs: START_US + 2n * DAY_US };
    const day: Relation = { type: "restrict", label: "/r", input: union, column: "ts", range };
    const count = "SELECT count(*)::INT, count(DISTINCT v)::INT FROM r";
    assertEquals((await rows(asked(count, { r: even }))).rows, [[48, 12]]);
    assertEquals((await rows(asked(count, { r: union }))).rows, [[144, 24]]);
    assertEquals((await rows(asked(count, { r: day }))).rows, [[36, 24]]);
    const empty: Relation = { type: "empty", label: "/e", columns: [column("ts", "timestamp")] };
    assertEquals((await rows(asked("SELECT count(ts)::INT FROM e", { e: empty }))).rows, [[0]]);
  });

  test("files of other columns and types are one table", async ({ parquet, rows }) => {
    const files = [
      await parquet("SELECT 1::INT AS a, 'x' AS b"),
      await parquet("SELECT 2.5::DOUBLE AS a, true AS c"),
    ];
    const found = await rows(asked("SELECT a, b, c FROM s ORDER BY a", { s: scan(files, null) }));
    assertEquals(found.rows, [[1, "x", null], [2.5, null, true]]);
  });

  test("bounds choose files, and what is left out changes no row", async ({ days, rows }) => {
    const files = await days(10);
    const plain = files.map((file) => ({ ...file, bounds: null }));
    const sql = "SELECT count(*)::INT, min(ts)::VARCHAR FROM s WHERE ts >= '2024-01-09'";
    const [pruned, whole] = [
      await rows(asked(sql, { s: scan(files) })),
      await rows(asked(sql, { s: scan(plain) })),
    ];
    assertEquals(pruned.rows, [[48, "2024-01-09 00:00:00"]]);
    assertEquals(pruned.rows, whole.rows);
    const { versionsTotal, versionsSkipped, versionsOpened } = pruned.counters;
    assertEquals([versionsTotal, versionsSkipped, versionsOpened], [10, 8, 2]);
    assertEquals(whole.counters.versionsOpened, 10);
  });
}

function testFiles(test: Test): void {
  test("every file that is opened is closed, whatever happens", async (world) => {
    const files = await world.days(3);
    const relations = { s: scan(files) };
    await world.rows(asked("SELECT * FROM s", relations));
    await invalid(() => world.rows(asked("SELECT nope FROM s", relations)));
    await world.engine.columns(asked("SELECT * FROM s", relations));
    await world.engine.explain(asked("SELECT * FROM s", relations));
    const left = await world.engine.run(asked("SELECT * FROM s, s t, s u", relations));
    for await (const _ of left.batches) break;
    assertOk(world.opened > 0);
    assertEquals(world.opened, world.closed);
  });

  test("writeParquet gives a file that reads back alike", async ({ parquet, rows }) => {
    const file = await parquet(
      "SELECT i::INT AS i, 't' || i AS t, TIMESTAMP '2024-01-01' + INTERVAL (i) HOUR AS ts FROM range(1000) r(i)",
    );
    assertEquals(file.rows, 1000);
    const sql = "SELECT count(*)::INT, max(i), max(t), max(ts)::VARCHAR FROM s";
    const found = await rows(asked(sql, { s: scan([file], null) }));
    assertEquals(found.rows, [[1000, 999, "t999", "2024-02-11 15:00:00"]]);
  });

  test("explain names relations and counts", async ({ engine, days }) => {
    const query = asked("SELECT sum(v) FROM s WHERE ts < '2024-01-02'", { s: scan(await days(3)) });
    const { relations, plan, counters } = await engine.explain(query);
    assertEquals(relations.map(({ name, files, kind }) => [name, files, kind]), [[
      "s",
      3,
      "series",
    ]]);
    assertOk(plan.includes("v"), plan);
    assertEquals([counters.rows, counters.versionsOpened, counters.rowGroupsRead], [1, 1, 1]);
    assertOk(counters.bytesRead > 0);
  });
}

function testFailures(test: Test): void {
  test("limits of memory and time are errors, and the engine goes on", async ({ rows }) => {
    const sort = asked("SELECT range AS a FROM range(20000000) ORDER BY hash(a)");
    const memory = await assertRejects(
      () => rows(sort, { memoryLimitBytes: 32 * 1024 * 1024 }),
      PondError,
    );
    assertEquals(memory.code, "out-of-memory");
    const endless = asked("SELECT count(*) FROM range(1000000000000) a, range(1000000) b");
    const time = await assertRejects(() => rows(endless, { timeoutMs: 500 }), PondError);
    assertEquals(time.code, "timeout");
    assertEquals((await rows(asked("SELECT 2 AS a"))).rows, [[2]]);
  });

  test("what a source throws reaches the caller", async ({ days, rows }) => {
    const [file] = await days(1);
    const open = () => Promise.reject(new PondError("io", "cannot read the disk: it burns"));
    const error = await assertRejects(
      () => rows(asked("SELECT * FROM s", { s: scan([{ ...file!, open }]) })),
      PondError,
      "it burns",
    );
    assertEquals(error.code, "io");
  });
}

/** An engine with files made by itself, and counts of what it opens. */
class World {
  opened = 0;
  closed = 0;

  constructor(readonly engine: SqlEngine) {}

  readonly rows = async (query: EngineQuery, options = {}): Promise<Rows> => {
    await using result = await this.engine.run(query, options);
    const rows: unknown[][] = [];
    for await (const batch of result.batches) {
      const columns = batch.schema.fields.map((_, i) => batch.getChildAt(i)!);
      for (let i = 0; i < batch.numRows; i++) rows.push(columns.map((each) => each.get(i)));
    }
    return { rows, counters: result.counters() };
  };

  readonly target = () => {
    const chunks: (readonly [offset: number, chunk: Uint8Array])[] = [];
    const bytes = () => {
      const all = new Uint8Array(
        Math.max(...chunks.map(([offset, { length }]) => offset + length)),
      );
      for (const [offset, chunk] of chunks) all.set(chunk, offset);
      return all;
    };
    const writeSync = (chunk: Uint8Array, offset: number) =>
      void chunks.push([offset, chunk.slice()]);
    return { writeSync, bytes };
  };

  readonly parquet = async (
    sql: string,
    bounds: TimeBounds | null = null,
  ): Promise<ParquetFile> => {
    const target = this.target();
    await this.engine.writeParquet(asked(sql), target);
    return this.file(target.bytes(), bounds);
  };

  /** A file a day from 2024-01-01, a row an hour: ts, v (0 … 23). */
  readonly days = async (count: number): Promise<ParquetFile[]> => {
    const files = [];
    for (let day = 0n; day < BigInt(count); day++) {
      const minUs = START_US + day * DAY_US;
      const sql = `SELECT TIMESTAMP '2024-01-01' + INTERVAL (range + ${day * 24n}) HOUR AS ts, ` +
        "range::INT AS v FROM range(24)";
      files.push(await this.parquet(sql, { minUs, maxUs: minUs + 23n * 3_600_000_000n }));
    }
    return files;
  };

  readonly file = (bytes: Uint8Array, bounds: TimeBounds | null): ParquetFile => {
    const key = crypto.randomUUID();
    const { rows, schemaKey } = readParquetFooter(memorySource(bytes, key), key);
    const open = () => {
      this.opened++;
      return Promise.resolve({ ...memorySource(bytes, key), close: () => void this.closed++ });
    };
    return { label: key, key, sizeBytes: bytes.length, open, bounds, rows, schemaKey, version: 1 };
  };
}

interface Rows {
  readonly rows: readonly (readonly unknown[])[];
  readonly counters: QueryCounters;
}

function asked(sql: string, relations: Readonly<Record<string, Relation>> = {}): EngineQuery {
  return { sql, relations: new Map(Object.entries(relations)) };
}

function scan(files: readonly ParquetFile[], time: typeof TIME | null = TIME): Relation {
  return { type: "parquet", label: "/s", files, time, origin: ORIGIN };
}

function column(name: string, type: string): Column {
  return { name, type: parseType(type)!, nullable: true };
}

function wordsOf({ name, type }: Column): string {
  return `${name} ${formatType(type)}`;
}

async function invalid(work: () => Promise<unknown>): Promise<void> {
  assertEquals((await assertRejects(work, PondError)).code, "invalid-query");
}
