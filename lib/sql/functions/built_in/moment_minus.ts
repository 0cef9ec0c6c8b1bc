import { between, shifted } from "../time/shift.ts";
import type { IntervalValue, SqlFunction } from "../../calls/mod.ts";

export const momentMinus: SqlFunction = {
  names: ["-"],
  topic: "time",
  summary: "A moment (TIMESTAMPTZ) less an INTERVAL, in UTC; or the time between two moments.",
  example: ["TIMESTAMPTZ '2024-03-31 12:00:00+00' - INTERVAL 1 MONTH", "2024-02-29T12:00:00Z"],
  overloads: [
    {
      args: { moment: "TIMESTAMPTZ", interval: "INTERVAL" },
      returns: "TIMESTAMPTZ",
      call(batch, out) {
        const [moments, intervals] = batch.args;
        for (let row = 0; row < batch.rows; row++) {
          if (!batch.isLive(row)) continue;
          const { months, days, us } = intervals!.value(row) as unknown as IntervalValue;
          const back = { months: -months, days: -days, us: -us };
          out.set(row, shifted(moments!.value(row) as bigint, back));
        }
      },
    },
    {
      args: { moment: "TIMESTAMPTZ", earlier: "TIMESTAMPTZ" },
      returns: "INTERVAL",
      call(batch, out) {
        const [moments, earlier] = batch.args;
        for (let row = 0; row < batch.rows; row++) {
          if (!batch.isLive(row)) continue;
          const time = between(moments!.value(row) as bigint, earlier!.value(row) as bigint);
          out.set(row, time);
        }
      },
    },
  ],
};
