import { assertEquals, assertThrows } from "../deps.ts";
import { PondError, timeZone } from "../../lib/base/mod.ts";

const seconds = (iso: string) => Date.parse(`${iso}Z`) / 1000;
const utc = (zone: string, local: string) =>
  new Date(timeZone(zone).utcOfLocal(seconds(local)) * 1000).toISOString().slice(0, 19);

Deno.test("timeZone: local times become UTC, summer and winter, north and south, half hours", () => {
  assertEquals(utc("Europe/Vienna", "2024-01-15T12:00:00"), "2024-01-15T11:00:00");
  assertEquals(utc("Europe/Vienna", "2024-07-15T12:00:00"), "2024-07-15T10:00:00");
  assertEquals(utc("Australia/Lord_Howe", "2024-01-15T12:00:00"), "2024-01-15T01:00:00");
  assertEquals(utc("Australia/Lord_Howe", "2024-07-15T12:00:00"), "2024-07-15T01:30:00");
  assertEquals(utc("Asia/Kolkata", "1999-12-31T23:59:59"), "1999-12-31T18:29:59");
  assertEquals(utc("UTC", "2024-01-01T00:00:00"), "2024-01-01T00:00:00");
});

Deno.test("timeZone: a gap moves forward, an overlap is the first of its two moments", () => {
  assertEquals(utc("Europe/Vienna", "2024-03-31T01:59:59"), "2024-03-31T00:59:59");
  assertEquals(utc("Europe/Vienna", "2024-03-31T02:30:00"), "2024-03-31T01:30:00");
  assertEquals(utc("Europe/Vienna", "2024-03-31T03:00:00"), "2024-03-31T01:00:00");
  assertEquals(utc("Europe/Vienna", "2024-10-27T01:59:59"), "2024-10-26T23:59:59");
  assertEquals(utc("Europe/Vienna", "2024-10-27T02:30:00"), "2024-10-27T00:30:00");
  assertEquals(utc("Europe/Vienna", "2024-10-27T03:00:00"), "2024-10-27T02:00:00");
  const later = timeZone("Europe/Vienna").utcOfLocal(seconds("2024-10-27T02:30:00"), "later");
  assertEquals(later, seconds("2024-10-27T01:30:00"));
  // Samoa left out a whole day.
  assertEquals(utc("Pacific/Apia", "2011-12-30T12:00:00"), "2011-12-30T22:00:00");
});

Deno.test("timeZone: times before standard time, at the turn of years and far ahead", () => {
  assertEquals(utc("America/New_York", "1850-06-01T00:00:00"), "1850-06-01T04:56:02");
  assertEquals(utc("America/New_York", "1500-06-01T00:00:00"), "1500-06-01T04:56:02");
  assertEquals(utc("America/New_York", "2023-12-31T23:30:00"), "2024-01-01T04:30:00");
  assertEquals(utc("America/New_York", "2150-07-01T00:00:00"), "2150-07-01T04:00:00");
});

Deno.test("timeZone: the way there and back agrees at every hour of years with changes", () => {
  for (const name of ["Africa/Casablanca", "Europe/London", "America/Sao_Paulo"]) {
    const zone = timeZone(name);
    for (let at = seconds("1968-01-01T00:00:00"); at < seconds("1973-01-01T00:00:00"); at += 3600) {
      const local = at + zone.offsetAtUtc(at);
      const back = zone.utcOfLocal(local);
      // In an overlap the first of the two.
      if (back !== at) assertEquals(back + zone.offsetAtUtc(back), local);
      if (back > at) throw new Error(`${name} ${at} comes back later`);
    }
  }
});

Deno.test("timeZone: a name that there isn't is refused with the near one", () => {
  const error = assertThrows(() => timeZone("Europe/Wien"), PondError);
  assertEquals(error.code, "invalid-input");
  assertThrows(() => timeZone(""), PondError);
});
