/** What Parquet can't hold as the engine writes it is refused in words, not written as another value. */
import { isPondError } from "../../lib/base/mod.ts";
import { assertEquals, assertOk } from "../deps.ts";
import { engine, MemoryTarget, query } from "./support.ts";

/** The columns that were written, or the message and hint. */
async function written(sql: string): Promise<readonly string[] | string> {
  try {
    const { columns } = await engine.writeParquet(query(sql), new MemoryTarget());
    return columns.map(({ name, type }) => `${name} ${type.is}`);
  } catch (error) {
    assertOk(isPondError(error, "unsupported"), `${sql}: ${error}`);
    return `${error.message} | ${error.hint}`;
  }
}

const DIGITS = "has more digits than the DOUBLE that Parquet has for it";

Deno.test("writeParquet: integers that a double holds are doubles, others are refused", async () => {
  const kept = [
    "SELECT sum(i) AS s FROM range(10) r(i)",
    "SELECT 9007199254740992::HUGEINT AS s UNION ALL SELECT NULL",
    "SELECT (1::HUGEINT << 100) AS s",
    "SELECT 5::UHUGEINT AS s",
  ];
  for (const sql of kept) assertEquals(await written(sql), ["s double"], sql);
  assertEquals(
    await written('SELECT sum(x) AS "a b" FROM (SELECT unnest([9007199254740992, 1]) AS x)'),
    `cannot write Parquet: column "a b": 9007199254740993 ${DIGITS} | ` +
      "CAST(… AS DECIMAL(38, 0)) keeps it",
  );
  for (
    const sql of [
      "SELECT -170141183460469231731687303715884105727 AS s",
      "SELECT [1, 9007199254740993]::HUGEINT[] AS s",
      "SELECT {'a': 9007199254740993::HUGEINT} AS s",
      "SELECT 1 AS s, 9007199254740993::HUGEINT AS s",
    ]
  ) {
    const said = await written(sql);
    assertOk(typeof said === "string" && said.includes(DIGITS), `${sql}: ${said}`);
  }
  assertEquals(await written("SELECT [1, NULL]::HUGEINT[] AS s"), ["s list"]);
  assertEquals(
    await written("SELECT 9007199254740993::HUGEINT::DECIMAL(38, 0) AS s"),
    ["s decimal"],
  );
});

Deno.test("writeParquet: intervals and offsets that Parquet hasn't are refused", async () => {
  assertEquals(await written("SELECT INTERVAL '1 year 2 days 04:05:06.789' AS i"), ["i interval"]);
  assertEquals(await written("SELECT TIMETZ '10:00:00+00' AS t, NULL::TIMETZ AS n"), [
    "t time",
    "n time",
  ]);
  for (const text of ["1 microsecond", "-3 days", "-1 month", "-04:00:00"]) {
    const said = await written(`SELECT INTERVAL '${text}' AS i`);
    assertOk(typeof said === "string" && said.includes("is no interval that Parquet has"), text);
  }
  assertEquals(
    await written("SELECT TIMETZ '10:00:00+02' AS t"),
    'cannot write Parquet: column "t": 10:00:00+02 has an offset, which Parquet hasn\'t | ' +
      "CAST(… AS VARCHAR) keeps it",
  );
});
