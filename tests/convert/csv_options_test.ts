import { assertEquals, assertRejects, assertStringIncludes } from "../deps.ts";
import { PondError } from "../../lib/base/mod.ts";
import { parseType } from "../../lib/table/mod.ts";
import { csv, type CsvTestOptions } from "./support.ts";

async function refused(text: string | Uint8Array, why: string, options: CsvTestOptions = {}) {
  return await assertRejects(() => csv(text, options), PondError, why);
}

function inEncoding(text: string, map: Readonly<Record<string, number>>): Uint8Array {
  return Uint8Array.from([...text].map((character) => map[character] ?? character.charCodeAt(0)));
}

function utf16(text: string, { big = false, mark = true } = {}): Uint8Array {
  const units = [...(mark ? [0xfeff] : []), ...text.split("").map((each) => each.charCodeAt(0))];
  return Uint8Array.from(
    units.flatMap((unit) => big ? [unit >> 8, unit & 255] : [unit & 255, unit >> 8]),
  );
}

Deno.test("delimiter: auto finds it, and an error about widths says what the file looks like", async () => {
  for (const delimiter of [",", ";", "\t", "|"]) {
    const lines = [["a", "b c"], ["1", '"x,;|y"'], ["2", "12:30"]].map((l) => l.join(delimiter));
    const { shape } = await csv(lines.join("\n") + "\n", { delimiter: "auto" });
    assertEquals(shape, ["a int64", "b c string"], delimiter);
  }
  // A decimal comma in every row, and a title above the header.
  const german = "Bericht\nzeit;wert\n1;2,5\n2;3,5\n3;4,5\n";
  const { shape } = await csv(german, { delimiter: "auto", skip: 1, decimal: "," });
  assertEquals(shape, ["zeit int64", "wert double"]);
  const error = await refused("zeit;wert\n1;2,5\n", "line 2: 2 values where 1 are expected");
  assertStringIncludes(error.hint ?? "", 'separated by ";"');
  const tabs = await refused("a\tb\n1,5\t2\n", "line 2");
  assertStringIncludes(tabs.hint ?? "", "separated by tabs");
  const schema = [{ name: "zeit", type: { is: "int64" as const }, nullable: true }];
  const declared = await refused("zeit;wert\n1;2\n", 'column "zeit" of the schema', { schema });
  assertStringIncludes(declared.hint ?? "", 'separated by ";"');
});

Deno.test("names, skip, skip_footer and comment leave the rows", async () => {
  const names = ["x", "y"];
  assertEquals((await csv("1,2\n", { header: false, names })).shape, ["x int64", "y int64"]);
  assertEquals((await csv("a,b\n1,2\n", { names })).shape, ["x int64", "y int64"]);
  await refused("a,b,c\n", "it has 3 columns and `names` 2", { names });
  for (const end of ["\n", "\r\n", ""]) {
    const text = ["# made by x", "a,b", "#", "1,2", '"3","#4"', "Total: 4", "2 rows"].join(
      end || "\n",
    ) + end;
    const { rows } = await csv(text, { comment: "#", skip_footer: 2 });
    assertEquals(rows, [["1", "2"], ["3", "#4"]], JSON.stringify(end));
  }
  assertEquals((await csv("//x\na\n/1\n//\n", { comment: "//" })).rows, [["/1"]]);
  assertEquals((await csv("a\n1\n", { skip_footer: 1 })).rows, []);
  const wide = await csv(utf16("a,b\nĊ,2\nend"), { skip_footer: 1 });
  assertEquals(wide.rows, [["Ċ", "2"]]);
  await refused("a\n1\n", "it has no header line", { skip_footer: 5 });
});

Deno.test("decimal and thousands: numbers in the dress of other countries", async () => {
  const text = "n;d;g;t;v\n1.234;1,5;-1.234.567,25;1.2.3;1.5\n12;-,5;7;x;2\n";
  const { shape, rows } = await csv(text, { delimiter: ";", decimal: ",", thousands: "." });
  assertEquals(shape, ["n int64", "d double", "g double", "t string", "v string"]);
  assertEquals(rows, [["1234", "1.5", "-1234567.25", "1.2.3", "1.5"], [
    "12",
    "-0.5",
    "7.0",
    "x",
    "2",
  ]]);
  // Without groups a point is no part of a number.
  assertEquals((await csv("a;b\n1.5;1,5\n", { delimiter: ";", decimal: "," })).shape, [
    "a string",
    "b double",
  ]);
  const spaces = await csv("a;b\n1 234;12 34\n", { delimiter: ";", thousands: " " });
  assertEquals([spaces.shape, spaces.rows], [["a int64", "b string"], [["1234", "12 34"]]]);
  const quoted = await csv('a\n"1,234,567"\n" 12 "\n', { thousands: "," });
  assertEquals(quoted.rows, [["1234567"], ["12"]]);
  const schema = ["decimal(6,2)", "int32", "float"].map((type, i) => ({
    name: "abc"[i]!,
    type: parseType(type)!,
    nullable: true,
  }));
  const options = { delimiter: ";", decimal: ",", thousands: "'", schema };
  assertEquals((await csv("a;b;c\n1'234,50;7;0,5\n", options)).rows, [["1234.50", "7", "0.5"]]);
  await refused(
    "a;b;c\n1.5;7;1\n",
    'line 2, column "a": "1.5" is not a valid decimal(6,2)',
    options,
  );
});

