/** Bounds that go into the log must cover every value: readers pass over files by them. */
import type { Field } from "../../lib/delta/mod.ts";
import { readParquetFooter, type Value } from "../../lib/parquet/mod.ts";
import { formatStats, parseStats } from "../../lib/delta/stats.ts";
import { boundsOfFooter } from "../../lib/export/statistics.ts";
import { memorySource } from "../../lib/table/mod.ts";
import { assertEquals, assertOk, fc } from "../deps.ts";
import { parquet } from "../sql/support.ts";

const FIELDS: readonly Field[] = [
  { name: "l", type: "long", nullable: true },
  { name: "i", type: "integer", nullable: true },
  { name: "f", type: "float", nullable: true },
  { name: "d", type: "double", nullable: true },
  { name: "s", type: "string", nullable: true },
  { name: "t", type: "timestamp", nullable: true },
  { name: "day", type: "date", nullable: true },
  { name: "b", type: "boolean", nullable: true },
  { name: "dec", type: "decimal(12,3)", nullable: true },
];

const long = fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n });
const double = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, 0, -0));
const text = fc.oneof(
  fc.string({ unit: "grapheme-composite", maxLength: 40 }),
  fc.constantFrom("", "z".repeat(300), "\u{10ffff}".repeat(40), "a".repeat(31) + "\u{10ffff}z"),
);
const day = fc.integer({ min: -719_000, max: 2_900_000 });

interface Row {
  readonly l: bigint | null;
  readonly i: number | null;
  readonly f: number | null;
  readonly d: number | null;
  readonly s: string | null;
  readonly t: bigint | null;
  readonly day: number | null;
}

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 5 });
const row: fc.Arbitrary<Row> = fc.record({
  l: maybe(long),
  i: maybe(fc.integer()),
  f: maybe(fc.float()),
  d: maybe(double),
  s: maybe(text.filter((value) => !value.includes("\0"))),
  t: maybe(fc.bigInt({ min: -62_000_000_000_000_000n, max: 253_000_000_000_000_000n })),
  day: maybe(day),
});

Deno.test({
  name: "boundsOfFooter: with what the log makes of them, cover every value",
  // DuckDB's bundle makes a message port when it looks what the platform can do, and never closes
  // it.
  sanitizeResources: false,
  fn: async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (rows) => {
        const bytes = await parquet(selectOf(rows));
        const footer = readParquetFooter(memorySource(bytes, "x"), "x");
        const stats = formatStats(footer.rows, boundsOfFooter(footer, FIELDS), FIELDS);
        checkStats(stats, rows);
      }),
      { numRuns: 150 },
    );
  },
});

Deno.test({
  name: "boundsOfFooter: a NaN leaves a column without bounds, NULLs alone have none",
  sanitizeResources: false,
  fn: async () => {
    const bytes = await parquet(
      "SELECT * FROM (VALUES ('NaN'::DOUBLE, NULL::INT), (1, NULL)) t(d, i)",
    );
    const footer = readParquetFooter(memorySource(bytes, "x"), "x");
    const bounds = boundsOfFooter(footer, FIELDS);
    assertEquals(bounds.get("d"), { min: null, max: null, nulls: 0 });
    assertEquals(bounds.get("i"), { min: null, max: null, nulls: 2 });
  },
});

function checkStats(stats: string, rows: readonly Row[]): void {
  const parsed = JSON.parse(stats) as Record<string, Record<string, unknown>>;
  const { bounds, rows: count } = parseStats(stats, FIELDS);
  assertEquals(count, rows.length);
  for (const name of ["l", "i", "f", "d", "s", "t", "day"] as const) {
    const values = rows.map((each) => each[name]).filter((value) => value !== null);
    assertEquals(parsed["nullCount"]![name], rows.length - values.length, name);
    const [min, max] = boundsFor(name, parsed, bounds.get(name));
    for (const value of values) {
      const seen = name === "day" ? dateText(value as number) : value;
      assertOk(min === null || !below(seen, min), `${name}: ${seen} < ${min} in ${stats}`);
      assertOk(max === null || !below(max, seen), `${name}: ${seen} > ${max} in ${stats}`);
      const isNaN = typeof seen === "number" && Number.isNaN(seen);
      assertOk(!isNaN || (min === null && max === null), `${name}: NaN has bounds in ${stats}`);
    }
  }
}

/** Of floats and dates the log's reader knows no bounds, so they are taken from the text. */
function boundsFor(
  name: string,
  parsed: Record<string, Record<string, unknown>>,
  known: { min: Value; max: Value } | undefined,
): [unknown, unknown] {
  if (name !== "f" && name !== "day") return [known?.min ?? null, known?.max ?? null];
  return [parsed["minValues"]![name] ?? null, parsed["maxValues"]![name] ?? null];
}

/** Text in the order of its bytes, as readers compare it. */
function below(left: unknown, right: unknown): boolean {
  if (typeof left !== "string" || typeof right !== "string") return left! < right!;
  const [a, b] = [Array.from(left), Array.from(right)].map((characters) =>
    characters.map((character) => character.codePointAt(0)!)
  ) as [number[], number[]];
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a[i] !== b[i]) return a[i]! < b[i]!;
  }
  return a.length < b.length;
}

function dateText(days: number): string {
  return new Date(days * 86_400_000).toISOString().slice(0, 10);
}

function selectOf(rows: readonly Row[]): string {
  const values = rows.map(({ l, i, f, d, s, t, day }) =>
    `(${
      [
        l === null ? "NULL" : `${l}::BIGINT`,
        i ?? "NULL",
        number(f, "FLOAT"),
        number(d, "DOUBLE"),
        s === null ? "NULL" : `'${s.replaceAll("'", "''")}'`,
        t === null ? "NULL::TIMESTAMP" : `make_timestamp(${t})`,
        day === null ? "NULL" : `DATE '1970-01-01' + (${day})`,
        "true",
        "1.5",
      ].join(", ")
    })`
  );
  return "SELECT l::BIGINT l, i::INTEGER i, f::FLOAT f, d::DOUBLE d, s::VARCHAR s, t::TIMESTAMP t, " +
    'day::DATE AS "day", b, dec::DECIMAL(12,3) AS "dec" FROM (VALUES ' +
    `${values.join(", ")}) v(l, i, f, d, s, t, day, b, "dec")`;
}

function number(value: number | null, type: string): string {
  return value === null ? "NULL" : `'${Object.is(value, -0) ? "-0.0" : value}'::${type}`;
}
