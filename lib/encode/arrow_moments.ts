import type { Data, DataType } from "../deps/arrow.ts";
import { type CellReader, TYPE, type ValueReader } from "./arrow_reader.ts";
import { UNITS_A_SECOND } from "./cell_text.ts";

/** What times become: `Temporal` values, `Date`, or microseconds since 1970 as a bigint. */
export type TimeValues = "temporal" | "date" | "us";

const US_A_SECOND = 1_000_000n;
const DAY_US = 86_400_000_000n;
const DAY_MS = 86_400_000;
/** What `Date` and `Temporal` reach: 10^8 days around 1970. */
const MOST_US = 100_000_000n * DAY_US;

/**
 * Dates, times of day and moments. What the wanted class can't hold (infinity, the year 300,000, an
 * hour with an offset) comes as text.
 */
export function momentReader(data: Data, cells: CellReader, times: TimeValues): ValueReader {
  switch (data.typeId as number) {
    case TYPE.timestamp:
      return timestamps(data, cells, times);
    case TYPE.date:
      return dates(data, cells, times);
    default:
      return clocks(data, cells, times);
  }
}

function timestamps(data: Data, cells: CellReader, times: TimeValues): ValueReader {
  const toUs = scaled(data);
  return (row) => {
    const timeUs = toUs(data.values[row]);
    if (times === "us") return timeUs;
    if (timeUs < -MOST_US || timeUs > MOST_US) return cells.text(row);
    if (times === "date") return new Date(Number(floorDivide(timeUs, 1000n)));
    return Temporal.Instant.fromEpochNanoseconds(timeUs * 1000n);
  };
}

function dates(data: Data, cells: CellReader, times: TimeValues): ValueReader {
  const { unit } = data.type as DataType & { unit: number };
  return (row) => {
    const value = data.values[row];
    const days = unit === 0 ? Number(value) : Math.floor(Number(value) / DAY_MS);
    if (times === "us") return BigInt(days) * DAY_US;
    if (Math.abs(days) > 100_000_000) return cells.text(row);
    const date = new Date(days * DAY_MS);
    if (times === "date") return date;
    return new Temporal.PlainDate(
      date.getUTCFullYear(),
      date.getUTCMonth() + 1,
      date.getUTCDate(),
    );
  };
}

function clocks(data: Data, cells: CellReader, times: TimeValues): ValueReader {
  const toUs = scaled(data);
  return (row) => {
    const timeUs = toUs(data.values[row]);
    // A time with an offset holds both in one integer.
    if (timeUs < 0n || timeUs > DAY_US) return cells.text(row);
    if (times === "us") return timeUs;
    if (times === "date" || timeUs === DAY_US) return cells.text(row);
    return Temporal.PlainTime.from(cells.text(row));
  };
}

/** Microseconds of the column's unit; nanoseconds below one are cut off. */
function scaled(data: Data): (value: number | bigint) => bigint {
  const unitsASecond = UNITS_A_SECOND[(data.type as DataType & { unit: number }).unit]!;
  if (unitsASecond === US_A_SECOND) return BigInt;
  return unitsASecond < US_A_SECOND
    ? (value) => BigInt(value) * (US_A_SECOND / unitsASecond)
    : (value) => floorDivide(BigInt(value), unitsASecond / US_A_SECOND);
}

function floorDivide(a: bigint, b: bigint): bigint {
  return a >= 0n ? a / b : -((-a + b - 1n) / b);
}
