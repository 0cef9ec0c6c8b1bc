/** Rows in time order, put together of windows, are those of sorting all of them at once. */
import { createSqlEngine, type EngineQuery, inTimeOrder } from "../../lib/sql/mod.ts";
import { readParquetFooter } from "../../lib/parquet/mod.ts";
import { memorySource, type Relation } from "../../lib/table/mod.ts";
import { planWindows } from "../../lib/sql/duckdb/windows.ts";
import { assertEquals, assertLess, assertOk, fc } from "../deps.ts";
import { derived, engine, fileOf, MemoryTarget, parquet, query, scan, us } from "./support.ts";

let scratchFiles = 0;

/** An engine whose windows are so small that a few rows need several. */
const windowed = createSqlEngine({
  orderedRows: 16,
  async scratch(write) {
    const target = new MemoryTarget();
    await write(target);
    scratchFiles++;
    return { ...memorySource(target.bytes(), "scratch"), close: () => void scratchFiles-- };
  },
});

type Cells = readonly (bigint | number | null)[];

/** Times in microseconds, and the other cells. */
async function cellsOf(asked: EngineQuery, using = windowed): Promise<Cells[]> {
  await using result = await using.run(asked);
  const rows: Cells[] = [];
  for await (const batch of result.batches) {
    const columns = batch.schema.fields.map((_, i) => batch.getChildAt(i)!);
    const times = columns[0]!;
    for (let i = 0; i < batch.numRows; i++) {
      rows.push([times.get(i), ...columns.slice(1).map((column) => column.get(i))]);
    }
  }
  return rows;
}

/** The same in one piece. */
function atOnce({ sql, relations }: EngineQuery): EngineQuery {
  return { sql, relations };
}

const START = us("2024-01-01T00:00:00");

/** Of each file, of each row: how many minutes after the start; null among the other cells. */
async function scanOf(
  files: readonly (readonly number[])[],
  { areBounded = false } = {},
): Promise<Relation> {
  const made = [];
  for (const [f, minutes] of files.entries()) {
    const rows = minutes.map((minute, r) =>
      `(TIMESTAMP '2024-01-01' + INTERVAL ${minute} MINUTE, ${f * 1000 + r}, ${
        minute % 3 === 0 ? "NULL" : minute
      })`
    );
    const bytes = await parquet(`SELECT * FROM (VALUES ${rows.join(", ")}) t(ts, id, v)`);
    const at = (minute: number) => START + BigInt(minute) * 60_000_000n;
    const bounds = { minUs: at(Math.min(...minutes)), maxUs: at(Math.max(...minutes)) };
    made.push(fileOf(bytes, areBounded || f % 3 < 2 ? { bounds } : {}));
  }
  return scan(made);
}

const someFiles = fc.array(
  fc.oneof(
    fc.array(fc.nat(300), { minLength: 1, maxLength: 40 }),
    fc.array(fc.nat(300), { minLength: 1, maxLength: 40 }).map((times) =>
      times.toSorted((a, b) => a - b)
    ),
    fc.tuple(fc.nat(300), fc.integer({ min: 1, max: 20 })).map(([time, n]) =>
      Array<number>(n).fill(time)
    ),
  ),
  { minLength: 1, maxLength: 6 },
);

const RUNS = Number(Deno.env.get("POND_SOAK") ?? 0) > 0 ? 500 : 15;

Deno.test("inTimeOrder: files however they overlap come out as sorted at once, ties as stored", async () => {
  await fc.assert(
    fc.asyncProperty(someFiles, fc.option(fc.nat(50)), async (files, limit) => {
      const relation = await scanOf(files);
      const all = files.flatMap((minutes, f) =>
        minutes.map((minute, r) => ({ minute, id: f * 1000 + r }))
      );
      const sorted = all.toSorted((a, b) => a.minute - b.minute).map(({ id }) => id);
      const order = { column: "ts", ...(limit === null ? {} : { limit }) };
      const rows = await cellsOf(inTimeOrder(relation, order));
      assertEquals(rows.map(([, id]) => id), sorted.slice(0, limit ?? Infinity));
      assertOk(rows.every(([, id, v]) => {
        const minute = files[Math.floor(Number(id) / 1000)]![Number(id) % 1000]!;
        return v === (minute % 3 === 0 ? null : minute);
      }));
    }),
    { numRuns: RUNS },
  );
});

