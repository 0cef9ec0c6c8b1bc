import { shiftBatch } from "../time/shift.ts";
import type { SqlFunction } from "../../calls/mod.ts";

export const momentPlus: SqlFunction = {
  names: ["+"],
  topic: "time",
  summary: "A moment (TIMESTAMPTZ) and an INTERVAL, in UTC.",
  example: ["TIMESTAMPTZ '2024-01-31 12:00:00+00' + INTERVAL 1 MONTH", "2024-02-29T12:00:00Z"],
  overloads: [
    {
      args: { moment: "TIMESTAMPTZ", interval: "INTERVAL" },
      returns: "TIMESTAMPTZ",
      call: (batch, out) => shiftBatch(batch, out, { moment: 0, interval: 1 }),
    },
    {
      args: { interval: "INTERVAL", moment: "TIMESTAMPTZ" },
      returns: "TIMESTAMPTZ",
      call: (batch, out) => shiftBatch(batch, out, { moment: 1, interval: 0 }),
    },
  ],
};
