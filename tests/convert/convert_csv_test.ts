import { assertEquals, assertOk, assertRejects, assertStringIncludes } from "../deps.ts";
import { PondError } from "../../lib/base/mod.ts";
import { readParquetFooter } from "../../lib/parquet/mod.ts";
import { memorySource } from "../../lib/table/mod.ts";
import { csv, type CsvTestOptions, csvToParquet } from "./support.ts";

async function refused(
  text: string | Uint8Array,
  includes: string,
  options: CsvTestOptions = {},
): Promise<PondError> {
  const error = await assertRejects(() => csv(text, options), PondError, includes);
  assertStringIncludes(error.message, "/raw/x.csv");
  return error;
}

Deno.test("convertCsv: rows in are rows out, in their order", async () => {
  const { shape, rows } = await csv("n,s\n3,c\n1,a\n2,b\n");
  assertEquals(shape, ["n int64", "s string"]);
  assertEquals(rows, [["3", "c"], ["1", "a"], ["2", "b"]]);
});

Deno.test("convertCsv: the last line needs no end, and CR LF and CR end lines too", async () => {
  const expected = [["1", "x"], ["2", "y"]];
  for (const end of ["\n", "\r\n", "\r"]) {
    assertEquals((await csv(["a,b", "1,x", "2,y"].join(end))).rows, expected);
    assertEquals((await csv(["a,b", "1,x", "2,y", ""].join(end))).rows, expected);
  }
  assertEquals((await csv("a,b\n1,x\r\n2,y\r")).rows, expected);
});

Deno.test("convertCsv: quoted cells hold delimiters, quotes and line ends", async () => {
  const { rows } = await csv('a,b\n"x, ""y""","1\r\n2"\n"","3"\n');
  assertEquals(rows, [['x, "y"', "1\r\n2"], [null, "3"]]);
});

Deno.test("convertCsv: a quote inside an unquoted cell is a character", async () => {
  assertEquals((await csv('a,b\n5" disk,1\n')).rows, [['5" disk', "1"]]);
});

Deno.test("convertCsv: text after a closing quote is an error with the line", async () => {
  await refused('a,b\n1,2\n"x"y,3\n', "line 3: text after a closing quote");
});

Deno.test("convertCsv: a quote that is never closed is an error with the line it is on", async () => {
  await refused('a,b\n1,2\n3,"x\ny\nz', "line 3: a quote is opened and never closed");
});

Deno.test("convertCsv: the escape is an option, and any other use of it is text", async () => {
  const { rows } = await csv('a,b\n"p\\"q","p\\nq"\n"p\\\\q",x\n', { escape: "\\" });
  assertEquals(rows, [['p"q', "p\\nq"], ["p\\q", "x"]]);
});

Deno.test("convertCsv: quote and delimiter are options; an empty quote quotes nothing", async () => {
  assertEquals((await csv("a;b\n'x;y';1\n", { delimiter: ";", quote: "'" })).rows, [["x;y", "1"]]);
  assertEquals((await csv('a\tb\n"x\t1\n', { delimiter: "\t", quote: "" })).rows, [['"x', "1"]]);
});

Deno.test("convertCsv: options that are no single ASCII character are refused", async () => {
  for (
    const options of [{ delimiter: "" }, { delimiter: "||" }, { quote: "»" }, { escape: "\n" }]
  ) {
    const error = await assertRejects(() => csv("a\n1\n", options), PondError);
    assertEquals(error.code, "invalid-config");
  }
});

Deno.test("convertCsv: the NULL text is NULL, quoted or not, as for DuckDB", async () => {
  const { shape, rows } = await csv('a,b\nNA,x\n1,"NA"\n2,\n3,""\n', { null: ["NA"] });
  assertEquals(shape, ["a int64", "b string"]);
  assertEquals(rows, [[null, "x"], ["1", null], ["2", null], ["3", ""]]);
  const several = await csv('a\n---\n1\nNA\n"---"\n', { null: ["", "NA", "---"] });
  assertEquals([several.shape, several.rows], [["a int64"], [[null], ["1"], [null], [null]]]);
  assertEquals((await csv('a,b\n"",x\n1,\n')).rows, [[null, "x"], ["1", null]]);
});

Deno.test("convertCsv: without a header columns are called column0 …", async () => {
  assertEquals((await csv("1,x\n2,y\n", { header: false })).shape, [
    "column0 int64",
    "column1 string",
  ]);
  const wide = await csv(Array.from({ length: 11 }, (_, i) => i).join(",") + "\n", {
    header: false,
  });
  assertEquals(wide.columns[3]!.name, "column03");
  assertEquals(wide.rows.length, 1);
});

