/** Files whose columns have no values, read beside files that have some. */
import { convertText } from "../../lib/convert/mod.ts";
import { memorySource } from "../../lib/table/mod.ts";
import { assertEquals } from "../deps.ts";
import { LOGICAL } from "../../lib/parquet/thrift_names.ts";
import { logical, node, oddFile, type OddPage } from "../parquet/odd_files.ts";
import { fileOf, MemoryTarget, parquet, rowsOf, scan } from "./support.ts";

async function converted(text: string, format: "csv" | "jsonl" = "csv") {
  const target = new MemoryTarget();
  const source = memorySource(new TextEncoder().encode(text), text);
  await convertText(source, target, { format, label: `/x.${format}` });
  return fileOf(target.bytes());
}

async function queried(sql: string, ...files: Awaited<ReturnType<typeof converted>>[]) {
  return (await rowsOf(sql, { x: scan(files, null) })).rows;
}

Deno.test("a column without values takes the type it has in another file, whatever that is", async () => {
  const types = {
    "7": "BIGINT",
    "2.5": "DOUBLE",
    "true": "BOOLEAN",
    "2024-01-01": "DATE",
    "2024-01-01 12:00": "TIMESTAMP",
    "12:30": "TIME",
    "text": "VARCHAR",
    "99999999999999999999": "DECIMAL(38,0)",
  };
  const names = Object.keys(types).map((_, i) => `c${i}`);
  const typed = await converted(`id,${names}\n1,${Object.keys(types)}\n`);
  const empty = await converted(`id,${names}\n2${",".repeat(names.length)}\n`);
  const header = await converted(`${names},ID\n`);
  const other = await converted(`c1\n9\n`);
  const typeofs = names.map((name) => `typeof(max(${name}))`).join(", ");
  for (const files of [[typed, empty], [empty, typed], [header, empty, typed]]) {
    assertEquals(await queried(`SELECT ${typeofs} FROM x`, ...files), [Object.values(types)]);
    assertEquals(await queried("SELECT id, c0, c6 FROM x ORDER BY id", ...files), [
      [1, 7, "text"],
      [2, null, null],
    ]);
  }
  assertEquals(await queried("SELECT max(c1), count(*) FROM x", empty, typed, other), [[9, 3]]);
  assertEquals(
    await queried("SELECT max(c0) AS hi FROM x WHERE c0 IS NULL OR c0 < 8", empty, typed),
    [
      [7],
    ],
  );
});

Deno.test("a column without values is text by itself, and beside others without values", async () => {
  const [a, b] = [await converted("a,b\n1,\n"), await converted("b\n\n")];
  assertEquals(await queried("SELECT typeof(b), b LIKE 'x%' FROM x", a), [["VARCHAR", null]]);
  assertEquals(await queried("SELECT DISTINCT typeof(b) FROM x", a, b), [["VARCHAR"]]);
});

Deno.test("a JSON column that is null takes the type it has in another file", async () => {
  const files = [
    await converted('{"v":null,"k":1}\n', "jsonl"),
    await converted('{"v":9}\n{"v":10}\n', "jsonl"),
  ];
  assertEquals(await queried("SELECT max(v), count(k) FROM x", ...files), [[10, 1]]);
});

Deno.test("a column that is NULL throughout goes with every type, whatever type it is said to have", async () => {
  const numbers = fileOf(
    await parquet("SELECT 2 AS k, unnest([9, 10]) AS v, DATE '2024-01-01' AS d"),
  );
  for (const type of ["VARCHAR", "DATE", "DOUBLE", "BOOLEAN", "BLOB"]) {
    const empty = fileOf(await parquet(`SELECT 1 AS k, NULL::${type} AS v, NULL::${type} AS d`));
    const none = fileOf(await parquet(`SELECT 1 AS k, NULL::${type} AS v LIMIT 0`));
    for (const files of [[numbers, empty, none], [none, empty, numbers]]) {
      const sql = "SELECT max(v), any_value(typeof(v)), any_value(typeof(d)), count(*) FROM x";
      assertEquals(await queried(sql, ...files), [[10, "INTEGER", "DATE", 3]], type);
    }
    assertEquals(await queried("SELECT typeof(v) FROM x", empty), [[type]]);
  }
});

Deno.test("a column of Parquet's type for nothing is text, as in CSV, unless another file knows", async () => {
  const nothing = node({
    name: "v",
    physical: "int32",
    repetition: "optional",
    logical: logical(LOGICAL.unknown),
  });
  const page: OddPage = { type: "data", values: 2, body: Uint8Array.of(2, 0, 0, 0, 4, 0) };
  const file = fileOf(oddFile([{ node: nothing, valueCount: 2, pages: [page] }], { rows: 2 }));
  assertEquals(await queried("SELECT DISTINCT typeof(v), v LIKE 'x' FROM x", file), [
    ["VARCHAR", null],
  ]);
  const dates = fileOf(await parquet("SELECT DATE '2024-01-01' AS v"));
  assertEquals(await queried("SELECT any_value(typeof(v)), count(v) FROM x", file, dates), [
    ["DATE", 1],
  ]);
});
