import { PondError } from "../../lib/base/mod.ts";
import {
  columnStatistics,
  parquetTimeColumn,
  readParquetFooter,
  timeStatistics,
} from "../../lib/parquet/mod.ts";
import type { TimeColumn } from "../../lib/table/mod.ts";
import { assertEquals, assertThrows } from "../deps.ts";
import { fixture } from "./fixtures.ts";

const START_US = BigInt(Date.UTC(2026, 0, 1)) * 1000n;
const HOURS_US = 5n * 3_600_000_000n;

function footer(name: string) {
  return readParquetFooter(fixture(`${name}.parquet`), name);
}

Deno.test("parquetTimeColumn and timeStatistics: microseconds for every unit, with and without UTC flag", () => {
  const parsed = footer("timestamps");
  for (const zone of ["local", "UTC"]) {
    const maximum = { ms: 5000n, us: 5n, ns: 0n };
    for (const unit of ["ms", "us", "ns"] as const) {
      const time = parquetTimeColumn(parsed, `${unit}_${zone}`, { label: "f" });
      assertEquals(time, { name: `${unit}_${zone}`, unit, native: true } satisfies TimeColumn);
      assertEquals(timeStatistics(parsed, time), {
        bounds: { minUs: START_US, maxUs: START_US + HOURS_US + maximum[unit] },
        nullCount: 0,
      });
    }
  }
});

Deno.test("parquetTimeColumn: found by name, the unit of plain integers by their size", () => {
  const parsed = footer("epoch_seconds");
  const time = parquetTimeColumn(parsed, null, { label: "f" });
  assertEquals(time, { name: "time", unit: "s", native: false });
  assertEquals(timeStatistics(parsed, time).bounds, {
    minUs: START_US,
    maxUs: START_US + 100_000_000n,
  });
});

Deno.test("parquetTimeColumn: a column of type TIME is passed over for one that can be a time", () => {
  assertEquals(parquetTimeColumn(footer("types"), null, { label: "f" }).name, "date");
});

Deno.test("parquetTimeColumn: missing and unfit columns are invalid-input with a hint", () => {
  const missing = assertThrows(
    () => parquetTimeColumn(footer("zstd"), "tss", { label: "/a.series" }),
    PondError,
    'cannot read /a.series as a series: it has no column "tss"',
  );
  assertEquals(missing.hint, 'did you mean "ts"?');
  assertThrows(
    () => parquetTimeColumn(footer("types"), "double", { label: "f" }),
    PondError,
    'its column "double" is double, not a time',
  );
});

Deno.test("timeStatistics: null where the writer left statistics out, and for INT96", () => {
  for (const name of ["no_statistics", "int96"]) {
    const parsed = footer(name);
    const time = parquetTimeColumn(parsed, null, { label: "f" });
    assertEquals(timeStatistics(parsed, time), { bounds: null, nullCount: null });
  }
});

Deno.test("timeStatistics: NULLs are counted", () => {
  const parsed = footer("null_time");
  assertEquals(timeStatistics(parsed, { name: "ts", unit: "us", native: true }).nullCount, 1);
});

Deno.test("columnStatistics: physical bounds over all row groups, none for nested or unknown columns", () => {
  assertEquals(columnStatistics(footer("zstd"), "v"), { min: 0n, max: 5n, nullCount: 0 });
  assertEquals(columnStatistics(footer("types"), "double"), { min: 0.1, max: 0.2, nullCount: 1 });
  assertEquals(columnStatistics(footer("types"), "x"), undefined);
  assertEquals(columnStatistics(footer("types"), "nothing"), undefined);
});
