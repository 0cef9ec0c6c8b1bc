import { isPondError, PondError } from "../../base/mod.ts";
import {
  checkParquet,
  columnStatistics,
  type ParquetFooter,
  parquetTimeColumn,
  readParquetFooter,
  readTimeValues,
  timeStatistics,
  type TimeValues,
} from "../../parquet/mod.ts";
import {
  type Column,
  isLikelyTime,
  type ReadableBytes,
  type TimeBounds,
  type TimeColumn,
} from "../../table/mod.ts";

/** What is recorded beside the bytes of a table's or series' version. */
export interface TableFacts {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly bounds: TimeBounds | null;
  /** What its columns are. */
  readonly columns: readonly Column[];
}

/** What the bytes are to be. */
export interface TableAim {
  readonly path: string;
  readonly kind: "table" | "series";
  /** Series: the column asked for; null: found by name. */
  readonly timeColumn: string | null;
  /** Series: how its earlier versions keep their times. */
  readonly before: TimeColumn | null;
  /** Whether the footer is taken at its word. */
  readonly isUnchecked?: boolean;
}

/**
 * What a version about to be stored says of itself: its rows, its schema and, for a series, its
 * time column and bounds. It is read once: every page, and every time of a series; unless
 * `aim.isUnchecked`, which takes the footer's word.
 * @throws {PondError} `invalid-input` when the bytes are no Parquet or damaged, or a series' times
 *   are missing, NULL, no times, or kept in another way than before; `unsupported` for what nothing
 *   here could read
 */
export async function readTableFacts(source: ReadableBytes, aim: TableAim): Promise<TableFacts> {
  try {
    return await factsOf(source, aim);
  } catch (error) {
    if (!isPondError(error, "invalid-input", "corrupt", "unsupported")) throw error;
    const why = error.message.replace(
      /^cannot read .*? as Parquet: /s,
      `cannot write ${aim.path}: `,
    );
    throw new PondError(error.code === "corrupt" ? "invalid-input" : error.code, why, {
      hint: error.hint ??
        "`pond copy --as data` keeps any bytes, `pond copy --no-check` takes a table as it is",
      data: error.data,
      cause: error,
    });
  }
}

async function factsOf(source: ReadableBytes, aim: TableAim): Promise<TableFacts> {
  const footer = readFooter(source, aim);
  const attributes = { rows: footer.rows, schema_key: footer.schemaKey };
  const columns = valuedColumns(footer);
  if (aim.kind === "table") {
    if (!aim.isUnchecked) await checkParquet(source, footer, { label: aim.path });
    return { attributes, bounds: null, columns };
  }
  const found = foundTimeColumn(footer, aim);
  const values = await readTimes(source, footer, { found, aim });
  const time = timeColumnOf(footer, { found, values, aim });
  // A day among moments is stored as a day.
  const own = isCalendar(time) ? found.time ?? time : time;
  const known = timeStatistics(footer, own);
  const nullCount = values ? values.nullCount : known.nullCount;
  if (nullCount !== null && nullCount > 0) {
    throw new PondError(
      "invalid-input",
      `cannot write ${aim.path}: its time column ${JSON.stringify(time.name)} has NULLs`,
      { data: { column: time.name, nulls: nullCount } },
    );
  }
  return {
    attributes: { ...attributes, time },
    bounds: values ? values.bounds(own.unit) : known.bounds,
    columns,
  };
}

/** The columns, those without any value as such: whatever their type says, they go with every other. */
export function valuedColumns(footer: ParquetFooter): readonly Column[] {
  return footer.columns.map((column) => {
    const nullCount = columnStatistics(footer, column.name)?.nullCount;
    return nullCount === footer.rows ? { ...column, type: { is: "null" as const } } : column;
  });
}

function readFooter(source: ReadableBytes, { path }: TableAim): ParquetFooter {
  try {
    return readParquetFooter(source, path);
  } catch (error) {
    if (!isPondError(error, "invalid-input", "corrupt")) throw error;
    const why = error.message.slice(error.message.indexOf(": ") + 2);
    throw new PondError("invalid-input", `cannot write ${path}: it is no Parquet, ${why}`, {
      hint: "`pond ingest` takes the rows of CSV and JSON lines into a series; " +
        "`pond copy --as data` keeps any bytes, and a csv-directory shows CSV as tables or series",
      cause: error,
    });
  }
}

/**
 * What the footer tells of the time column: the column itself, or why integers don't tell their
 * unit.
 */
interface FoundTimeColumn {
  readonly name: string;
  readonly time: TimeColumn | null;
  readonly refusal: PondError | null;
}

function foundTimeColumn(footer: ParquetFooter, aim: TableAim): FoundTimeColumn {
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
  try {
    const time = parquetTimeColumn(footer, asked, { label: path });
    return { name: time.name, time, refusal: null };
  } catch (error) {
    if (!isPondError(error, "invalid-input") || error.data["unknownUnit"] !== true) throw error;
    return { name: String(error.data["column"]), time: null, refusal: error };
  }
}

interface Reading {
  readonly found: FoundTimeColumn;
  readonly aim: TableAim;
}

/**
 * Reads every page, or, unchecked, what the statistics leave open of the time column; null where
 * they leave nothing open.
 */
async function readTimes(
  source: ReadableBytes,
  footer: ParquetFooter,
  { found: { name, time }, aim }: Reading,
): Promise<TimeValues | null> {
  const { path, isUnchecked = false } = aim;
  if (isUnchecked && time) {
    const known = timeStatistics(footer, time);
    const isEnough = known.nullCount !== null && known.bounds !== null;
    if (isEnough || footer.rows === 0 || time.unit === "text") return null;
  }
  return await readTimeValues(source, footer, { label: path, column: name, isOnly: isUnchecked });
}

/**
 * The time column, in the unit that all of its values have by their size, which must be that of
 * earlier versions.
 */
function timeColumnOf(
  footer: ParquetFooter,
  { found, values, aim }: Reading & { readonly values: TimeValues | null },
): TimeColumn {
  const { before, path, isUnchecked } = aim;
  const { min, max } = values ?? { min: null, max: null };
  const hasIntegers = found.time === null || isInteger(found.time);
  if (isUnchecked && before && hasIntegers) return before;
  if (found.refusal && (min === null || max === null)) throw found.refusal;
  const time = hasIntegers && min !== null && max !== null
    ? parquetTimeColumn(footer, found.name, { label: path, integers: { min, max } })
    : found.time!;
  if (!before) return time;
  // The unit of plain integers follows from their size; small ones may be of any, so the first
  // version decides.
  if (
    isInteger(time) && isInteger(before) &&
    (time.unit === before.unit || max === null || !isLikelyTime(max, time.unit))
  ) return before;
  if (time.native === before.native && (time.native || time.unit === before.unit)) return time;
  // Days and moments together are read as moments.
  if (isCalendar(time) && isCalendar(before)) return time.native ? time : before;
  throw new PondError(
    "invalid-input",
    `cannot append to ${path}: ${JSON.stringify(time.name)} is ${wordsFor(time)} here and ${
      wordsFor(before)
    } in its earlier versions`,
    { data: { column: time.name } },
  );
}

function isInteger({ native, unit }: TimeColumn): boolean {
  return !native && unit !== "date" && unit !== "text";
}

function isCalendar({ native, unit }: TimeColumn): boolean {
  return native || unit === "date";
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
