import { shifted } from "../time/shift.ts";
import type { IntervalValue, SqlFunction } from "../../calls/mod.ts";

export const momentPlus: SqlFunction = {
  names: ["+"],
  topic: "time",
  summary: "A moment (TIMESTAMPTZ) and an INTERVAL, in UTC.",
  example: ["TIMESTAMPTZ '2024-01-31 12:00:00+00' + INTERVAL 1 MONTH", "2024-02-29T12:00:00Z"],
  overloads: [
    {
      args: { moment: "TIMESTAMPTZ", interval: "INTERVAL" },
      returns: "TIMESTAMPTZ",
      call(batch, out) {
        const [moments, intervals] = batch.args;
        for (let row = 0; row < batch.rows; row++) {
          if (!batch.isLive(row)) continue;
          const interval = intervals!.value(row) as unknown as IntervalValue;
          out.set(row, shifted(moments!.value(row) as bigint, interval));
        }
      },
    },
    {
      args: { interval: "INTERVAL", moment: "TIMESTAMPTZ" },
      returns: "TIMESTAMPTZ",
      call(batch, out) {
        const [intervals, moments] = batch.args;
        for (let row = 0; row < batch.rows; row++) {
          if (!batch.isLive(row)) continue;
          const interval = intervals!.value(row) as unknown as IntervalValue;
          out.set(row, shifted(moments!.value(row) as bigint, interval));
        }
      },
    },
  ],
};
