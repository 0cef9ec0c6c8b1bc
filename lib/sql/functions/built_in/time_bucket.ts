import { bucketStart } from "../time/bucket.ts";
import { Zones } from "../time/zones.ts";
import type {
  Batch,
  ComputedOverload,
  IntervalValue,
  Output,
  SqlFunction,
} from "../../calls/mod.ts";

export const timeBucket: SqlFunction = {
  names: ["time_bucket"],
  topic: "time",
  summary:
    "The beginning of the bucket that a moment lies in, a moment too: buckets of days and of months begin at midnight in a time zone. Without a zone in UTC.",
  example: [
    "time_bucket(INTERVAL 1 DAY, TIMESTAMP '2024-07-01 23:00:00', 'Europe/Vienna')",
    "2024-07-01T22:00:00Z",
  ],
  overloads: [
    { args: { width: "INTERVAL", moment: "TIMESTAMPTZ" }, returns: "TIMESTAMPTZ", call },
    inZone("TIMESTAMPTZ"),
    inZone("TIMESTAMP"),
  ],
};

function inZone(type: string): ComputedOverload {
  return {
    args: { width: "INTERVAL", moment: type, zone: "VARCHAR" },
    returns: "TIMESTAMPTZ",
    call,
  };
}

function call(batch: Batch, out: Output): void {
  const [widths, times, names] = batch.args;
  const zones = new Zones(names ?? null);
  for (let row = 0; row < batch.rows; row++) {
    if (!batch.isLive(row)) continue;
    const us = times!.number(row);
    const width = widths!.value(row) as unknown as IntervalValue;
    if (Math.abs(us) >= 2 ** 63) out.set(row, times!.value(row));
    else out.setNumber(row, bucketStart(us, width, zones.at(row)));
  }
}
