import { PondError, quoteName } from "../base/mod.ts";
import type { SqlEngine } from "../sql/mod.ts";
import type { Relation, TimeRange } from "../table/mod.ts";
import type { PartitionUnit } from "./api.ts";
import type { Shape } from "./shape.ts";

/** One partition that has rows. */
export interface Partition {
  /** By column; null: the rows whose time is NULL or infinite. */
  readonly values: ReadonlyMap<PartitionUnit, number> | null;
  /** The times in it; null as above. */
  readonly range: TimeRange | null;
}

/** The partitions that the rows of `relation` lie in, in the order of time. */
export async function partitionsOf(
  engine: SqlEngine,
  relation: Relation,
  { partition, time }: Shape,
): Promise<readonly Partition[]> {
  const column = quoteName(time!.name);
  const parts = partition.map((unit) =>
    `CAST(CASE WHEN isfinite(${column}) THEN ${unit}(${column}) END AS INTEGER) AS ${unit}`
  );
  await using result = await engine.run({
    sql: `SELECT DISTINCT ${parts.join(", ")} FROM source ORDER BY ${partition.join(", ")}`,
    relations: new Map([["source", relation]]),
  });
  const found: Partition[] = [];
  for await (const batch of result.batches) {
    for (let row = 0; row < batch.numRows; row++) {
      const numbers = partition.map((_, i) => batch.getChildAt(i)!.get(row) as number | null);
      found.push(partitionOf(partition, numbers));
    }
  }
  return found;
}

/**
 * A value as it stands in directory names; those of one column are equally long, so that names sort
 * as times do.
 */
export function partitionText(unit: PartitionUnit, value: number): string {
  return unit === "year" ? String(value) : String(value).padStart(2, "0");
}

function partitionOf(
  units: readonly PartitionUnit[],
  numbers: readonly (number | null)[],
): Partition {
  if (numbers[0] === null) return { values: null, range: null };
  const values = new Map(units.map((unit, i) => [unit, numbers[i]!]));
  const [year, month = 1, day = 1] = numbers as number[];
  const next = [0, 0, 0].map((_, i) => i === units.length - 1 ? 1 : 0);
  return {
    values,
    range: {
      startUs: timeUs(year!, month, day),
      endUs: timeUs(year! + next[0]!, month + next[1]!, day + next[2]!),
    },
  };
}

/** Months and days beyond the last are in the year or month after. */
function timeUs(year: number, month: number, day: number): bigint {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (Number.isNaN(date.getTime())) {
    throw new PondError("unsupported", `cannot partition by time: it is in the year ${year}`);
  }
  return BigInt(date.getTime()) * 1000n;
}
