import {
  formatTimeUs,
  parseDurationUs,
  parseIsoTimeUs,
  parseTimeUs,
  PondError,
} from "../../lib/base/mod.ts";
import { timestampText } from "../../lib/encode/cell_text.ts";
import { assertEquals, assertThrows, fc } from "../deps.ts";

const NOW = parseIsoTimeUs("2026-03-01T12:00:00Z");

Deno.test("formatTimeUs: leaves out an empty fraction and trailing zeros", () => {
  assertEquals(formatTimeUs(0n), "1970-01-01T00:00:00Z");
  assertEquals(formatTimeUs(1_500_000n), "1970-01-01T00:00:01.5Z");
  assertEquals(formatTimeUs(-1n), "1969-12-31T23:59:59.999999Z");
});

Deno.test("parseIsoTimeUs: reads back what formatTimeUs wrote", () => {
  const most = 8_640_000_000_000_000_000n; // what Date reaches
  for (const max of [253_402_300_799_999_999n, most]) {
    fc.assert(fc.property(fc.bigInt({ min: -max, max }), (timeUs) => {
      assertEquals(parseIsoTimeUs(formatTimeUs(timeUs)), timeUs);
    }));
  }
});

Deno.test("parseIsoTimeUs: dates, offsets, fractions", () => {
  const cases: [string, string][] = [
    ["2026-01-31", "2026-01-31T00:00:00Z"],
    ["2026-01-31 06:30", "2026-01-31T06:30:00Z"],
    ["2026-01-31T06:30:00+02:00", "2026-01-31T04:30:00Z"],
    ["2026-01-31T06:30:00-0530", "2026-01-31T12:00:00Z"],
    ["2026-01-31T06:30:00.1234567Z", "2026-01-31T06:30:00.123456Z"],
    ["0001-01-01", "0001-01-01T00:00:00Z"],
  ];
  for (const [text, expected] of cases) assertEquals(formatTimeUs(parseIsoTimeUs(text)), expected);
});

Deno.test("parseIsoTimeUs: refuses what is no time", () => {
  for (const text of ["", "yesterday", "2026-02-30", "2026-13-01", "2026-01-01T25:00", "12:00"]) {
    assertThrows(() => parseIsoTimeUs(text), PondError, "as a time");
  }
});

Deno.test("parseTimeUs: now and its neighbours", () => {
  assertEquals(parseTimeUs("now", NOW), NOW);
  assertEquals(formatTimeUs(parseTimeUs("now-6h", NOW)), "2026-03-01T06:00:00Z");
  assertEquals(formatTimeUs(parseTimeUs("now + 1d", NOW)), "2026-03-02T12:00:00Z");
});

Deno.test("parseTimeUs: every time that is printed can be given back", () => {
  const first = -9_223_372_022_400_000_000n;
  const last = 9_223_372_036_854_775_806n;
  fc.assert(fc.property(fc.bigInt({ min: first, max: last }), (timeUs) => {
    assertEquals(parseTimeUs(formatTimeUs(timeUs), NOW), timeUs);
    assertEquals(parseTimeUs(timestampText(timeUs, 1_000_000n), NOW), timeUs);
  }));
  const texts = ["+010000-01-01T00:00:00Z", "-000044-03-15T00:00:00Z", "0000-02-29T00:00:00Z"];
  for (const text of texts) assertEquals(formatTimeUs(parseTimeUs(text, NOW)), text);
});

Deno.test("parseTimeUs: refuses times beyond the engine's", () => {
  for (const sign of ["-", "+"]) {
    for (const count of ["999999999999999999", "9".repeat(400)]) {
      const text = `now${sign}${count}d`;
      const error = assertThrows(() => parseTimeUs(text, NOW), PondError);
      assertEquals(error.code, "usage");
    }
  }
  for (const text of ["+300000-01-01", "-300000-01-01", "9223372036854775807us"]) {
    assertThrows(() => parseTimeUs(text, NOW), PondError, "out of range");
  }
});

Deno.test("parseDurationUs: units, zero, nonsense", () => {
  assertEquals(parseDurationUs("250ms"), 250_000n);
  assertEquals(parseDurationUs("1.5h"), 5_400_000_000n);
  assertEquals(parseDurationUs("0"), 0n);
  for (const text of ["", "6", "h", "-1h", "1 fortnight"]) {
    assertThrows(() => parseDurationUs(text), PondError, "as a duration");
  }
});
