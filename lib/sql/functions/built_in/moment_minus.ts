import { between, shiftBatch } from "../time/shift.ts";
import type { SqlFunction } from "../../calls/mod.ts";

export const momentMinus: SqlFunction = {
  names: ["-"],
  topic: "time",
  summary: "A moment (TIMESTAMPTZ) less an INTERVAL, in UTC; or the time between two moments.",
  example: ["TIMESTAMPTZ '2024-03-31 12:00:00+00' - INTERVAL 1 MONTH", "2024-02-29T12:00:00Z"],
  overloads: [
    {
      args: { moment: "TIMESTAMPTZ", interval: "INTERVAL" },
      returns: "TIMESTAMPTZ",
      call: (batch, out) => shiftBatch(batch, out, { moment: 0, interval: 1, less: true }),
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
