import { withSeconds } from "../../../lib/sql/syntax/time_literals.ts";
import { assertEquals } from "../../deps.ts";
import { fileOf, parquet, rowsOf, scan } from "../support.ts";

Deno.test("withSeconds: completes what is a time, and nothing else", () => {
  const changed: readonly (readonly [string, string])[] = [
    ["TIMESTAMP '2024-01-01 12:00'", "TIMESTAMP '2024-01-01 12:00:00'"],
    ["timestamptz '2024-01-01T12:00Z'", "timestamptz '2024-01-01T12:00:00Z'"],
    ["'2024-01-01 12:00+02'::TIMESTAMP", "'2024-01-01 12:00:00+02'::TIMESTAMP"],
    ["CAST('2024-01-01 12:00' AS TIMESTAMP)", "CAST('2024-01-01 12:00:00' AS TIMESTAMP)"],
    ["TIME '12:30'", "TIME '12:30:00'"],
  ];
  for (const [sql, expected] of changed) assertEquals(withSeconds(sql), expected);
  const kept = [
    "x = '2024-01-01 12:00'",
    "TIMESTAMP '2024-01-01 12:00:00'",
    "TIMESTAMP '2024-01-01'",
    "TIMESTAMP $$2024-01-01 12:00$$",
    "ts > 'at 12:00'",
    `SELECT '12:00' AS "ts"`,
  ];
  for (const sql of kept) assertEquals(withSeconds(sql), sql);
});

Deno.test("run: times without seconds are times", async () => {
  const hours = await parquet(
    "SELECT TIMESTAMP '2024-01-01' + INTERVAL (range) HOUR AS ts FROM range(24)",
  );
  const conditions = [
    "ts > '2024-01-01 12:00'",
    "ts > TIMESTAMP '2024-01-01T12:00'",
    "s.ts > '2024-01-01 12:00Z'",
    "'2024-01-01 12:00' < ts",
    "ts BETWEEN '2024-01-01 12:30' AND '2024-01-01 23:30'",
    "ts > CAST('2024-01-01 14:00+02' AS TIMESTAMP)",
  ];
  for (const condition of conditions) {
    const { rows } = await rowsOf(`SELECT count(*) FROM s WHERE ${condition}`, {
      s: scan([fileOf(hours)]),
    });
    assertEquals(rows, [[11]], condition);
  }
});
