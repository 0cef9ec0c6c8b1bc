import { assertEquals, assertRejects, fc } from "../deps.ts";
import { PondError } from "../../lib/base/mod.ts";
import { jsonl } from "./support.ts";

Deno.test("convertJsonLines: a column for each key, in order of first appearance", async () => {
  const { shape, rows } = await jsonl('{"b":1,"a":"x"}\n\n{"a":null,"c":true}\r\n  \n{"b":2.5}');
  assertEquals(shape, ["b double", "a string", "c boolean"]);
  assertEquals(rows, [["1.0", "x", null], [null, null, "true"], ["2.5", null, null]]);
});

Deno.test("convertJsonLines: types hold the whole file", async () => {
  const many = '{"a":1,"b":1,"c":"2024-01-01","d":"2024-01-01T10:00:00+02:00"}\n'.repeat(70_000);
  const { shape, rows } = await jsonl(many + '{"a":0.5,"b":"x","c":"2024-01-01 12:00","d":null}\n');
  assertEquals(shape, ["a double", "b string", "c timestamp", "d timestamp"]);
  assertEquals(rows.length, 70_001);
  assertEquals(rows[0], ["1.0", "1", "2024-01-01 00:00:00", "2024-01-01 08:00:00"]);
});

Deno.test("convertJsonLines: strings of digits stay strings, numbers keep every digit", async () => {
  const { shape, rows } = await jsonl(
    '{"a":"1","b":9223372036854775807,"c":1.0,"d":18446744073709551615,"e":1e3,"f":""}\n' +
      '{"a":"2","b":9007199254740993,"c":2,"d":0,"e":1,"f":" 2024-01-01"}\n',
  );
  assertEquals(shape, [
    "a string",
    "b int64",
    "c double",
    "d decimal(38,0)",
    "e double",
    "f string",
  ]);
  assertEquals(rows, [
    ["1", "9223372036854775807", "1.0", "18446744073709551615", "1000.0", ""],
    ["2", "9007199254740993", "2.0", "0", "1.0", " 2024-01-01"],
  ]);
});

Deno.test("convertJsonLines: nested and mixed values are JSON text", async () => {
  const { shape, rows } = await jsonl(
    '{"o":{"x":[1,"é",12345678901234567890]},"m":1}\n{"o":[],"m":true}\n{"o":"s","m":"t"}\n',
  );
  assertEquals(shape, ["o string", "m string"]);
  assertEquals(rows, [
    ['{"x":[1,"é",12345678901234567890]}', "1"],
    ["[]", "true"],
    ["s", "t"],
  ]);
});

Deno.test("convertJsonLines: __proto__ and empty keys are columns", async () => {
  const { columns, rows } = await jsonl(
    '{"__proto__":1,"":2,"constructor":{"a":1}}\n{"a":3,"A":4}\n',
  );
  assertEquals(columns.map((column) => column.name), [
    "__proto__",
    "column1",
    "constructor",
    "a",
    "A_1",
  ]);
  assertEquals(rows, [["1", "2", '{"a":1}', null, null], [null, null, null, "3", "4"]]);
});

Deno.test("convertJsonLines: what is no object is an error with the line", async () => {
  for (
    const [text, why] of [
      ['{"a":1}\n\n{"a":', "line 3: it is not JSON"],
      ['{"a":1}\n[1]\n', "line 2: it is a JSON array, not an object"],
      ["[\n", "line 1: it is a JSON array, not an object"],
      ['{"a":1}\n{"a":x}\n', "line 2: it is not JSON: Unexpected token 'x'"],
      ['{"a":"\\ud800"}\n', "line 1: it has half of a surrogate pair"],
      ['{"a":1}\n{"b":{"c\\uDFFF":1}}\n', "line 2: it has half of a surrogate pair"],
      ["null\n", "line 1: it is no JSON object"],
      ['{"a":NaN}\n', "line 1: it is not JSON"],
      ["\n\n", "it has no keys, and so no columns"],
    ] as const
  ) {
    const error = await assertRejects(() => jsonl(text), PondError, why);
    assertEquals([error.code, error.message.includes("/raw/x.jsonl")], ["invalid-input", true]);
  }
  const latin = Uint8Array.from([...'{"a":"'].map((c) => c.charCodeAt(0)).concat(0xe9, 34, 125));
  await assertRejects(() => jsonl(latin), PondError, "line 1: byte 0xe9");
});

