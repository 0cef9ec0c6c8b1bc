import { isPondError, PondError } from "../../base/mod.ts";
import {
  columnStatistics,
  type ParquetFooter,
  parquetTimeColumn,
  readParquetFooter,
  timeStatistics,
} from "../../parquet/mod.ts";
import {
  isLikelyTime,
  type ReadableBytes,
  type TimeBounds,
  type TimeColumn,
} from "../../table/mod.ts";
import { scanTimeColumn } from "./time_scan.ts";

/** What is recorded beside the bytes of a table's or series' version. */
export interface TableFacts {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly bounds: TimeBounds | null;
}

/** What the bytes are to be. */
export interface TableAim {
  readonly path: string;
  readonly kind: "table" | "series";
  /** Series: the column asked for; null: found by name. */
  readonly timeColumn: string | null;
  /** Series: how its earlier versions keep their times. */
  readonly before: TimeColumn | null;
}

/**
 * Reads the footer of a version about to be stored: its rows, its schema and, for a series, its time column and bounds.
 * @throws {PondError} `invalid-input` when the bytes are no Parquet, or a series' times are missing, NULL, or kept in
 * another way than before
 */
export async function readTableFacts(source: ReadableBytes, aim: TableAim): Promise<TableFacts> {
  const footer = readFooter(source, aim);
  const attributes = { rows: footer.rows, schema_key: footer.schemaKey };
  if (aim.kind === "table") return { attributes, bounds: null };
  const time = await timeColumnOf(source, footer, aim);
  const { bounds, nullCount } = await timesOf(source, footer, time);
  if (nullCount !== null && nullCount > 0) {
    throw new PondError(
      "invalid-input",
      `cannot write ${aim.path}: its time column ${JSON.stringify(time.name)} has NULLs`,
      { data: { column: time.name, nulls: nullCount } },
    );
  }
  return { attributes: { ...attributes, time }, bounds };
}

function readFooter(source: ReadableBytes, aim: TableAim): ParquetFooter {
  try {
    return readParquetFooter(source, aim.path);
  } catch (error) {
    if (!isPondError(error, "invalid-input", "corrupt")) throw error;
    const why = error.message.slice(error.message.indexOf(": ") + 2);
    throw new PondError("invalid-input", `cannot write ${aim.path}: it is no Parquet, ${why}`, {
      hint: "--as data keeps any bytes; a csv-directory shows CSV files as tables or series",
      cause: error,
    });
  }
}

async function timeColumnOf(
  source: ReadableBytes,
  footer: ParquetFooter,
  aim: TableAim,
): Promise<TimeColumn> {
  const { before, path } = aim;
  const asked = aim.timeColumn ?? before?.name ?? null;
  if (before && asked !== before.name) {
    throw new PondError(
      "invalid-input",
      `cannot append to ${path}: its time column is ${JSON.stringify(before.name)}, not ${
        JSON.stringify(asked)
      }`,
    );
  }
  const { time, max } = await foundTimeColumn(source, footer, { name: asked, label: path });
  if (!before) return time;
  const bothIntegers = [time, before].every(({ native, unit }) =>
    !native && unit !== "date" && unit !== "text"
  );
  // The unit of plain integers follows from their size; small ones may be of any, so the first version decides.
  if (bothIntegers && (time.unit === before.unit || !isLikely(max, time))) return before;
  if (time.native === before.native && (time.native || time.unit === before.unit)) return time;
  throw new PondError(
    "invalid-input",
    `cannot append to ${path}: ${JSON.stringify(time.name)} is ${wordsFor(time)} here and ${
      wordsFor(before)
    } in its earlier versions`,
    { data: { column: time.name } },
  );
}

/** The time column and its greatest value, where it has integers; these are read where statistics don't tell what they count. */
async function foundTimeColumn(
  source: ReadableBytes,
  footer: ParquetFooter,
  { name, label }: { readonly name: string | null; readonly label: string },
): Promise<{ readonly time: TimeColumn; readonly max: bigint | number | null }> {
  try {
    const time = parquetTimeColumn(footer, name, { label });
    return { time, max: columnStatistics(footer, time.name)?.max ?? null };
  } catch (error) {
    if (!isPondError(error, "invalid-input") || error.data["unknownUnit"] !== true) throw error;
    const column = { name: String(error.data["column"]), unit: "us", native: false } as const;
    if (timeStatistics(footer, column).bounds) throw error;
    const scan = await scanTimeColumn(source, column, { codecs: footer.codecs });
    if (!scan?.bounds) throw error;
    const { minUs: min, maxUs: max } = scan.bounds;
    return { time: parquetTimeColumn(footer, name, { label, integers: { min, max } }), max };
  }
}

/** Whether integers up to `max` are times in the unit of `time` beyond doubt. */
function isLikely(max: bigint | number | null, { unit }: TimeColumn): boolean {
  return max !== null && isLikelyTime(max, unit);
}

async function timesOf(source: ReadableBytes, footer: ParquetFooter, time: TimeColumn) {
  const known = timeStatistics(footer, time);
  const isEnough = known.nullCount !== null && (known.bounds !== null || time.unit === "text");
  if (isEnough || footer.rows === 0) return known;
  return await scanTimeColumn(source, time, { codecs: footer.codecs }) ?? known;
}

const UNIT_WORDS = {
  s: "seconds",
  ms: "milliseconds",
  us: "microseconds",
  ns: "nanoseconds",
};

function wordsFor(time: TimeColumn): string {
  if (time.native) return "a timestamp";
  if (time.unit === "date") return "a date";
  return time.unit === "text" ? "text" : `an integer (${UNIT_WORDS[time.unit]} since 1970)`;
}
