import { quoteName, quoteText } from "../base/mod.ts";
import type { ConfigOf } from "../config/mod.ts";
import type { CHECK_FIELDS } from "./check_fields.ts";

/** What a check is configured with. */
export type CheckConfig = ConfigOf<typeof CHECK_FIELDS>;

/** The relation in a check's query that the config's `source` is. */
const SOURCE = quoteName("source");

/**
 * One query with a row for everything that is wrong: what was checked, in which column, how many
 * rows or groups, and why in words.
 * @param time the time column; null where there is none
 */
export function checkQuery(config: CheckConfig, time: string | null): string {
  const parts = [
    ...config.query === undefined ? [] : [noRows(config.query)],
    ...time === null ? [] : timeChecks(config, quoteName(time), time),
    ...rowChecks(config.rows),
    ...[...config.nulls ?? []].map(([column, share]) => nullRate(column, Number(share))),
    ...config.unique === undefined ? [] : [unique(config.unique)],
  ];
  return parts.map((part) => `(${part})`).join(" UNION ALL ");
}

/** One line of the result. */
function finding(
  check: string,
  column: string | null,
  { rows, why }: { rows: string; why: string },
) {
  const name = column === null ? "CAST(NULL AS VARCHAR)" : quoteText(column);
  return `SELECT ${quoteText(check)} AS "check", ${name} AS "column", ` +
    `CAST(${rows} AS BIGINT) AS "rows", CAST(${why} AS VARCHAR) AS why`;
}

function noRows(query: string): string {
  const why = `'the query gives rows, such as ' || CAST(any_value(found) AS VARCHAR)`;
  const sql = query.trim().replace(/;\s*$/, "");
  return `${finding("query", null, { rows: "count(*)", why })} FROM (${sql}\n) found ` +
    "HAVING count(*) > 0";
}

function timeChecks(config: CheckConfig, column: string, name: string): string[] {
  const checks: string[] = [];
  const at = `CAST(${column} AS TIMESTAMP)`;
  if (config.freshness !== undefined) {
    const limit = `make_timestamp(epoch_us(now()) - ${config.freshness})`;
    const why = `coalesce('the newest row is of ' || max(${at}), 'there is no row')`;
    checks.push(
      `${finding("freshness", name, { rows: "count(*)", why })} FROM ${SOURCE} ` +
        `HAVING max(${at}) IS NULL OR max(${at}) < ${limit}`,
    );
  }
  if (config.gaps !== undefined) {
    const by = (config.by ?? []).map(quoteName);
    const partition = by.length === 0 ? "" : `PARTITION BY ${by.join(", ")} `;
    const steps =
      `SELECT ${at} AS now_at, lag(${at}) OVER (${partition}ORDER BY ${at}) AS last_at ` +
      `FROM ${SOURCE}`;
    const why = "'no rows between ' || min(last_at) || ' and ' || arg_min(now_at, last_at)";
    checks.push(
      `${finding("gaps", name, { rows: "count(*)", why })} FROM (${steps}) steps ` +
        `WHERE epoch_us(now_at) - epoch_us(last_at) > ${config.gaps} HAVING count(*) > 0`,
    );
  }
  return checks;
}

function rowChecks(rows: CheckConfig["rows"]): string[] {
  if (!rows) return [];
  const { min, max } = rows;
  const outside = [
    ...min === undefined ? [] : [`count(*) < ${min}`],
    ...max === undefined ? [] : [`count(*) > ${max}`],
  ];
  if (outside.length === 0) return [];
  const wanted = `${min === undefined ? "" : ` at least ${min}`}${
    max === undefined ? "" : ` at most ${max}`
  }`;
  const why = `'there are ' || count(*) || ' rows, expected${wanted}'`;
  return [
    `${finding("rows", null, { rows: "count(*)", why })} FROM ${SOURCE} ` +
    `HAVING ${outside.join(" OR ")}`,
  ];
}

function nullRate(column: string, share: number): string {
  const name = quoteName(column);
  const missing = `(count(*) - count(${name}))`;
  const why = `${missing} || ' of ' || count(*) || ' values are NULL'`;
  return `${finding("nulls", column, { rows: missing, why })} FROM ${SOURCE} ` +
    `HAVING count(*) > 0 AND ${missing} > ${share} * count(*)`;
}

function unique(columns: readonly string[]): string {
  const names = columns.map(quoteName).join(", ");
  const groups = `SELECT ${names}, count(*) AS "pond rows" FROM ${SOURCE} ` +
    `GROUP BY ${names} HAVING count(*) > 1`;
  const why = "'keys are there more than once, such as ' || CAST(any_value(twice) AS VARCHAR)";
  return `${finding("unique", columns.join(", "), { rows: "count(*)", why })} ` +
    `FROM (${groups}) twice HAVING count(*) > 0`;
}