Deno.test("convertJsonLines schema: enforced with line, column and value", async () => {
  const schema = [
    { name: "a", type: { is: "int16" as const }, nullable: false },
    { name: "b", type: { is: "date" as const }, nullable: true },
  ];
  const { columns, rows } = await jsonl('{"b":"2024-01-01","a":1}\n{"a":"2"}\n', schema);
  assertEquals([columns, rows], [schema, [["1", "2024-01-01"], ["2", null]]]);
  const refused = (text: string, why: string) =>
    assertRejects(() => jsonl(text, schema), PondError, why);
  await refused('{"a":1}\n{"a":70000}\n', 'line 2, column "a": "70000" is not a valid int16');
  await refused('{"a":1}\n{"b":null}\n', 'line 2, column "a": is NULL');
  await refused('{"a":1,"c":1}\n', 'column "c" is not in the schema');
});

Deno.test("convertJsonLines: objects of strings come back as they are", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ k: fc.string({ unit: "grapheme" }), n: fc.maxSafeInteger() }), {
        minLength: 1,
        maxLength: 50,
      }),
      async (objects) => {
        const text = objects.map((object) => JSON.stringify({ ...object, k: `x${object.k}` }));
        const { rows } = await jsonl(text.join("\n"));
        assertEquals(rows, objects.map(({ k, n }) => [`x${k}`, `${n === 0 ? 0 : n}`]));
      },
    ),
    { numRuns: 30 },
  );
});

Deno.test("convertJsonLines: an error names one line and one column", async () => {
  const error = await assertRejects(() => jsonl('{"a":1}\n{"a":1 "b":2}\n'), PondError);
  assertEquals(error.message.match(/line/g)?.length, 1, error.message);
  assertEquals(/column 8/.test(error.message), true, error.message);
});

Deno.test("convertJsonLines: whole surrogate pairs and escaped backslashes are text", async () => {
  const { rows } = await jsonl('{"a":"\\ud83d\\ude00"}\n{"a":"\\\\ud83d"}\n');
  assertEquals(rows, [["😀"], ["\\ud83d"]]);
});

Deno.test("convertJsonLines: keys that look like numbers keep their place", async () => {
  const { shape } = await jsonl(
    '{"b":1,"10":{"7":1,"1":"{\\"5\\":1}"},"2":true}\n{"c":[{"3":1}],"1":2,"b":3}\n',
  );
  assertEquals(shape, ["b int64", "10 string", "2 boolean", "c string", "1 int64"]);
});

Deno.test("convertJsonLines: encoding, time forms, a zone, and lines passed over are options", async () => {
  const latin = new TextEncoder().encode('{"t":"01.07.2024 12:00","s":"caf#"}\nx\n')
    .map((byte) => byte === 35 ? 0xe9 : byte);
  const { shape, rows, summary } = await jsonl(latin, undefined, {
    encoding: "latin1",
    time_format: ["%d.%m.%Y %H:%M"],
    timezone: "Europe/Vienna",
    on_error: "skip",
  });
  assertEquals([shape, rows], [["t timestamp", "s string"], [["2024-07-01 10:00:00", "café"]]]);
  assertEquals(summary.passedOver.map(({ line, value }) => [line, value]), [[2, "x"]]);
});

Deno.test("convertJsonLines: a last line that is being written is none yet", async () => {
  const text = '{"a":1}\n{"a":2,"b';
  await assertRejects(() => jsonl(text), PondError, "line 2: it is not JSON");
  const { rows, summary } = await jsonl(text, undefined, { isGrowing: true });
  assertEquals([rows, summary.unfinished], [[["1"]], { line: 2, bytes: 9 }]);
  assertEquals((await jsonl('{"a":1}\n{"a":2}', undefined, { isGrowing: true })).rows.length, 2);
});
