/** Files whose columns have no values, read beside files that have some. */
import { convertText } from "../../lib/convert/mod.ts";
import { memorySource } from "../../lib/table/mod.ts";
import { assertEquals } from "../deps.ts";
import { fileOf, MemoryTarget, rowsOf, scan } from "./support.ts";

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
