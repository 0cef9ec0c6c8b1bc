import { assertEquals, assertRejects, assertStringIncludes } from "../deps.ts";
import { PondError } from "../../lib/base/mod.ts";
import { csv, type CsvTestOptions } from "./support.ts";

const SERIES: CsvTestOptions = { series: { timeColumn: null } };

async function times(texts: readonly string[], options: CsvTestOptions = {}) {
  const { shape, rows } = await csv(`ts,v\n${texts.map((text) => `${text},1\n`).join("")}`, {
    ...SERIES,
    ...options,
  });
  assertEquals(shape[0], "ts timestamp");
  return rows.map(([time]) => time);
}

async function refused(texts: readonly string[], why: string, options: CsvTestOptions = {}) {
  const error = await assertRejects(() => times(texts, options), PondError, why);
  assertStringIncludes(error.message, '"ts"');
  return error;
}

Deno.test("series: digits of dates are dates, whatever their length", async () => {
  assertEquals(await times(["1998", "2001"]), ["1998-01-01 00:00:00", "2001-01-01 00:00:00"]);
  assertEquals(await times(["20240101", "20240229"]), [
    "2024-01-01 00:00:00",
    "2024-02-29 00:00:00",
  ]);
  assertEquals(await times(["202401011200"]), ["2024-01-01 12:00:00"]);
  assertEquals(await times(["20240101120001"]), ["2024-01-01 12:00:01"]);
  const hour = await refused(["2024010112"], "may be a date or a count since 1970");
  assertStringIncludes(hour.hint ?? "", 'time_format: "%Y%m%d%H"');
  assertStringIncludes(hour.hint ?? "", "epoch_s");
  assertEquals(await times(["2024010112"], { time_format: ["%Y%m%d%H"] }), ["2024-01-01 12:00:00"]);
  assertEquals(await times(["2024010112"], { time_format: ["epoch_s"] }), ["2034-02-20 01:01:52"]);
  await refused(["202401"], "may be a date or a count");
});

Deno.test("series: integers count from 1970 in the unit of the largest, before 1970 too", async () => {
  assertEquals(await times(["0", "1700000000"]), ["1970-01-01 00:00:00", "2023-11-14 22:13:20"]);
  assertEquals(await times(["-315619200000", "-1000"]), [
    "1960-01-01 00:00:00",
    "1969-12-31 23:59:59",
  ]);
  assertEquals(await times(["1700000000123456"]), ["2023-11-14 22:13:20.123456"]);
  assertEquals(await times(["1700000000123456789"]), ["2023-11-14 22:13:20.123456"]);
  // 20240101 among others that are no dates is a count.
  assertEquals((await times(["20240101", "20249999"]))[0], "1970-08-23 06:15:01");
});

Deno.test("series: integers in two units are refused with both", async () => {
  const error = await refused(["1700000000", "1700000060000"], "are times in different units");
  assertStringIncludes(error.hint ?? "", "epoch_s");
  assertStringIncludes(error.hint ?? "", "epoch_ms");
  await refused(["1700000000000", "1700000060000000"], "are times in different units");
  await refused(["1700000000", "1700000000000000000"], "are times in different units");
});

Deno.test("series: a value that is no time is refused with its line and a form that reads it", async () => {
  const good = Array.from(
    { length: 28 },
    (_, i) => `2024-01-01T00:00:${String(i).padStart(2, "0")}`,
  );
  const error = await refused(
    [...good, "n/a"],
    'line 30, column "ts": "n/a" is not a valid timestamp',
  );
  assertEquals([error.data["line"], error.data["value"]], [30, "n/a"]);
  const form = await refused(["31.12.2024 10:00"], 'line 2, column "ts": "31.12.2024 10:00"');
  assertStringIncludes(form.hint ?? "", "%d.%m.%Y %H:%M");
  const either = await refused(["01/02/2024"], "line 2");
  assertStringIncludes(either.hint ?? "", "%d/%m/%Y");
  assertStringIncludes(either.hint ?? "", "%m/%d/%Y");
  await refused(["1700000000", "x"], 'line 3, column "ts": "x"');
  await refused(["1700000000.5"], 'line 2, column "ts"');
  const clock = await refused(["12:30"], "line 2");
  assertStringIncludes(clock.hint ?? "", "time_column: [date, time]");
  await refused(["2024-01-01", ""], "line 3");
});

