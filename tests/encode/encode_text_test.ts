import {
  encodeCsv,
  encodeJson,
  encodeJsonLines,
  encodeMarkdown,
  encoderOf,
} from "../../lib/encode/mod.ts";
import { OUTPUT_FORMATS, PondError } from "../../lib/base/mod.ts";
import { assertEquals, assertThrows } from "../deps.ts";
import { duckDbRows, textOf } from "./duckdb_batches.ts";

/** SQL value; as a CSV field; as JSON. */
const VALUES: readonly (readonly [sql: string, csv: string, json: string])[] = [
  ["true", "true", "true"],
  ["(-128)::TINYINT", "-128", "-128"],
  ["9007199254740991::BIGINT", "9007199254740991", "9007199254740991"],
  ["9007199254740992::BIGINT", "9007199254740992", '"9007199254740992"'],
  ["(-9223372036854775808)::BIGINT", "-9223372036854775808", '"-9223372036854775808"'],
  ["18446744073709551615::UBIGINT", "18446744073709551615", '"18446744073709551615"'],
  ["6::HUGEINT", "6", "6"],
  [
    "(-170141183460469231731687303715884105727)::HUGEINT",
    "-170141183460469231731687303715884105727",
    '"-170141183460469231731687303715884105727"',
  ],
  ["(-1.5)::DECIMAL(5,2)", "-1.50", '"-1.50"'],
  ["0.05::DECIMAL(18,3)", "0.050", '"0.050"'],
  ["0.1::FLOAT", "0.1", "0.1"],
  ["16777216::FLOAT", "16777216", "16777216"],
  ["3.4028235e38::FLOAT", "3.4028235e+38", "3.4028235e+38"],
  ["0.1::DOUBLE + 0.2::DOUBLE", "0.30000000000000004", "0.30000000000000004"],
  ["'-0'::DOUBLE", "-0", "-0"],
  ["'NaN'::DOUBLE", "NaN", '"NaN"'],
  ["'-Infinity'::FLOAT", "-Infinity", '"-Infinity"'],
  ["''", '""', '""'],
  ["'a,b'", '"a,b"', '"a,b"'],
  [`'say "x"'`, '"say ""x"""', '"say \\"x\\""'],
  ["'a\nb'", '"a\nb"', '"a\\nb"'],
  ["'\u202e'", "\u202e", '"\\u202e"'],
  ["'\\xAA\\x00'::BLOB", "qgA=", '"qgA="'],
  ["DATE '2026-01-31'", "2026-01-31", '"2026-01-31"'],
  ["DATE '0044-03-15 (BC)'", "-000043-03-15", '"-000043-03-15"'],
  ["'infinity'::DATE", "infinity", '"infinity"'],
  ["TIME '01:02:03.5'", "01:02:03.5", '"01:02:03.5"'],
  ["TIMETZ '01:02:03.5+02'", "01:02:03.5+02", '"01:02:03.5+02"'],
  ["[TIMETZ '01:02:03-03:30']", '"[""01:02:03-03:30""]"', '["01:02:03-03:30"]'],
  ["TIMESTAMP '2026-01-31 12:00:00'", "2026-01-31T12:00:00Z", '"2026-01-31T12:00:00Z"'],
  [
    "TIMESTAMP '1969-12-31 23:59:59.000001'",
    "1969-12-31T23:59:59.000001Z",
    '"1969-12-31T23:59:59.000001Z"',
  ],
  ["'2026-01-31'::TIMESTAMP_NS", "2026-01-31T00:00:00Z", '"2026-01-31T00:00:00Z"'],
  ["'2026-01-31'::TIMESTAMP_MS", "2026-01-31T00:00:00Z", '"2026-01-31T00:00:00Z"'],
  [
    "TIMESTAMPTZ '2026-01-31 02:00:00+02'",
    "2026-01-31T00:00:00Z",
    '"2026-01-31T00:00:00Z"',
  ],
  ["'-infinity'::TIMESTAMP", "-infinity", '"-infinity"'],
  ["INTERVAL '14 months 3 days'", "P1Y2M3D", '"P1Y2M3D"'],
  ["-(INTERVAL '5 hours')", "PT-5H", '"PT-5H"'],
  [
    "'ec2f1c35-0000-4000-8000-00000000abcd'::UUID",
    "ec2f1c35-0000-4000-8000-00000000abcd",
    '"ec2f1c35-0000-4000-8000-00000000abcd"',
  ],
  ["[1, NULL, 3]", '"[1,null,3]"', "[1,null,3]"],
  ["[]::INTEGER[]", "[]", "[]"],
  ["[['a'], NULL]", '"[[""a""],null]"', '[["a"],null]'],
  [`{'x': 1, '__proto__': 'y'}`, '"{""x"":1,""__proto__"":""y""}"', '{"x":1,"__proto__":"y"}'],
  ["MAP(['k', 'l'], [1, NULL])", '"{""k"":1,""l"":null}"', '{"k":1,"l":null}'],
  ["MAP([1.50], [[true]])", '"{""1.50"":[true]}"', '{"1.50":[true]}'],
  ["union_value(num := 2)", "2", "2"],
  ["NULL", "", "null"],
];

