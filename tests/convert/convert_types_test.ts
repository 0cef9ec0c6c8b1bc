import { type Column, formatType, parseType } from "../../lib/table/mod.ts";
import { assertEquals, assertRejects, assertStringIncludes, fc } from "../deps.ts";
import { PondError } from "../../lib/base/mod.ts";
import { joinKinds, type Kind, kindOf } from "../../lib/convert/kinds.ts";
import { csv, type CsvTestOptions } from "./support.ts";

const KINDS: readonly Kind[] = [
  "null",
  "boolean",
  "int64",
  "int128",
  "double",
  "date",
  "time",
  "timestamp",
  "string",
];

Deno.test("joinKinds: a lattice: commutative, associative, idempotent, null below and string above", () => {
  for (const a of KINDS) {
    assertEquals([joinKinds(a, a), joinKinds(a, "null"), joinKinds(a, "string")], [a, a, "string"]);
    for (const b of KINDS) {
      assertEquals(joinKinds(a, b), joinKinds(b, a));
      for (const c of KINDS) {
        assertEquals(joinKinds(joinKinds(a, b), c), joinKinds(a, joinKinds(b, c)));
      }
    }
  }
});

const TEXTS: Readonly<Record<Exclude<Kind, "null">, readonly string[]>> = {
  boolean: ["true", "False", "TRUE"],
  int64: ["0", "-0", "7", " 7", "7\t", "-9223372036854775808", "9223372036854775807", "0x1F"],
  int128: ["9223372036854775808", "-9223372036854775809", "9".repeat(38)],
  double: ["1.5", ".5", "5.", "-1e3", "1E-400", "1e400", "inf", "-Infinity", "NaN", " 2.5 "],
  date: ["2024-02-29", "2024/1/2", "0001-01-01", "9999-12-31"],
  time: ["12:34", "1:02:03", "23:59:59.999999999", "12:34:56,5"],
  timestamp: [
    "2024-01-01 12:00",
    "2024-01-01T12:00:00Z",
    "2024-01-01 12:00:00.123456789+05:30",
    "2024-01-01T12:00:00-0800",
    "2024-01-01T12:00:00+02",
    "2024-01-01 12:00:00 UTC",
    "2024-01-01 12:00:00 GMT",
    "2024-01-01 12:00:00 +0200",
    "2024-01-01 12:00 -02:00",
    "2024-01-01t12:00z",
    "2024-01-01T12:00:00,123",
    "2024-01-01 24:00",
    "20240101T1200",
    "20240101T120000.5+01:00",
  ],
  // deno-fmt-ignore
  string: [
    "x", " ", "007", "-007", "00.5", "+1", "1_000", "1,5", "9".repeat(39), "t", "F", "yes", "true ", "0x", "0xg", "-0x1", "1e", "e5",
    "-", ".", "1.2.3", "--1", "2024-02-30", "2023-02-29", "2024-13-01", "2024-01/01", "01/02/2024", "24-01-01", "10000-01-01", "0000-01-01",
    "2024-01-01T", "2024-01-01T12", "2024-01-01 24:01", "2024-01-01 12:60", "2024-01-01 12:00:60",
    "2024-01-01 12:00 CET", "2024-01-01 12:00  +02:00", "2024-01-01 12:00+2", "2024-01-01 12:00+16", "2024-01-01 12:00:00.", "24:00", "12", "12:", "12:34:56Z",
    "3:2", "16:9", "1:2:3", "1:02:3", "12:34,", "75:30", "20240132T1200", "20240101T12", "20240101 1200", "20240101T2401",
    "epoch", "١", "null",
  ].filter((text) => text !== "12"),
};

Deno.test("kindOf: what is read as what", () => {
  for (const [kind, texts] of Object.entries(TEXTS)) {
    for (const text of texts) {
      const bytes = new TextEncoder().encode(`<${text}>`);
      assertEquals(kindOf(bytes, 1, bytes.length - 1), kind, JSON.stringify(text));
    }
  }
});