Deno.test("series: on_error leaves out rows whose time is none, since no row may lack it", async () => {
  for (const on_error of ["skip", "null"] as const) {
    const { rows, summary } = await csv("ts,v\n2024-01-01,1\nn/a,2\n,3\n2024-01-02,4\n", {
      ...SERIES,
      on_error,
    });
    assertEquals(rows.map(([, v]) => v), ["1", "4"]);
    assertEquals(summary.passedOver.map(({ line, value }) => [line, value]), [[3, "n/a"], [
      4,
      null,
    ]]);
  }
});

Deno.test("series: dates become times, and a header alone is an empty series", async () => {
  assertEquals(await times(["2024-01-01", "2024-01-02 12:00"]), [
    "2024-01-01 00:00:00",
    "2024-01-02 12:00:00",
  ]);
  assertEquals(await times([]), []);
  assertEquals(await times(["2024-07-01"], { timezone: "Europe/Vienna" }), ["2024-06-30 22:00:00"]);
});

Deno.test("series: numeric forms are for the time column alone", async () => {
  const { shape, rows } = await csv("ts,year\n1998,2001\n", { ...SERIES, time_format: ["%Y"] });
  assertEquals([shape, rows], [["ts timestamp", "year int64"], [["1998-01-01 00:00:00", "2001"]]]);
});

Deno.test("series: date and time of two columns are joined", async () => {
  const text = "date,time,v\n2024-01-01,10:00:00,1\n2024-01-02,23:59:59.5,2\n";
  const joined = { series: { timeColumn: "date", joined: ["date", "time"] } };
  const { shape, rows, summary } = await csv(text, joined);
  assertEquals(shape, ["timestamp timestamp", "date date", "time time", "v int64"]);
  assertEquals(rows.map(([time]) => time), ["2024-01-01 10:00:00", "2024-01-02 23:59:59.5"]);
  assertEquals(summary.timeColumn, "timestamp");
  const german = { ...joined, time_format: ["%d.%m.%Y %H:%M"], timezone: "Europe/Vienna" };
  const other = await csv("timestamp,date,time\n7,01.07.2024,12:00\n", german);
  assertEquals(other.summary.timeColumn, "timestamp_1");
  assertEquals(other.rows, [["2024-07-01 10:00:00", "7", "01.07.2024", "12:00"]]);
  await assertRejects(() => csv("date,v\n2024-01-01,1\n", joined), PondError, 'no column "time"');
  const half = await assertRejects(() => csv("date,time\n2024-01-01,\n", joined), PondError);
  assertStringIncludes(half.message, "line 2");
  const schema = [
    { name: "v", type: { is: "double" as const }, nullable: true },
    { name: "date", type: { is: "string" as const }, nullable: true },
    { name: "time", type: { is: "string" as const }, nullable: true },
  ];
  const declared = await csv(text, { ...joined, schema });
  assertEquals(declared.rows[0], ["2024-01-01 10:00:00", "1.0", "2024-01-01", "10:00:00"]);
});

Deno.test("series: a column that isn't there is refused with the near one", async () => {
  const asked = { series: { timeColumn: "timestmp" } };
  const error = await assertRejects(() => csv("timestamp,v\n1,2\n", asked), PondError);
  assertStringIncludes(error.message, 'no column "timestmp"');
  assertStringIncludes(error.hint ?? "", '"timestamp"');
  await assertRejects(() => csv("a,b\n1,2\n", SERIES), PondError, "known as a time column");
});