Deno.test("convertCsv: header names are made unique and made up as DuckDB does", async () => {
  const { columns } = await csv("a,a,A,,a_1, b \n1,2,3,4,5,6\n");
  assertEquals(columns.map((column) => column.name), ["a", "a_1", "A_2", "column3", "a_1_1", "b"]);
});

Deno.test("convertCsv: __proto__ and constructor are names like others", async () => {
  const { columns, rows } = await csv("__proto__,constructor\n1,2\n");
  assertEquals(columns.map((column) => column.name), ["__proto__", "constructor"]);
  assertEquals(rows, [["1", "2"]]);
});

Deno.test("convertCsv: a header alone gives no rows of strings", async () => {
  for (const text of ["a,b\n", "a,b"]) {
    const { shape, rows } = await csv(text);
    assertEquals([shape, rows], [["a string", "b string"], []]);
  }
});

Deno.test("convertCsv: a file without text is an error", async () => {
  for (const text of ["", "\n\n", "\ufeff"]) await refused(text, "it has no header line");
  await refused("", "it has no rows", { header: false });
});

Deno.test("convertCsv: an empty line is a NULL in one column and nothing in more", async () => {
  assertEquals((await csv("a\n1\n\n2\n\n")).rows, [["1"], [null], ["2"], [null]]);
  assertEquals((await csv("\n1\n", { header: false })).rows, [[null], ["1"]]);
  assertEquals((await csv("\n\na,b\n1,2\n\n3,4\n\n\n")).rows, [["1", "2"], ["3", "4"]]);
});

Deno.test("convertCsv: skipped lines are any text", async () => {
  const { rows } = await csv('# a "quote\r\n\n# more\na,b\n1,2\n', { skip: 3 });
  assertEquals(rows, [["1", "2"]]);
  await refused("x\n", "it has no header line", { skip: 5 });
});

Deno.test("convertCsv: a byte order mark is no part of the first name", async () => {
  assertEquals((await csv("\ufeffa,b\n1,2\n")).shape, ["a int64", "b int64"]);
  assertEquals((await csv('\ufeff"a",b\n1,2\n')).shape, ["a int64", "b int64"]);
});

Deno.test("convertCsv: a short row is an error with the line, or filled with NULL", async () => {
  const error = await refused("a,b,c\n1,2,3\n\n4,5\n", "line 4: 2 values where 3 are expected");
  assertStringIncludes(error.hint ?? "", "ragged: fill");
  assertEquals(error.data["line"], 4);
  assertEquals((await csv("a,b,c\n1,2,3\n4\n", { ragged: "fill" })).rows, [
    ["1", "2", "3"],
    ["4", null, null],
  ]);
});

Deno.test("convertCsv: a long row is an error with the line, always", async () => {
  for (const ragged of ["error", "fill"] as const) {
    await refused('a,b\n1,"x\ny"\n4,5,6\n', "line 4: 3 values where 2 are expected", { ragged });
  }
});

Deno.test("convertCsv: bytes that are not UTF-8 are an error with line and hint", async () => {
  const latin = Uint8Array.from(
    [..."a,b\n1,x\n2,caf"].map((c) => c.charCodeAt(0)).concat(0xe9, 10),
  );
  const error = await refused(latin, "line 3: byte 0xe9 at offset 13 is not UTF-8");
  assertStringIncludes(error.hint ?? "", "encoding: latin1");
  assertEquals((await csv(latin, { encoding: "latin1" })).rows, [["1", "x"], ["2", "café"]]);
});

Deno.test("convertCsv: a character that two reads share is whole", async () => {
  const rows = 40_000;
  for (const shift of [0, 1, 2, 3]) {
    const text = `a\n${"-".repeat(shift)}\n${"€😀é🏁 und so weiter\n".repeat(rows)}`;
    assertEquals((await csv(text)).rows.length, rows + 1);
  }
  const cut = new TextEncoder().encode("a\nx€").slice(0, -1);
  await refused(cut, "line 2: byte 0xe2");
});

Deno.test("convertCsv: 5,000 columns", async () => {
  const names = Array.from({ length: 5000 }, (_, i) => `c${i}`);
  const row = names.map((_, i) => i % 3 === 0 ? i : i % 3 === 1 ? `t${i}` : i + 0.5);
  const text = [names, ...Array.from({ length: 40 }, () => row)].map((r) => r.join(",")).join("\n");
  const { columns, rows } = await csv(text);
  assertEquals([columns.length, rows.length], [5000, 40]);
  assertEquals(rows[39]!.slice(0, 3), ["0", "t1", "2.5"]);
  assertEquals(columns[4997]!.type, { is: "double" });
});