Deno.test("convertCsv: a column has the least kind above its values, in any order", async () => {
  const pairs = KINDS.slice(1).flatMap((a) => KINDS.slice(1).map((b) => [a, b] as const));
  const first = (kind: Kind) => TEXTS[kind as "string"][0]!;
  const header = pairs.map((_, i) => `c${i}`).join(",");
  const rows = [0, 1].map((side) => pairs.map((pair) => first(pair[side]!)).join(","));
  const { columns } = await csv([header, ...rows].join("\n"));
  assertEquals(
    columns.map((column) => formatType(column.type).replace("decimal(38,0)", "int128")),
    pairs.map(([a, b]) => joinKinds(a, b)),
  );
});

Deno.test("convertCsv: values are exact", async () => {
  const { rows } = await csv(
    "i,h,d,t,s,z,o\n" +
      "9223372036854775807,9223372036854775808,0.1,2024-02-29,2024-02-29 12:34:56.789,12:34:56.5,2024-01-01T00:30:00+02:00\n" +
      "-9007199254740993,-1,1.7976931348623157e308,1600-01-01,1500-01-01 00:00:00.000001,0:00,2024-01-01T00:00:00Z\n" +
      "0x1F,0x1F,123456789.123456789,1970-01-01,9999-12-31T23:59:59.999999,23:59:59.999999,2024-01-01 00:00\n",
  );
  assertEquals(rows, [
    [
      "9223372036854775807",
      "9223372036854775808",
      "0.1",
      "2024-02-29",
      "2024-02-29 12:34:56.789",
      "12:34:56.5",
      "2023-12-31 22:30:00",
    ],
    [
      "-9007199254740993",
      "-1",
      "1.7976931348623157e+308",
      "1600-01-01",
      "1500-01-01 00:00:00.000001",
      "00:00:00",
      "2024-01-01 00:00:00",
    ],
    [
      "31",
      "31",
      "123456789.12345679",
      "1970-01-01",
      "9999-12-31 23:59:59.999999",
      "23:59:59.999999",
      "2024-01-01 00:00:00",
    ],
  ]);
});

Deno.test("convertCsv: every double is read as JavaScript reads it", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
        minLength: 200,
        maxLength: 200,
      }),
      async (values) => {
        const texts = values.map((value, i) =>
          i % 2 === 0 ? `${value}` : Math.abs(value) < 1e15 ? value.toFixed(i % 20) : `${value}`
        );
        const { shape, bytes } = await csv(["a", ".5", ...texts].join("\n"));
        assertEquals(shape, ["a double"]);
        const { rowsOf, fileOf, scan } = await import("../sql/support.ts");
        const { rows } = await rowsOf("SELECT a FROM x", { x: scan([fileOf(bytes)], null) });
        assertEquals(rows.map((row) => row[0] as number + 0), [
          0.5,
          ...texts.map((t) => Number(t) + 0),
        ]);
      },
    ),
    { numRuns: 10 },
  );
});

const SCHEMA: readonly Column[] = [
  { name: "id", type: { is: "int32" }, nullable: false },
  { name: "t", type: { is: "timestamp" }, nullable: true },
  { name: "v", type: parseType("decimal(9,2)")!, nullable: true },
];

async function refused(text: string, includes: string, options: CsvTestOptions) {
  const error = await assertRejects(() => csv(text, options), PondError, includes);
  assertStringIncludes(error.message, "/raw/x.csv");
  return error;
}

Deno.test("convertCsv schema: columns in the declared order and type", async () => {
  const { columns, rows } = await csv("v,id,t\n1.50,007,2024-01-01\n,+8,\n", { schema: SCHEMA });
  assertEquals(columns, SCHEMA);
  assertEquals(rows, [["7", "2024-01-01 00:00:00", "1.50"], ["8", null, null]]);
});