/** What windows pass through, what they don't, and what has rows without a time. */
const QUERIES = {
  renamed: "SELECT ts AS ts, id, v * 2 AS w FROM source WHERE v IS NULL OR v > 20",
  shifted: "SELECT ts + INTERVAL 90 MINUTE AS ts, id, v FROM source",
  numbered: "SELECT ts, id, row_number() OVER (ORDER BY id) AS n FROM source",
  joined: "SELECT a.ts, a.id, b.id AS other FROM source a LEFT JOIN source b USING (ts)",
  grouped: "SELECT ts, count(*)::INT AS n, sum(v)::BIGINT AS total FROM source GROUP BY ts",
  gaps: "SELECT CASE WHEN id % 5 > 0 THEN ts END AS ts, id FROM source",
  union: "SELECT ts, id FROM source UNION ALL SELECT ts + INTERVAL 1 DAY, -id FROM source",
};

for (const [name, sql] of Object.entries(QUERIES)) {
  Deno.test(`inTimeOrder: a derived series, ${name}`, async () => {
    await fc.assert(
      fc.asyncProperty(someFiles, async (files) => {
        const source = await scanOf(files);
        const asked = inTimeOrder(derived(sql, { source }), { column: "ts" });
        const text = (rows: Cells[]) => rows.map((row) => row.map(String).join());
        const [rows, naive] = [await cellsOf(asked), await cellsOf(atOnce(asked), engine)];
        assertEquals(rows.map(([time]) => time), naive.map(([time]) => time));
        assertEquals(text(rows).toSorted(), text(naive).toSorted());
        assertEquals(scratchFiles, 0);
      }),
      { numRuns: Math.ceil(RUNS / 3) },
    );
  });
}

Deno.test("inTimeOrder: as Parquet it is one file, with the same rows", async () => {
  await fc.assert(
    fc.asyncProperty(someFiles, async (files) => {
      const relation = await scanOf(files);
      const asked = inTimeOrder(relation, { column: "ts" });
      const target = new MemoryTarget();
      const { rows, sizeBytes } = await windowed.writeParquet(asked, target);
      const bytes = target.bytes();
      assertEquals(sizeBytes, bytes.length);
      const footer = readParquetFooter(memorySource(bytes, "p"), "p");
      assertEquals(footer.rows, rows);
      const read = query("SELECT * FROM source", { source: scan([fileOf(bytes)]) });
      assertEquals(await cellsOf(read, engine), await cellsOf(atOnce(asked), engine));
    }),
    { numRuns: Math.ceil(RUNS / 3) },
  );
});

Deno.test("inTimeOrder: the first rows open the first files, and explain says so", async () => {
  const files = Array.from(
    { length: 20 },
    (_, f) => Array.from({ length: 2 }, (_, r) => f * 9 + r),
  );
  const relation = await scanOf(files, { areBounded: true });
  const asked = inTimeOrder(relation, { column: "ts", limit: 3 });
  await using result = await windowed.run(asked);
  for await (const _ of result.batches) { /* only the cost counts */ }
  const { counters } = await windowed.explain(asked);
  for (
    const { versionsOpened, rows, versionsTotal, versionsSkipped } of [
      result.counters(),
      counters,
    ]
  ) {
    assertEquals(rows, 3);
    assertEquals(versionsTotal, 20);
    assertLess(versionsOpened, 8);
    assertEquals(versionsSkipped, 20 - versionsOpened);
  }
});

Deno.test("planWindows: holds every time once, cut between files that follow each other", () => {
  const piece = (from: number, to: number, rows: number) => ({
    rows,
    bounds: { minUs: BigInt(from), maxUs: BigInt(to) },
  });
  const cuts = (pieces: ReturnType<typeof piece>[], most = 100) =>
    planWindows(pieces, { first: 50, most }).map(({ startUs }) =>
      startUs === null ? null : Number(startUs)
    );
  assertEquals(cuts([]), [null]);
  const follow = Array.from({ length: 6 }, (_, i) => piece(i * 10, i * 10 + 9, 50));
  assertEquals(cuts(follow), [null, 10, 30, 50]);
  assertEquals(cuts([piece(0, 1000, 400)]), [null, 125, 375, 625, 875]);
  // Equal times can't be cut.
  assertEquals(cuts([piece(7, 7, 1000), piece(9, 9, 1000)]), [null, 9]);
});
