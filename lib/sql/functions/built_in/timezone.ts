import { momentOf, putShifted, Zones } from "../time/zones.ts";
import type { SqlFunction } from "../../calls/mod.ts";

export const timezone: SqlFunction = {
  names: ["timezone"],
  topic: "time",
  summary:
    "The moment at which clocks of a zone show a TIMESTAMP; of a moment (TIMESTAMPTZ), what they show. Also written time AT TIME ZONE zone.",
  example: ["TIMESTAMP '2024-07-01 12:00:00' AT TIME ZONE 'Europe/Vienna'", "2024-07-01T10:00:00Z"],
  overloads: [
    {
      args: { zone: "VARCHAR", time: "TIMESTAMP" },
      returns: "TIMESTAMPTZ",
      call(batch, out) {
        const [zones, times] = [new Zones(batch.args[0]!), batch.args[1]!];
        for (let row = 0; row < batch.rows; row++) {
          if (!batch.isLive(row)) continue;
          const zone = zones.at(row);
          putShifted({ times, out, row }, (seconds) => momentOf(zone, seconds) - seconds);
        }
      },
    },
    {
      args: { zone: "VARCHAR", moment: "TIMESTAMPTZ" },
      returns: "TIMESTAMP",
      call(batch, out) {
        const [zones, times] = [new Zones(batch.args[0]!), batch.args[1]!];
        for (let row = 0; row < batch.rows; row++) {
          if (!batch.isLive(row)) continue;
          const zone = zones.at(row);
          putShifted({ times, out, row }, (seconds) => zone.offsetAtUtc(seconds));
        }
      },
    },
  ],
};
