import { quoteName, quoteText } from "../base/mod.ts";
import type { Column } from "../table/mod.ts";
import { isNumeric, isTime, type PlotColumns } from "./plot_columns.ts";

/**
 * Every value is a DOUBLE in the answers, so that a row costs next to nothing to read: time as microseconds (exact until the
 * year 2255), a line's `by` value as its index.
 */

/** Values of `by` by number of rows, most first: `name`, and `total` of them. */
export function byValuesSql(rows: string, by: Column, limit: number): string {
  return `SELECT name, CAST(count(*) OVER () AS DOUBLE) AS total FROM (
SELECT CAST(${quoted(by)} AS VARCHAR) AS name, count(*) AS n FROM ${relation(rows)} GROUP BY 1
) ORDER BY n DESC, name LIMIT ${limit}`;
}

/**
 * A row for each row: `x` (0 of what is neither time nor number), `line` (NULL where its `by` value isn't among
 * `values`), and a column for each y.
 */
export function pointsSql(
  rows: string,
  columns: PlotColumns,
  values: readonly (string | null)[],
): string {
  const x = placeSql(columns.x);
  return `SELECT ${[x, lineIndex(columns, values), ...columns.y.map(number)].join(", ")} ` +
    `FROM ${relation(rows)}`;
}

/** One row: how many there are; the least and the greatest finite value of x, then of each y (NULL: none). */
export function boundsSql(rows: string, { x, y }: PlotColumns): string {
  const places = [placeSql(x), ...y.map(number)];
  const inner = places.map((place, i) => `${place} AS v${i}`).join(", ");
  const bounds = places.flatMap((_, i) =>
    ["min", "max"].map((bound) => `${bound}(v${i}) FILTER (WHERE isfinite(v${i}))`)
  );
  const count = "CAST(count(*) AS DOUBLE)";
  return `SELECT ${[count, ...bounds].join(", ")} FROM (SELECT ${inner} FROM ${relation(rows)})`;
}

function placeSql(x: Column): string {
  return isTime(x) ? microseconds(x) : isNumeric(x) ? number(x) : "CAST(0 AS DOUBLE)";
}

/**
 * A row for each name, in the order they first appear: `name`, `total` of names, `most` rows that a bar stands for, and for each
 * `by` value and y the mean.
 */
export function barsSql(
  rows: string,
  columns: PlotColumns,
  { values, limit }: { values: readonly (string | null)[]; limit: number },
): string {
  const y = columns.y.map((column, i) => `${number(column)} AS y${i}`);
  const bars = values.flatMap((_, line) =>
    columns.y.map((_, i) => `CASE WHEN line = ${line} THEN y${i} END`)
  );
  const most = bars.map((bar) => `count(${bar})`).join(", ");
  return `SELECT name, CAST(count(*) OVER () AS DOUBLE) AS total, CAST(most AS DOUBLE) AS most, ${
    bars.map((_, i) => `bar${i}`).join(", ")
  } FROM (
SELECT name, min(place) AS place, greatest(${most}) AS most, ${
    bars.map((bar, i) => `avg(${bar}) AS bar${i}`).join(", ")
  } FROM (
SELECT CAST(${quoted(columns.x)} AS VARCHAR) AS name, row_number() OVER () AS place,
${lineIndex(columns, values)} AS line, ${y.join(", ")} FROM ${relation(rows)}
) GROUP BY name
) ORDER BY place LIMIT ${limit}`;
}

/** How rows are brought together in time. */
export interface Every {
  readonly us: bigint;
  readonly agg: "mean" | "min" | "max" | "sum" | "count";
}

/** A row for each time of `every` (and each `by` value), with the columns of the chart under their own names. */
export function everySql(rows: string, { x, y, by }: PlotColumns, { us, agg }: Every): string {
  const time = `time_bucket(INTERVAL '${us} microseconds', CAST(${quoted(x)} AS TIMESTAMP))`;
  const name = agg === "mean" ? "avg" : agg;
  const values = y.map((column) =>
    `CAST(${name}(${number(column)}) AS DOUBLE) AS ${quoted(column)}`
  );
  const divided = by === null ? [] : [quoted(by)];
  return `SELECT ${[`${time} AS ${quoted(x)}`, ...divided, ...values].join(", ")} FROM ${
    relation(rows)
  } GROUP BY ${[time, ...divided].join(", ")}`;
}

/** A query that a person wrote, which may end in a comment. */
function relation(rows: string): string {
  return `(${rows}\n) AS plotted`;
}

/** The place among `values` of the value of `by`; NULL where it isn't among them. */
export function lineIndex(
  { by }: Pick<PlotColumns, "by">,
  values: readonly (string | null)[],
): string {
  if (by === null) return "CAST(0 AS DOUBLE)";
  const cases = values.map((value, i) =>
    value === null
      ? `WHEN ${quoted(by)} IS NULL THEN ${i}`
      : `WHEN CAST(${quoted(by)} AS VARCHAR) = ${quoteText(value)} THEN ${i}`
  );
  return `CAST(CASE ${["WHEN false THEN 0", ...cases].join(" ")} END AS DOUBLE)`;
}

/** A column of moments as microseconds since 1970; the infinities of time have no place on an axis. */
export function microseconds(column: Column): string {
  const time = `CAST(${quoted(column)} AS TIMESTAMP)`;
  return `CAST(CASE WHEN isfinite(${time}) THEN epoch_us(${time}) END AS DOUBLE)`;
}

/** A column of numbers as DOUBLE. */
export function number(column: Column): string {
  return `CAST(${quoted(column)} AS DOUBLE)`;
}

function quoted({ name }: Column): string {
  return quoteName(name);
}