Deno.test("convertCsv: more columns than 16,384 are refused", async () => {
  await refused("x,".repeat(16_384) + "x\n", "line 1: 16385 columns, at most 16384");
});

Deno.test("convertCsv: a line past 16 MiB is refused, with its number", async () => {
  const text = new Uint8Array(18 * 1024 * 1024).fill(120);
  text.set(new TextEncoder().encode("a,b\n1,2\n"));
  await refused(text, "line 3: longer than 16777216 bytes");
  text.set(new TextEncoder().encode('a,b\n1,2\n3,"'));
  await refused(text, "line 3: longer than 16777216 bytes");
});

Deno.test("convertCsv: a long line below the limit is read", async () => {
  const long = "y".repeat(5_000_000);
  const { rows } = await csv(`a,b\n1,${long}\n2,"${long}\n"\n`);
  assertEquals(rows.map((row) => row[1]!.length), [5_000_000, 5_000_001]);
});

Deno.test("convertCsv: a type that widens late changes the whole column", async () => {
  const many = Array.from({ length: 200_000 }, (_, i) => `${i},${i},2024-01-01`).join("\n");
  const { shape, rows } = await csv(`a,b,c\n${many}\n1.5,x,2024-01-01 10:00\n`);
  assertEquals(shape, ["a double", "b string", "c timestamp"]);
  assertEquals(rows.length, 200_001);
  assertEquals(rows[7], ["7.0", "7", "2024-01-01 00:00:00"]);
  assertEquals(rows[200_000], ["1.5", "x", "2024-01-01 10:00:00"]);
});

Deno.test("convertCsv: a second attempt that writes less leaves a whole file", async () => {
  // As doubles a hundred values in no order take more than as texts of a dictionary, and they are
  // written before the one text is found.
  let seed = 7;
  const random = () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff;
  const many = Array.from({ length: 150_000 }, () => `${Math.floor(random() * 100)}.5`);
  const { shape, rows, bytes } = await csv(`a\n${many.join("\n")}\nx\n`);
  assertEquals([shape, rows.length], [["a string"], 150_001]);
  assertEquals([rows[0], rows[149_999], rows[150_000]], [[many[0]], [many.at(-1)], ["x"]]);
  const { rowGroups } = readParquetFooter(memorySource(bytes, "parquet"), "parquet");
  const footerBytes = new DataView(bytes.buffer, bytes.byteOffset).getUint32(
    bytes.length - 8,
    true,
  );
  const gap = bytes.length - 8 - footerBytes - rowGroups.at(-1)!.endByte;
  assertOk(gap > 0, `the first attempt wrote ${-gap} bytes less`);
});

Deno.test("convertCsv: row groups are bounded in rows, cells and text", async () => {
  const groupsOf = async (text: string) => {
    const bytes = await csvToParquet(text);
    return readParquetFooter(memorySource(bytes, "x"), "x").rowGroups.map(({ rows }) => rows);
  };
  const block = 65_536;
  const repeated = (row: (i: number) => string, count: number) =>
    Array.from({ length: count }, (_, i) => row(i)).join("\n");
  const narrow = await groupsOf(`a\n${repeated((i) => `${i}`, 300_000)}\n`);
  assertEquals([narrow.length, Math.max(...narrow) < 122_880 + block], [3, true]);
  const wide = await groupsOf(`${",".repeat(499)}\n${repeated(() => ",".repeat(499), 10_000)}\n`);
  assertEquals([wide.length, Math.max(...wide) * 500 < 4_194_304 + block], [2, true]);
  const long = await groupsOf(`a,b\n${repeated((i) => `${i},${i}${"x".repeat(2000)}`, 20_000)}\n`);
  assertEquals([long.length, Math.max(...long) * 2000 < 18 * 1024 * 1024], [3, true]);
});

Deno.test("convertCsv: a column without values that gets one late has its type", async () => {
  const { shape, rows } = await csv(`a,b\n${",1\n".repeat(100_000)}7,1\n`);
  assertEquals(shape, ["a int64", "b int64"]);
  assertEquals([rows.length, rows[5], rows[100_000]], [100_001, [null, "1"], ["7", "1"]]);
});
