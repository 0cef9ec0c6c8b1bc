import { sqlTypeOf, typeOfSql } from "../../lib/sql/duckdb/types.ts";
import { readParquetFooter } from "../../lib/parquet/mod.ts";
import { type Column, formatType, memorySource, SCALARS } from "../../lib/table/mod.ts";
import { assertEquals, fc } from "../deps.ts";
import { asArrow, typeOf } from "../table/types.ts";
import { engine, MemoryTarget } from "./support.ts";

/** DuckDB has no columns of NULL, so this writes an integer. */
const ALL = SCALARS.filter((name) => name !== "null");
/** DuckDB writes 128-bit integers to Parquet as DOUBLE. */
const IN_PARQUET = ALL.filter((name) => name !== "int128" && name !== "uuid");

Deno.test("sqlTypeOf, typeOfSql: a type comes back from DuckDB's name for it", () => {
  const type = typeOf(ALL);
  fc.assert(fc.property(type, (type) => assertEquals(typeOfSql(sqlTypeOf(type)), type)));
});

Deno.test("SqlEngine: columns, run and writeParquet tell the types that were cast to", async () => {
  const types = fc.array(typeOf(IN_PARQUET), { minLength: 20, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(types, async (types) => {
      const items = types.map((type, i) => `CAST(NULL AS ${sqlTypeOf(type)}) AS c${i}`);
      const query = { sql: `SELECT ${items.join(", ")} WHERE false`, relations: new Map() };
      assertEquals(texts(await engine.columns(query)), types.map(formatType));
      await using result = await engine.run(query);
      assertEquals(texts(result.columns), types.map(asArrow).map(formatType));
      const target = new MemoryTarget();
      await engine.writeParquet(query, target);
      const { columns } = readParquetFooter(memorySource(target.bytes(), "k"), "k");
      assertEquals(texts(columns), types.map(formatType));
    }),
    { numRuns: 8 },
  );
});

Deno.test("typeOfSql: enums, arrays, unions and zones by what their values show as", () => {
  const names = {
    "ENUM('a)', 'b, ''c')": "string",
    "INTEGER[3]": "list<int32>",
    'STRUCT("x ""y""" ENUM(\'(\'), z DECIMAL(4,1)[])[]':
      'list<struct<"x ""y""": string, z: list<decimal(4,1)>>>',
    'UNION("a" INTEGER, b VARCHAR)': "struct<a: int32, b: string>",
    "TIMESTAMP_NS": "timestamp",
    "TIME WITH TIME ZONE": "string",
    GEOMETRY: "string",
  };
  for (const [name, text] of Object.entries(names)) assertEquals(formatType(typeOfSql(name)), text);
});

function texts(columns: readonly Column[]): string[] {
  return columns.map(({ type }) => formatType(type));
}
