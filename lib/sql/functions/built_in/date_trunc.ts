import { truncated } from "../time/truncate.ts";
import { Zones } from "../time/zones.ts";
import type { Batch, ComputedOverload, Output, SqlFunction } from "../../calls/mod.ts";

export const dateTrunc: SqlFunction = {
  names: ["date_trunc", "datetrunc"],
  topic: "time",
  summary:
    "The beginning of the hour, day, week, month, … that a moment lies in, in a time zone: a moment too. Without a zone in UTC.",
  example: [
    "date_trunc('day', TIMESTAMP '2024-07-01 23:00:00', 'Europe/Vienna')",
    "2024-07-01T22:00:00Z",
  ],
  overloads: [
    { args: { part: "VARCHAR", moment: "TIMESTAMPTZ" }, returns: "TIMESTAMPTZ", call },
    inZone("TIMESTAMPTZ"),
    inZone("TIMESTAMP"),
  ],
};

function inZone(type: string): ComputedOverload {
  return { args: { part: "VARCHAR", moment: type, zone: "VARCHAR" }, returns: "TIMESTAMPTZ", call };
}

function call(batch: Batch, out: Output): void {
  const [parts, times, names] = batch.args;
  const zones = new Zones(names ?? null);
  let part = "";
  let partRow = -1;
  for (let row = 0; row < batch.rows; row++) {
    if (!batch.isLive(row)) continue;
    if (partRow < 0 || !parts!.isSame(row, partRow)) part = parts!.text(partRow = row);
    const us = times!.number(row);
    if (isInfinite(us)) out.set(row, times!.value(row));
    else out.setNumber(row, truncated(us, part, zones.at(row)));
  }
}

/** As far as a number can tell. */
function isInfinite(us: number): boolean {
  return Math.abs(us) >= 2 ** 63;
}