Deno.test("encodeCsv and encodeJsonLines: every type of the engine", async (t) => {
  for (const [sql, csv, json] of VALUES) {
    await t.step(sql.replaceAll("\n", "\\n"), async () => {
      const query = `SELECT ${sql} AS v, 1 AS n`;
      assertEquals(await textOf(encodeCsv(await duckDbRows(query))), `v,n\n${csv},1\n`);
      const line = await textOf(encodeJsonLines(await duckDbRows(query)));
      assertEquals(line, `{"v":${json},"n":1}\n`);
      JSON.parse(line);
    });
  }
});

Deno.test("encodeCsv and encodeJson: NULLs of every kind in many batches", async () => {
  const sql =
    `SELECT CASE WHEN i % 2 = 0 THEN i END AS a, CASE WHEN i % 3 = 0 THEN [i, NULL] END AS l,
    CASE WHEN i % 5 = 0 THEN {'s': 'x' || i} END AS s, CASE WHEN i % 7 = 0 THEN i % 2 = 0 END AS b
    FROM range(5000) t(i)`;
  const rows = JSON.parse(await textOf(encodeJson(await duckDbRows(sql))));
  assertEquals(rows.length, 5000);
  rows.forEach((row: Record<string, unknown>, i: number) =>
    assertEquals(row, {
      a: i % 2 ? null : i,
      l: i % 3 ? null : [i, null],
      s: i % 5 ? null : { s: `x${i}` },
      b: i % 7 ? null : i % 2 === 0,
    })
  );
});

Deno.test("encodeJson: no rows is an empty array", async () => {
  assertEquals(await textOf(encodeJson(await duckDbRows("SELECT 1 AS a WHERE false"))), "[]\n");
});

Deno.test("encodeJson: names that clash or are __proto__ lose nothing", async () => {
  const input = await duckDbRows("SELECT 1 AS x, 2 AS y, 3 AS z");
  const columns = ["a", "a", "__proto__"].map((name) => ({
    name,
    type: { is: "int32" as const },
    nullable: true,
  }));
  const text = await textOf(encodeJsonLines({ ...input, columns }));
  assertEquals(text, '{"a":1,"a_2":2,"__proto__":3}\n');
});

Deno.test("encodeCsv: for a terminal control characters are made visible", async () => {
  const input = await duckDbRows("SELECT 'a' || chr(27) || '[31m' AS v");
  assertEquals(await textOf(encodeCsv(input, { terminal: true })), "v\na\\u{1b}[31m\n");
});

Deno.test("encodeJson: streams, batch by batch", async () => {
  const { columns, batches } = await duckDbRows(
    "SELECT i, repeat('x', 100) s FROM range(9000) t(i)",
  );
  let taken = 0;
  const counted = (async function* () {
    for await (const batch of batches) {
      taken++;
      yield batch;
    }
  })();
  for await (const _ of encodeJson({ columns, batches: counted })) break;
  assertEquals(taken, 1);
});

Deno.test("encodeMarkdown: escapes pipes, aligns numbers", async () => {
  const input = await duckDbRows("SELECT 1 AS n, 'a|b' AS s, NULL AS z");
  assertEquals(
    await textOf(encodeMarkdown(input)),
    "| n | s | z |\n| ---: | --- | ---: |\n| 1 | a\\|b | NULL |\n",
  );
});

Deno.test("encoderOf: an encoder for every format but Parquet, and a hint for a misspelt one", () => {
  assertEquals(OUTPUT_FORMATS.filter((format) => encoderOf(format) === null), ["parquet"]);
  const error = assertThrows(() => encoderOf("jsn"), PondError, '"jsn"');
  assertEquals(error.hint, "did you mean json?");
});