Deno.test("convertCsv schema: a value that does not fit is named with line and column", async () => {
  const cases = [
    ["2147483648,,", `line 3, column "id": "2147483648" is not a valid int32`],
    ["x,,", `line 3, column "id": "x" is not a valid int32`],
    [",,", `line 3, column "id": is NULL, but the schema says nullable: false`],
    ["1,yesterday,", `line 3, column "t": "yesterday" is not a valid timestamp`],
    ["1,,1.234", `line 3, column "v": "1.234" is not a valid decimal(9,2)`],
    ["1,,12345678", `line 3, column "v": "12345678" is not a valid decimal(9,2)`],
  ] as const;
  for (const [row, includes] of cases) {
    const error = await refused(`id,t,v\n1,,\n${row}\n`, includes, { schema: SCHEMA });
    assertEquals([error.code, error.data["line"]], ["invalid-input", 3]);
  }
});

Deno.test("convertCsv schema: a bad value far into the file is found", async () => {
  const text = `id,t,v\n${"1,,2.5\n".repeat(300_000)}1,,oops\n`;
  await refused(text, `line 300002, column "v": "oops"`, { schema: SCHEMA });
  assertEquals((await csv("a\n1\n")).rows, [["1"]]);
});

Deno.test("convertCsv schema: missing and extra columns are refused by name", async () => {
  const error = await refused("id,tt,v\n", `column "t" of the schema is not in the file`, {
    schema: SCHEMA,
  });
  assertStringIncludes(error.hint ?? "", "tt");
  await refused("id,t,v,w\n", `column "w" is not in the schema`, { schema: SCHEMA });
});

Deno.test("convertCsv schema: without a header it names the columns, by place", async () => {
  const { columns, rows } = await csv("1,,2\n", { schema: SCHEMA, header: false });
  assertEquals([columns, rows], [SCHEMA, [["1", null, "2.00"]]]);
  assertEquals((await csv("", { schema: SCHEMA, header: false })).rows, []);
  await refused("1,2\n", "it has 2 columns and the schema 3", { schema: SCHEMA, header: false });
});

Deno.test("convertCsv schema: every declared type that text is read as", async () => {
  const values: Readonly<Record<string, readonly [string, string]>> = {
    boolean: ["yes", "true"],
    int8: ["-128", "-128"],
    int16: ["-32768", "-32768"],
    int32: ["-2147483648", "-2147483648"],
    int64: ["-9223372036854775808", "-9223372036854775808"],
    uint8: ["255", "255"],
    uint16: ["65535", "65535"],
    uint32: ["4294967295", "4294967295"],
    uint64: ["18446744073709551615", "18446744073709551615"],
    int128: ["-" + "9".repeat(38), "-" + "9".repeat(38)],
    float: ["0.5", "0.5"],
    double: ["+007.25", "7.25"],
    "decimal(4,1)": ["-999.90", "-999.9"],
    "decimal(18,3)": [".5", "0.500"],
    "decimal(38,10)": ["1.0000000001", "1.0000000001"],
    string: ["007", "007"],
    binary: ["abc", "abc"],
    date: ["2024-01-01", "2024-01-01"],
    time: ["1:02", "01:02:00"],
    timestamp: ["2024-01-01T01:00:00+01:00", "2024-01-01 00:00:00"],
  };
  const schema = Object.keys(values).map((type, i) => ({
    name: `c${i}`,
    type: parseType(type)!,
    nullable: true,
  }));
  const cells = Object.values(values);
  const { rows } = await csv(
    [
      schema.map((column) => column.name).join(","),
      cells.map((cell) => cell[0]).join(","),
      cells.slice(1).map(() => "").join(",") + ",",
    ].join("\n"),
    { schema },
  );
  assertEquals(rows, [cells.map((cell) => cell[1]), cells.map(() => null)]);
});

Deno.test("convertCsv schema: a type that text is not read as is refused", async () => {
  for (const type of ["list<int64>", "uuid", "decimal(39,0)"]) {
    const schema = [{ name: "a", type: parseType(type)!, nullable: true }];
    const error = await assertRejects(() => csv("a\n1\n", { schema }), PondError);
    assertEquals(error.code, "invalid-config");
  }
});
