import { isPondError, PondError, quoteName, quoteText } from "../../base/mod.ts";

/** A column of a result, with its type in SQL's words. */
export interface ResultColumn {
  readonly name: string;
  readonly type: string;
}

/** Begins the message of a value that would be lost. */
const LOST = "pond lost: ";
/** Stands before what to do about it. */
const HINT = "; hint: ";

/** Values that the engine would write as others, by their type. */
interface Narrowed {
  readonly types: RegExp;
  /** Whether the value `c` is kept as it is. */
  readonly fits: (c: string, type: string) => string;
  readonly why: string;
  /** The type that keeps it. */
  readonly keeps: string;
}

const NARROWED: readonly Narrowed[] = [{
  types: /\bU?HUGEINT\b/,
  fits: (c, type) =>
    `${c} = TRY_CAST(CAST(${c} AS ${type.replace(/\bU?HUGEINT\b/g, "DOUBLE")}) AS ${type})`,
  why: "has more digits than the DOUBLE that Parquet has for it",
  keeps: "DECIMAL(38, 0)",
}, {
  types: /^INTERVAL$/,
  fits: (c) => {
    const parts = ["year", "month", "day", "hour", "microsecond"];
    return [
      ...parts.map((part) => `datepart('${part}', ${c}) >= 0`),
      `datepart('microsecond', ${c}) % 1000 = 0`,
    ].join(" AND ");
  },
  why: "is no interval that Parquet has: none is below 0, and all are whole milliseconds",
  keeps: "VARCHAR",
}, {
  types: /^TIME WITH TIME ZONE$/,
  fits: (c) => `datepart('timezone', ${c}) = 0`,
  why: "has an offset, which Parquet hasn't",
  keeps: "VARCHAR",
}];

/**
 * `sql` with an error in place of each value that the engine would write as another one: its
 * Parquet has no integers of 128 bits, for example, and takes doubles for them.
 */
export function losslessSql(sql: string, columns: readonly ResultColumn[]): string {
  const narrowed = columns.map(({ type }) => NARROWED.find(({ types }) => types.test(type)));
  if (narrowed.every((each) => each === undefined)) return sql;
  const given = columns.map((_, i) => `c${i}`);
  const kept = columns.map((column, i) => {
    const value = narrowed[i] ? guarded(given[i]!, column, narrowed[i]) : given[i];
    return `${value} AS ${quoteName(column.name)}`;
  });
  return `SELECT ${kept.join(", ")} FROM (${sql}\n) AS pond_result(${given.join(", ")})`;
}

function guarded(c: string, { name, type }: ResultColumn, { fits, why, keeps }: Narrowed): string {
  const before = quoteText(`${LOST}column ${JSON.stringify(name)}: `);
  const after = quoteText(` ${why}${HINT}CAST(… AS ${keeps}) keeps it`);
  return `CASE WHEN ${c} IS NULL OR (${fits(c, type)}) THEN ${c} ` +
    `ELSE CAST(error(${before} || CAST(${c} AS VARCHAR) || ${after}) AS ${type}) END`;
}

/** The error of a value that would be lost, in words; any other as it is. */
export function lostValue(error: unknown): unknown {
  if (!isPondError(error) || typeof error.data.engineMessage !== "string") return error;
  const [, text] = error.data.engineMessage.split(LOST);
  if (text === undefined) return error;
  const [why, hint] = text.split("\n")[0]!.split(HINT);
  return new PondError("unsupported", `cannot write Parquet: ${why}`, {
    ...(hint === undefined ? {} : { hint }),
    cause: error,
  });
}
