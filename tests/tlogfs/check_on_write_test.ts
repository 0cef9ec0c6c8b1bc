import { PondError } from "../../lib/base/mod.ts";
import { assertEquals, assertRejects } from "../deps.ts";
import { node, type OddColumn, oddFile, plain, plainTexts } from "../parquet/odd_files.ts";
import { chunks, fileAt, fixture, transact } from "./fixture.ts";

/** A file with one column of times, one page, without statistics. */
function times(values: readonly number[] | readonly string[]): Uint8Array {
  const isText = typeof values[0] === "string";
  const body = isText
    ? plainTexts(values as readonly string[])
    : plain("int64", values as readonly number[]);
  const column: OddColumn = {
    node: node(
      isText
        ? { name: "time", physical: "bytes", converted: 0 }
        : { name: "time", physical: "int64" },
    ),
    valueCount: values.length,
    pages: [{ type: "data", values: values.length, body }],
  };
  return oddFile([column], { rows: values.length });
}

Deno.test("writeFile: pages that don't hold together are refused, unless nobody is to look", async () => {
  const { tlog } = await fixture();
  const good = times([1, 2, 3]);
  const column = { node: node({ name: "a", physical: "int32" }), valueCount: 2 };
  const cut = oddFile([{
    ...column,
    pages: [{ type: "data", values: 2, body: plain("int32", [1]) }],
  }], { rows: 2 });
  for (const kind of ["table", "series"] as const) {
    const error = await assertRejects(
      () => transact(tlog, (t) => t.writeFile(kind, chunks(cut), { kind, timeColumn: "a" })),
      PondError,
      `cannot write /${kind}: its column "a" is damaged, its values end early`,
    );
    assertEquals(error.code, "invalid-input");
  }
  await transact(tlog, (t) => t.writeFile("t", chunks(cut), { kind: "table", check: false }));
  await transact(tlog, (t) => t.writeFile("t", chunks(good), {}));
});

Deno.test("writeFile: a text that is no time is refused with its row, and the series stays readable", async () => {
  const { tlog } = await fixture();
  const good = times(["2024-01-01T10:00:00Z", "2024-01-01 08:00"]);
  await transact(tlog, (t) => t.writeFile("s", chunks(good), { kind: "series" }));
  const bad = times(["2024-01-02", "n/a"]);
  await assertRejects(
    () => transact(tlog, (t) => t.writeFile("s", chunks(bad), {})),
    PondError,
    'cannot read /s as a series: row 2 has "n/a" in its time column "time", which is not a time',
  );
  const { rows, bounds } = await (await fileAt(tlog, "s")).table!.describe();
  const us = (text: string) => BigInt(Date.parse(text)) * 1000n;
  assertEquals([rows, bounds], [2, {
    minUs: us("2024-01-01T08:00:00Z"),
    maxUs: us("2024-01-01T10:00:00Z"),
  }]);
  await transact(tlog, (t) => t.writeFile("s", chunks(bad), { check: false }));
});

Deno.test("writeFile: the unit of integers is that of all values, before 1970 too, and stays", async () => {
  const { tlog } = await fixture();
  const append = (name: string, values: readonly number[]) =>
    transact(tlog, (t) => t.writeFile(name, chunks(times(values)), { kind: "series" }));
  await append("ms", [-315_619_200_000, -1000]);
  const { time, bounds } = await (await fileAt(tlog, "ms")).table!.describe();
  assertEquals(time, { name: "time", unit: "ms", native: false });
  assertEquals(bounds, { minUs: -315_619_200_000_000n, maxUs: -1_000_000n });
  // Moments after 1970 are small in any unit.
  await append("ms", [0, 86_400_000]);
  await append("s", [1_704_067_200]);
  await assertRejects(
    () => append("s", [1_704_067_320_000]),
    PondError,
    'cannot append to /s: "time" is an integer (milliseconds since 1970) here and an integer (seconds since 1970) in',
  );
  await assertRejects(
    () => append("ms", [1_704_067_200]),
    PondError,
    '"time" is an integer (seconds since 1970) here and an integer (milliseconds since 1970) in its earlier versions',
  );
});

Deno.test("writeFile: seconds and milliseconds in one column are refused; a long history in one unit isn't", async () => {
  const { tlog } = await fixture();
  const write = (name: string, values: readonly number[]) =>
    transact(tlog, (t) => t.writeFile(name, chunks(times(values)), { kind: "series" }));
  await assertRejects(
    () => write("mixed", [1_704_067_200, 1_704_067_260_000, 1_704_067_320]),
    PondError,
    'its time column "time" holds integers from 1704067200 to 1704067260000, which are times in different units',
  );
  const years = Array.from({ length: 61 }, (_, i) => Date.UTC(1960 + i, 5, 1));
  await write("history", years);
  const { time } = await (await fileAt(tlog, "history")).table!.describe();
  assertEquals(time!.unit, "ms");
});
