import { parseTimeText } from "../../lib/parquet/time_text.ts";
import { assertEquals, fc } from "../deps.ts";
import { rowsOf } from "../sql/support.ts";

/** What SQL makes of texts: microseconds, or null where it can't cast them. */
async function castBySql(texts: readonly string[]): Promise<(bigint | null)[]> {
  const values = texts.map((text) => `('${text.replaceAll("'", "''")}')`).join(",");
  const sql =
    `SELECT CAST(epoch_us(TRY_CAST(s AS TIMESTAMP)) AS VARCHAR) AS us FROM (VALUES ${values}) t(s)`;
  const { rows } = await rowsOf(sql);
  return rows.map(([us]) => us === null ? null : BigInt(us as string));
}

const digits = (max: number, length: number) =>
  fc.nat({ max }).map((n) => String(n).padStart(length, "0"));
const pick = (...texts: string[]) => fc.constantFrom(...texts);
/** Texts that are times, and such as nearly are. */
const timeText = fc.tuple(
  pick("", "", "", " "),
  fc.oneof(digits(3000, 4), digits(99_999, 1)),
  pick("-", "-", "-", "/", ".", ""),
  fc.oneof(digits(13, 2), digits(12, 1)),
  fc.oneof(digits(32, 2), digits(9, 1)),
  pick("T", " ", "  ", "t", "", "_"),
  fc.option(fc.tuple(digits(25, 2), pick(":", ":", "."), digits(60, 2))),
  fc.option(fc.tuple(pick(":"), digits(60, 2), pick("", ".5", ".123456789", ".", ",5"))),
  pick("", "Z", " UTC", "UTC", "+01", "-0130", "+05:30", " +01", "z", "+1", " CET", "  "),
).map(([blank, y, dash, m, d, t, time, seconds, zone]) =>
  blank + y + dash + m + dash + d + (time ? t + time.join("") + (seconds ?? []).join("") : "") +
  zone
);

Deno.test("parseTimeText: gives the microseconds that SQL gives, and null where SQL can't cast", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(timeText, { minLength: 500, maxLength: 500 }), async (texts) => {
      const bySql = await castBySql(texts);
      texts.forEach((text, i) => assertEquals([text, parseTimeText(text)], [text, bySql[i]]));
    }),
    { numRuns: 5, endOnFailure: true },
  );
});

Deno.test("parseTimeText: forms that are written", () => {
  const us = (text: string) => BigInt(Date.parse(text)) * 1000n;
  assertEquals(parseTimeText("2024-02-29"), us("2024-02-29T00:00:00Z"));
  assertEquals(parseTimeText("2024-1-2 3:04:05.25"), us("2024-01-02T03:04:05.250Z"));
  assertEquals(parseTimeText("2024-01-02T24:00:00Z"), us("2024-01-03T00:00:00Z"));
  assertEquals(parseTimeText("2024-01-02T10:00:00-01:30"), us("2024-01-02T11:30:00Z"));
  for (const text of ["n/a", "", "2023-02-29", "infinity", "now", "2024-01-01T10:00Z", "12:30"]) {
    assertEquals(parseTimeText(text), null);
  }
});
