import { isPondError, PondError } from "../../base/mod.ts";
import {
  type ParquetFooter,
  parquetTimeColumn,
  readParquetFooter,
  timeStatistics,
} from "../../parquet/mod.ts";
import type { ReadableBytes, TimeBounds, TimeColumn } from "../../table/mod.ts";
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
  const time = timeColumnOf(footer, aim);
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

function timeColumnOf(footer: ParquetFooter, aim: TableAim): TimeColumn {
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
  const time = parquetTimeColumn(footer, asked, { label: path });
  if (!before) return time;
  const bothIntegers = [time, before].every(({ native, unit }) =>
    !native && unit !== "date" && unit !== "text"
  );
  // The unit of plain integers is a guess from their size; the series' first version has made it.
  if (bothIntegers) return before;
  if (time.native === before.native && (time.native || time.unit === before.unit)) return time;
  throw new PondError(
    "invalid-input",
    `cannot append to ${path}: ${JSON.stringify(time.name)} is ${wordsFor(time)} here and ${
      wordsFor(before)
    } in its earlier versions`,
  );
}

async function timesOf(source: ReadableBytes, footer: ParquetFooter, time: TimeColumn) {
  const known = timeStatistics(footer, time);
  const isEnough = known.nullCount !== null && (known.bounds !== null || time.unit === "text");
  if (isEnough || footer.rows === 0) return known;
  return await scanTimeColumn(source, time, { codecs: footer.codecs }) ?? known;
}

function wordsFor(time: TimeColumn): string {
  if (time.native) return "a timestamp";
  if (time.unit === "date") return "a date";
  return time.unit === "text" ? "text" : "an integer";
}
