import type { SqlFunction } from "../../calls/mod.ts";

const PARTS = {
  year: "BIGINT",
  month: "BIGINT",
  day: "BIGINT",
  hour: "BIGINT",
  minute: "BIGINT",
  second: "DOUBLE",
};
const LOCAL = "make_timestamp(year, month, day, hour, minute, second)";

export const makeTimestamptz: SqlFunction = {
  names: ["make_timestamptz"],
  topic: "time",
  summary: "The moment at which clocks of a zone show a date and time; without a zone in UTC.",
  example: ["make_timestamptz(2024, 7, 1, 12, 0, 0, 'Europe/Vienna')", "2024-07-01T10:00:00Z"],
  overloads: [
    {
      args: { us: "BIGINT" },
      returns: "TIMESTAMPTZ",
      macro: "CAST(make_timestamp(us) AS TIMESTAMPTZ)",
    },
    { args: PARTS, returns: "TIMESTAMPTZ", macro: `CAST(${LOCAL} AS TIMESTAMPTZ)` },
    {
      args: { ...PARTS, zone: "VARCHAR" },
      returns: "TIMESTAMPTZ",
      macro: `timezone(zone, ${LOCAL})`,
    },
  ],
};
