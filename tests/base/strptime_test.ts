import { assertEquals, assertStringIncludes, assertThrows } from "../deps.ts";
import { PondError, timeForm } from "../../lib/base/mod.ts";

/** The time that `form` reads in `text`; null where it has another form. */
function read(form: string, text: string): string | null {
  const bytes = new TextEncoder().encode(text);
  const moment = { seconds: 0, us: 0, hasOffset: false };
  if (!timeForm(form).read(bytes, 0, bytes.length, moment)) return null;
  const whole = new Date(moment.seconds * 1000).toISOString().slice(0, 19);
  const fraction = moment.us === 0 ? "" : `.${String(moment.us).padStart(6, "0")}`;
  return `${whole}${fraction}${moment.hasOffset ? "Z" : ""}`;
}

Deno.test("timeForm: the forms that people write", () => {
  for (
    const [form, text, expected] of [
      ["%d.%m.%Y %H:%M", "01.02.2024 03:04", "2024-02-01T03:04:00"],
      ["%m/%d/%Y %I:%M:%S %p", "1/2/2024 12:05:06 am", "2024-01-02T00:05:06"],
      ["%m/%d/%y %I:%M%p", "12/31/68 12:00PM", "2068-12-31T12:00:00"],
      ["%d%b%y", "07JUL69", "1969-07-07T00:00:00"],
      ["%a, %d %b %Y %H:%M:%S %z", "Mon, 01 Jan 2024 10:00:00 +0530", "2024-01-01T04:30:00Z"],
      ["%B %e, %Y", "September  3, 2024", "2024-09-03T00:00:00"],
      ["%Y%m%d%H%M%S", "20240229235959", "2024-02-29T23:59:59"],
      ["%Y-%j", "2024-366", "2024-12-31T00:00:00"],
      ["%F %T.%f", "2024-01-01 10:00:00.1234567", "2024-01-01T10:00:00.123456"],
      ["%F %T,%f", "2024-01-01 10:00:00,5", "2024-01-01T10:00:00.500000"],
      ["%Y-%m-%dT%H:%M:%S%z", "2024-01-01T10:00:00-01:30", "2024-01-01T11:30:00Z"],
      ["%Y-%m-%dT%H:%M:%SZ", "2024-01-01T10:00:00Z", "2024-01-01T10:00:00"],
      ["%H:%M", "07:05", "1970-01-01T07:05:00"],
      ["%Y-%m-%d %H:%M", "2024-12-31 24:00", "2025-01-01T00:00:00"],
      ["%Y", "1998", "1998-01-01T00:00:00"],
      ["%d/%m/%Y %H:%M %Z", "01/02/2024 03:04 UTC", "2024-02-01T03:04:00Z"],
      ["%s", "-1", "1969-12-31T23:59:59Z"],
      ["%s.%f", "1700000000.25", "2023-11-14T22:13:20.250000Z"],
      ["epoch_ms", "-315619200001", "1959-12-31T23:59:59.999000Z"],
      ["epoch_ns", "1700000000000000999", "2023-11-14T22:13:20Z"],
      ["100%% %Y", "100% 2024", "2024-01-01T00:00:00"],
    ] as const
  ) assertEquals(read(form, text), expected, `${form} of ${text}`);
});

Deno.test("timeForm: whatever isn't of the form as a whole is refused", () => {
  for (
    const [form, text] of [
      ["%d.%m.%Y", "30.02.2024"],
      ["%d.%m.%Y", "31.04.2024"],
      ["%d.%m.%Y", "01.13.2024"],
      ["%d.%m.%Y", "01.02.2024 "],
      ["%d.%m.%Y", "01.02.24"],
      ["%Y-%j", "2023-366"],
      ["%I:%M %p", "13:00 pm"],
      ["%I:%M %p", "00:30 am"],
      ["%H:%M", "24:01"],
      ["%H:%M", "12:60"],
      ["%Y %b", "2024 Jux"],
      ["%F %z", "2024-01-01 CET"],
      ["%F %z", "2024-01-01 +1"],
      ["%s", ""],
      ["epoch_s", "1.5"],
      ["%Y", ""],
    ] as const
  ) assertEquals(read(form, text), null, `${form} of ${text}`);
});

Deno.test("timeForm: what it reads, and whether integers look like it", () => {
  const facts = (form: string) => [timeForm(form).kind, timeForm(form).isNumeric];
  assertEquals(facts("%d.%m.%Y"), ["date", false]);
  assertEquals(facts("%H:%M"), ["time", false]);
  assertEquals(facts("%Y%m%d"), ["date", true]);
  assertEquals(facts("%F %T"), ["timestamp", false]);
  assertEquals(facts("epoch_ms"), ["timestamp", true]);
  assertEquals(facts("%s"), ["timestamp", true]);
});

Deno.test("timeForm: a form that is none is refused with what one looks like", () => {
  for (const form of ["%Q", "dd.mm.yyyy", "", "%Y%", "%p"]) {
    const error = assertThrows(() => timeForm(form), PondError);
    if (form !== "%p") assertEquals(error.code, "invalid-config");
    assertStringIncludes(error.hint ?? "", "%d.%m.%Y");
  }
});
