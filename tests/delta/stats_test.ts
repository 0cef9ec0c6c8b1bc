import { type Bounds, compareValues, type Value } from "../../lib/parquet/mod.ts";
import type { Field } from "../../lib/delta/mod.ts";
import { mayMatch } from "../../lib/delta/read.ts";
import { boundsOf } from "../../lib/parquet/value_bounds.ts";
import { formatStats, mergeBounds, parseStats } from "../../lib/delta/stats.ts";
import { assertEquals, assertOk, fc } from "../deps.ts";

const fields: readonly Field[] = [
  { name: "s", type: "string", nullable: true },
  { name: "l", type: "long", nullable: true },
  { name: "t", type: "timestamp", nullable: true },
  { name: "d", type: "double", nullable: true },
  { name: "i", type: "integer", nullable: true },
];

const unusual = fc.constantFrom(
  "a".repeat(40),
  "\u{10ffff}".repeat(33),
  "x".repeat(31) + "\u{d7ff}\u{d7ff}",
  "\u{ffff}".repeat(40),
  "z".repeat(31) + "\u{10ffff}z",
  "",
);
const text = fc.oneof(fc.string({ unit: "binary", maxLength: 50 }), unusual);
const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const time = fc.oneof(
  fc.bigInt({ min: -62_167_219_200_000_000n, max: 253_402_300_799_999_999n }),
  long,
);
const column = (value: fc.Arbitrary<Value>) =>
  fc.array(fc.oneof({ arbitrary: fc.constant(null), weight: 1 }, { arbitrary: value, weight: 6 }), {
    minLength: 1,
    maxLength: 6,
  });
const COLUMNS: Record<string, fc.Arbitrary<Value>> = {
  s: text,
  l: long,
  t: time,
  d: fc.double(),
  i: fc.integer(),
};

Deno.test("formatStats: what parseStats gives back covers every value", () => {
  for (const [name, value] of Object.entries(COLUMNS)) {
    fc.assert(
      fc.property(column(value), (values) => {
        const stats = formatStats(values.length, new Map([[name, boundsOf(values)]]), fields);
        const { rows, bounds } = parseStats(stats, fields);
        const { min, max, nulls } = bounds.get(name)!;
        assertEquals(rows, values.length);
        assertEquals(nulls, values.filter((value) => value === null).length);
        for (const value of values) {
          if (value === null || Number.isNaN(value)) continue;
          assertOk(min === null || compareValues(min, value) <= 0, `${min} > ${value}: ${stats}`);
          assertOk(max === null || compareValues(max, value) >= 0, `${max} < ${value}: ${stats}`);
        }
      }),
      { numRuns: 500 },
    );
  }
});

Deno.test("mayMatch: a range that a value satisfies is never pruned", () => {
  for (const [name, value] of Object.entries(COLUMNS)) {
    fc.assert(
      fc.property(column(value), value, value, (values, one, other) => {
        const stats = formatStats(values.length, new Map([[name, boundsOf(values)]]), fields);
        const { rows, bounds } = parseStats(stats, fields);
        const [min, max] = compareValues(one, other) <= 0 ? [one, other] : [other, one];
        const holds = values.some((value) =>
          value !== null && compareValues(value, min) >= 0 && compareValues(value, max) <= 0
        );
        const may = mayMatch([{ column: name, min, max }], (column) => bounds.get(column), rows);
        assertOk(may || !holds, `${stats} hides a value in [${min}, ${max}]`);
      }),
      { numRuns: 500 },
    );
  }
});

Deno.test("mayMatch: bounds apart from the range, and NULLs alone, are pruned", () => {
  const bounds = (min: Value, max: Value, nulls: number) => (): Bounds => ({ min, max, nulls });
  const where = [{ column: "s", min: "b", max: "d" }];
  assertEquals(mayMatch(where, bounds("e", "f", 0), 3), false);
  assertEquals(mayMatch(where, bounds("a", "azz", 0), 3), false);
  assertEquals(mayMatch(where, bounds("d", "f", 0), 3), true);
  assertEquals(mayMatch(where, bounds(null, null, 3), 3), false);
  assertEquals(mayMatch(where, bounds(null, null, 2), 3), true);
  assertEquals(mayMatch(where, () => undefined, 3), true);
});

Deno.test("mergeBounds: covers what either part covers, and a part of NULLs hides nothing", () => {
  for (const value of Object.values(COLUMNS)) {
    fc.assert(
      fc.property(column(value), column(value), (left, right) => {
        const rows = { leftRows: left.length, rightRows: right.length };
        const merged = mergeBounds(boundsOf(left), boundsOf(right), rows);
        assertEquals(merged, boundsOf([...left, ...right]));
      }),
      { numRuns: 200 },
    );
  }
});

Deno.test("formatStats: long text is cut to 32 characters, its maximum rounded up", () => {
  const value = "m".repeat(40);
  const stats = JSON.parse(formatStats(1, new Map([["s", boundsOf([value])]]), fields));
  assertEquals(stats.minValues.s, "m".repeat(32));
  assertEquals(stats.maxValues.s, "m".repeat(31) + "n");
});

Deno.test("formatStats: a maximum that can't be rounded up is left out", () => {
  const value = "\u{10ffff}".repeat(40);
  const stats = JSON.parse(formatStats(1, new Map([["s", boundsOf([value])]]), fields));
  assertEquals(Object.keys(stats.maxValues), []);
});

Deno.test("parseStats: longs beyond 2^53 are exact, times of other writers are read", () => {
  const { bounds } = parseStats(
    '{"numRecords":1,"minValues":{"l":9007199254740993,"t":"2026-01-01T01:00:00.0001+01:00"},' +
      '"maxValues":{"l":9223372036854775807,"t":"2026-01-01T00:00:00.000Z"},"nullCount":{"l":0}}',
    fields,
  );
  assertEquals(bounds.get("l"), { min: 9007199254740993n, max: 2n ** 63n - 1n, nulls: 0 });
  assertEquals(bounds.get("t"), {
    min: 1_767_225_600_000_000n,
    max: 1_767_225_600_000_999n,
    nulls: null,
  });
});

Deno.test("parseStats: what is no stats bounds nothing", () => {
  for (const stats of [null, "", "null", "[]", "{", '{"numRecords":"x","minValues":3}']) {
    const { rows, bounds } = parseStats(stats, fields);
    assertEquals(rows, null);
    assertOk([...bounds.values()].every(({ min, max }) => min === null && max === null));
  }
});
