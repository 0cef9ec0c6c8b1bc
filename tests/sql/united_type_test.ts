import { createSqlEngine } from "../../lib/sql/mod.ts";
import { formatType, parseType, unitedType } from "../../lib/table/mod.ts";
import { assertEquals } from "../deps.ts";

/** What DuckDB calls each type. */
const TYPES: Readonly<Record<string, string>> = {
  int8: "TINYINT",
  int16: "SMALLINT",
  int32: "INTEGER",
  int64: "BIGINT",
  uint8: "UTINYINT",
  uint16: "USMALLINT",
  uint32: "UINTEGER",
  float: "FLOAT",
  double: "DOUBLE",
  "decimal(9,2)": "DECIMAL(9,2)",
  "decimal(12,6)": "DECIMAL(12,6)",
  string: "VARCHAR",
  date: "DATE",
  timestamp: "TIMESTAMP",
  "list<int32>": "INTEGER[]",
  "list<double>": "DOUBLE[]",
};

/** Whether a series takes both without being told to. */
function goTogether(a: string, b: string): boolean {
  const sortOf = (type: string) => type.match(/^(list|string|date|time)/)?.[0].slice(0, 4);
  return sortOf(a)?.replace("date", "time") === sortOf(b)?.replace("date", "time");
}

function united(a: string, b: string): string {
  return formatType(unitedType(parseType(a)!, parseType(b)!));
}

Deno.test("unitedType: two types give the one that the engine gives the union of them", async () => {
  const engine = createSqlEngine();
  try {
    const pairs = Object.keys(TYPES).flatMap((a) =>
      Object.keys(TYPES).filter((b) => goTogether(a, b)).map((b) => [a, b] as const)
    );
    const asked = pairs.map(([a, b], i) =>
      `(SELECT NULL::${TYPES[a]} AS c UNION ALL SELECT NULL::${TYPES[b]} LIMIT 1) AS p${i}`
    );
    const sql = `SELECT ${asked.join(", ")}`;
    const columns = await engine.columns({ sql, relations: new Map() });
    const found = columns.map(({ type }, i) => `${pairs[i]}: ${formatType(type)}`);
    const ours = pairs.map(([a, b]) => `${a},${b}: ${united(a, b)}`);
    assertEquals(ours, found);
  } finally {
    engine.close();
  }
});

Deno.test("unitedType: a column without values takes any type, and what doesn't go together is text", () => {
  assertEquals(united("null", "timestamp"), "timestamp");
  assertEquals(united("list<int32>", "null"), "list<int32>");
  assertEquals(united("double", "string"), "string");
  assertEquals(united("boolean", "timestamp"), "string");
  assertEquals(
    united("struct<a: int32>", "struct<a: double, b: date>"),
    "struct<a: double, b: date>",
  );
});
