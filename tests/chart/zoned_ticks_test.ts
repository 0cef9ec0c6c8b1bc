import { assertEquals } from "../deps.ts";
import { timeZone } from "../../lib/base/mod.ts";
import { zonedTicks } from "../../lib/chart/time_ticks.ts";

const us = (text: string) => Date.parse(text) * 1000;

Deno.test("zonedTicks: round in local time, over a change of clocks too", () => {
  const zone = timeZone("Europe/Vienna");
  const days = zonedTicks(us("2024-03-29T12:00Z"), us("2024-04-02T12:00Z"), { count: 4, zone });
  assertEquals(
    days.map(({ at, label }) => [new Date(at / 1000).toISOString().slice(0, 16), label]),
    [
      ["2024-03-29T23:00", "Mar 30"],
      ["2024-03-30T23:00", "Mar 31"],
      ["2024-03-31T22:00", "Apr 1"],
      ["2024-04-01T22:00", "Apr 2"],
    ],
  );
  // Clocks go from 2 to 3 in spring, and show 2 to 3 twice in autumn.
  for (const day of ["2024-03-31", "2024-10-27"]) {
    const hours = zonedTicks(us(`${day}T00:00Z`), us(`${day}T03:00Z`), { count: 12, zone });
    const moments = hours.map(({ at }) => at);
    assertEquals(moments.toSorted((a, b) => a - b), moments);
    assertEquals(new Set(moments).size, moments.length);
  }
});