Deno.test("encoding: what TextDecoder knows; a byte order mark decides by itself", async () => {
  const text = "a,b\n1,häß€\n";
  const cp1252 = inEncoding(text, { "ä": 0xe4, "ß": 0xdf, "€": 0x80 });
  for (const encoding of ["latin1", "iso-8859-1", "windows-1252"]) {
    assertEquals((await csv(cp1252, { encoding })).rows, [["1", "häß€"]]);
  }
  for (const big of [false, true]) {
    assertEquals((await csv(utf16(text, { big }))).rows, [["1", "häß€"]]);
    assertEquals((await csv(utf16(text, { big }), { encoding: "latin1" })).rows, [["1", "häß€"]]);
    const bare = utf16(text, { big, mark: false });
    const encoding = big ? "utf-16be" : "utf-16le";
    assertEquals((await csv(bare, { encoding })).shape, ["a int64", "b string"]);
    const error = await refused(bare, "it looks like UTF-16");
    assertStringIncludes(error.hint ?? "", encoding);
  }
  assertEquals((await csv("\ufeffa,b\n1,ä\n", { encoding: "latin1" })).rows, [["1", "ä"]]);
  const japanese = Uint8Array.from([97, 10, 0x93, 0xfa, 0x96, 0x7b, 10]);
  assertEquals((await csv(japanese, { encoding: "shift_jis" })).rows, [["日本"]]);
  await refused(Uint8Array.from([97, 10, 98, 10, 0x93, 10]), "line 3: the bytes at offset 5", {
    encoding: "shift_jis",
  });
  await refused(Uint8Array.from([0xff, 0xfe, 0, 0, 97, 0, 0, 0]), "it is UTF-32");
  const error = await refused(cp1252, "line 2: byte 0xe4");
  assertStringIncludes(error.hint ?? "", "Windows-1252");
});

Deno.test("encoding: characters that a read cuts in two are whole, over many reads", async () => {
  const rows = Array.from({ length: 60_000 }, (_, i) => `${i},€ä${"日".repeat(i % 7)}`);
  const { rows: read } = await csv(utf16(`a,b\n${rows.join("\n")}\n`));
  assertEquals(read.length, rows.length);
  assertEquals(read.every(([a, b], i) => `${a},${b}` === rows[i]), true);
});

Deno.test("ragged: error, fill or truncate", async () => {
  const text = "a,b\n1\n2,3,4\n5,6\n";
  const short = await refused(text, "line 2: 1 value where 2 are expected");
  assertStringIncludes(short.hint ?? "", "ragged: fill");
  const long = await refused(text, "line 3: 3 values where 2", { ragged: "fill" });
  assertStringIncludes(long.hint ?? "", "ragged: truncate");
  const { rows, summary } = await csv(text, { ragged: "truncate" });
  assertEquals([rows, summary.passedOver], [[["1", null], ["2", "3"], ["5", "6"]], []]);
});

Deno.test("names without a header say the width, whatever the first row has", async () => {
  const options = { header: false, names: ["a", "b"] };
  const ragged = await csv("1\n2,3\n", { ...options, ragged: "fill" });
  assertEquals(ragged.rows, [["1", null], ["2", "3"]]);
  const skipped = await csv("broken\n2,3\n", { ...options, on_error: "skip" });
  assertEquals(skipped.rows, [["2", "3"]]);
  await refused("1\n2,3\n", "it has 1 columns and `names` 2", options);
});

