import { niceStep, numberTicks, roundAxis } from "../../lib/chart/number_ticks.ts";
import { momentText, timeTicks } from "../../lib/chart/time_ticks.ts";
import { assertEquals, assertOk, fc } from "../deps.ts";

const labels = (ticks: readonly { label: string }[]) => ticks.map(({ label }) => label);
const us = (iso: string) => Date.parse(iso) * 1000;

Deno.test("niceStep: 1, 2, 5 times a power of ten, never less than what was asked", () => {
  assertEquals([0.3, 1, 1.1, 2.5, 7, 4e9].map(niceStep), [0.5, 1, 2, 5, 10, 5e9]);
});

Deno.test("numberTicks: as many decimals as the step needs, one unit an axis", () => {
  assertEquals(labels(numberTicks(0, 1, 4)), ["0", "0.5", "1.0"]);
  assertEquals(labels(numberTicks(-0.2, 0.2, 4)), ["-0.2", "-0.1", "0", "0.1", "0.2"]);
  assertEquals(labels(numberTicks(0, 3e6, 3)), ["0", "1M", "2M", "3M"]);
  assertEquals(labels(numberTicks(1e9, 1.2e9, 2)), ["1.0G", "1.1G", "1.2G"]);
  assertEquals(labels(numberTicks(0, 2e-7, 2)), ["0", "1e-7", "2e-7"]);
  assertEquals(labels(numberTicks(0, 4e20, 2)), ["0", "2e+20", "4e+20"]);
});

Deno.test("roundAxis: holds the values between marks that are in order, few, and written differently", () => {
  const value = fc.double({ noNaN: true, min: -1e300, max: 1e300 });
  fc.assert(fc.property(value, value, fc.integer({ min: 1, max: 12 }), (a, b, count) => {
    const [from, to] = [Math.min(a, b), Math.max(a, b)];
    fc.pre(from < to);
    const { ticks, ...axis } = roundAxis(from, to, count);
    const slack = (axis.to - axis.from) * 1e-6;
    assertOk(axis.from <= from + slack && axis.to >= to - slack);
    assertEquals([ticks[0]!.at, ticks.at(-1)!.at], [axis.from || 0, axis.to || 0]);
    assertOk(ticks.length >= 2 && ticks.length <= count + 3, String(ticks.length));
    assertOk(ticks.every(({ at }, i) => i === 0 || at > ticks[i - 1]!.at));
    assertEquals(new Set(labels(ticks)).size, ticks.length);
  }));
});

Deno.test("numberTicks: within the axis, the round values of roundAxis", () => {
  const value = fc.double({ noNaN: true, min: -1e12, max: 1e12 });
  fc.assert(fc.property(value, value, fc.integer({ min: 1, max: 12 }), (a, b, count) => {
    const [from, to] = [Math.min(a, b), Math.max(a, b)];
    fc.pre(to - from > 1e-3);
    const slack = (to - from) * 1e-6;
    const inside = (at: number) => at >= from - slack && at <= to + slack;
    const ticks = numberTicks(from, to, count).map(({ at }) => at);
    assertEquals(ticks.filter((at) => !inside(at)), []);
    assertEquals(
      roundAxis(from, to, count).ticks.map(({ at }) => at).filter((at) =>
        at > from + slack && at < to - slack
      ),
      ticks.filter((at) => at > from + slack && at < to - slack),
    );
  }));
});

Deno.test("timeTicks: from microseconds to millennia, in UTC", () => {
  const ticks = (from: string, to: string, count = 4) => labels(timeTicks(us(from), us(to), count));
  const day = "2026-03-01T";
  assertEquals(labels(timeTicks(5, 25, 2)), ["00:00:00.000010", "00:00:00.000020"]);
  assertEquals(ticks(`${day}00:00:00.1Z`, `${day}00:00:00.5Z`), [
    ..."1234".split("").map((n) => `00:00:00.${n}00`),
    "00:00:00.500",
  ]);
  assertEquals(ticks(`${day}10:00:00Z`, `${day}10:00:40Z`), [
    ...["00", "10", "20", "30", "40"].map((second) => `10:00:${second}`),
  ]);
  assertEquals(ticks(`${day}10:05Z`, `${day}12:00Z`, 3), ["10:30", "11:00", "11:30", "12:00"]);
  assertEquals(ticks(`${day}12:00Z`, "2026-03-02T12:00Z"), [
    "12:00",
    "18:00",
    "Mar 2",
    "06:00",
    "12:00",
  ]);
  assertEquals(ticks("2026-12-30", "2027-01-03"), ["Dec 30", "Dec 31", "2027", "Jan 2", "Jan 3"]);
  assertEquals(ticks("2026-03-01", "2026-03-25"), ["Mar 2", "Mar 9", "Mar 16", "Mar 23"]);
  assertEquals(ticks("2025-10-15", "2026-03-20", 6), ["Nov", "Dec", "2026", "Feb", "Mar"]);
  assertEquals(ticks("2019-06-01", "2026-01-01", 3), ["2020", "2022", "2024", "2026"]);
  assertEquals(ticks("1900-01-01", "2000-01-01", 5), [
    "1900",
    "1920",
    "1940",
    "1960",
    "1980",
    "2000",
  ]);
  assertEquals(ticks("0001-01-01", "3001-01-01", 3), ["1000", "2000", "3000"]);
  assertEquals(timeTicks(0, 9.2e18, 4), []);
});

Deno.test("timeTicks: in order, within the axis, not many", () => {
  const time = fc.double({ noNaN: true, min: -60e15, max: 8e18 }).map(Math.round);
  fc.assert(fc.property(time, fc.double({ min: 0, max: 15, noNaN: true }), (from, power) => {
    const to = from + Math.ceil(10 ** power);
    const ticks = timeTicks(from, to, 8);
    assertOk(ticks.length <= 16, String(ticks.length));
    assertOk(
      ticks.every(({ at }, i) => at >= from && at <= to && (i === 0 || at > ticks[i - 1]!.at)),
    );
  }));
});

Deno.test("momentText: as exact as the axis", () => {
  const at = us("2026-03-01T10:20:30.456Z");
  const texts = [400 * 86_400e6, 7200e6, 5e6, 0].map((span) => momentText(at, span));
  assertEquals(texts, [
    "2026-03-01",
    "2026-03-01 10:20",
    "2026-03-01 10:20:30",
    "2026-03-01 10:20:30.456",
  ]);
  assertEquals(momentText(9e18, 1), "9000000000000000000 µs");
});