Deno.test("time_format and timezone: forms in place of ISO 8601, local times by the zone's rules", async () => {
  const forms = { time_format: ["%d.%m.%Y %H:%M", "%d.%m.%Y"] };
  const { shape, rows } = await csv("a,b,c\n01.02.2024 10:00,03.02.2024,2024-01-01\n", forms);
  assertEquals(shape, ["a timestamp", "b date", "c string"]);
  assertEquals(rows, [["2024-02-01 10:00:00", "2024-02-03", "2024-01-01"]]);
  const vienna = { timezone: "Europe/Vienna" };
  const local = await csv(
    "t,d\n2024-03-31 02:30,2024-01-01\n2024-10-27 02:30,2024-01-02\n2024-07-01T12:00Z,2024-01-03\n",
    vienna,
  );
  assertEquals(local.shape, ["t timestamp", "d date"]);
  assertEquals(local.rows.map(([t]) => t), [
    "2024-03-31 01:30:00",
    "2024-10-27 00:30:00",
    "2024-07-01 12:00:00",
  ]);
  const both = await csv("t\n01.07.2024 12:00\n", { ...forms, ...vienna });
  assertEquals(both.rows, [["2024-07-01 10:00:00"]]);
  const schema = [{ name: "t", type: { is: "timestamp" as const }, nullable: true }];
  const mixed = { schema, time_format: ["%d/%m/%Y", "ISO8601"], ...vienna };
  assertEquals((await csv("t\n01/07/2024\n2024-07-01 12:00+00\n", mixed)).rows, [
    ["2024-06-30 22:00:00"],
    ["2024-07-01 12:00:00"],
  ]);
  const error = await refused("t\n31/01/2024 5:00 PM\n", 'column "t": "31/01/2024 5:00 PM"', {
    schema,
  });
  assertStringIncludes(error.hint ?? "", "%d/%m/%Y %I:%M %p");
});

Deno.test("on_error: rows are skipped or values NULL, and each of them is told", async () => {
  const schema = [
    { name: "n", type: { is: "int64" as const }, nullable: false },
    { name: "v", type: { is: "double" as const }, nullable: true },
  ];
  const text = 'n,v\n1,2.5\n2,x\n,3\n4\n"5"6,7\n8,9,10\n11,12\n';
  const skipped = await csv(text, { schema, on_error: "skip" });
  assertEquals(skipped.rows, [["1", "2.5"], ["11", "12.0"]]);
  const told = (of: typeof skipped) =>
    of.summary.passedOver.map(({ line, column, value }) => [line, column, value])
      .sort(([a], [b]) => Number(a) - Number(b));
  const all = [
    [3, "v", "x"],
    [4, "n", null],
    [5, null, "4"],
    [6, null, '"5"6,7'],
    [7, null, "8,9,10"],
  ];
  assertEquals(told(skipped), all);
  const nulled = await csv(text, { schema, on_error: "null" });
  assertEquals(nulled.rows, [
    ["1", "2.5"],
    ["2", null],
    ["4", null],
    ["8", "9.0"],
    ["11", "12.0"],
  ]);
  assertEquals(told(nulled), all);
  // A quote that is never closed takes no other line with it.
  const open = await csv('a,b\n1,2\n"3,4\n5,6\n', { on_error: "skip" });
  assertEquals([open.rows, told(open)], [[["1", "2"], ["5", "6"]], [[3, null, '"3,4']]]);
});

Deno.test("a last line that is being written is none yet, whatever it lacks", async () => {
  const schema = [
    { name: "a", type: { is: "int64" as const }, nullable: true },
    { name: "b", type: { is: "timestamp" as const }, nullable: true },
  ];
  const whole = "a,b\n1,2024-01-01\n";
  for (const half of ["2", "2,2024-01-0", '"2', '2,"2024-', "2,", "2,2024-01-01,"]) {
    if (half !== "2,") await refused(`${whole}${half}`, "line 3", { schema });
    if (half.endsWith("1,")) continue;
    const { rows, summary } = await csv(`${whole}${half}`, { schema, isGrowing: true });
    assertEquals([rows.length, summary.unfinished?.line, summary.passedOver], [1, 3, []], half);
  }
  const { rows, summary } = await csv(`${whole}2,2024-01-02`, { schema, isGrowing: true });
  assertEquals([rows.length, summary.unfinished], [2, null]);
  // With its end it is a line like others.
  await refused(`${whole}2\n`, "line 3: 1 value where 2", { schema, isGrowing: true });
});

Deno.test("an empty text is an empty table where names or a schema say its columns", async () => {
  const schema = [{ name: "a", type: { is: "double" as const }, nullable: true }];
  for (const header of [true, false]) {
    const { columns, rows } = await csv("", { schema, header });
    assertEquals([columns, rows], [schema, []]);
  }
  assertEquals((await csv("# x\n", { names: ["p"], comment: "#" })).columns.map((c) => c.name), [
    "p",
  ]);
  assertEquals((await refused("", "it has no header line")).data["empty"], true);
});

Deno.test("quotes that aren't quotes are refused with what would read them", async () => {
  for (const text of ['a,b\n"x \\"y\\" z",1\n', 'a\n"say \\"hi"\n']) {
    const error = await refused(text, "line 2");
    assertStringIncludes(error.hint ?? "", 'escape: "\\\\"');
    assertEquals((await csv(text, { escape: "\\" })).rows.length, 1);
  }
  const error = await refused('a\n"5 inch\n', "line 2: a quote is opened and never closed");
  assertStringIncludes(error.hint ?? "", 'quote: ""');
  assertEquals((await csv('a,b\n1,"2"\n1, "2"\n')).rows, [["1", "2"], ["1", ' "2"']]);
});
