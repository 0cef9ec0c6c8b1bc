import { PondError, quoteName } from "../base/mod.ts";
import type { Pond, QueryResult, RunOptions } from "../pond/mod.ts";
import { type Column, formatType } from "../table/mod.ts";
import { diffConfigs, type Sides } from "./diff_text.ts";

/** How two tables differ. */
export interface RowDifference {
  /** Tells it from other differences. */
  readonly is: "rows";
  /** What is different about their columns, a clause each. */
  readonly columns: readonly string[];
  /** A unified diff of the configs that they come from, where these differ. */
  readonly config: string | undefined;
  /**
   * The rows that only one has, in the columns that both have, after one that says `removed` or `added`; with a key `before` and
   * `after` stand for a row whose other columns changed.
   */
  readonly result: QueryResult;
}

/**
 * How the rows of two tables, series or results differ; a row that is there twice is two rows.
 * @returns undefined where they don't
 * @throws {PondError} `invalid-input` for a key that isn't a column of both; whatever reading throws
 */
export async function diffRows(
  pond: Pond,
  { before, after }: Sides,
  { key, run }: { readonly key: readonly string[]; readonly run: RunOptions },
): Promise<RowDifference | undefined> {
  const relations = new Map([
    ["before", await before.reader.relation(before.path)],
    ["after", await after.reader.relation(after.path)],
  ]);
  const [old, young] = await Promise.all(
    [...relations.values()].map((relation) => pond.tables.columns(relation)),
  ) as [readonly Column[], readonly Column[]];
  const columns = columnChanges(old, young);
  const shared = sharedColumns(old, young);
  for (const name of key) {
    if (shared.some((column) => column.name === name)) continue;
    throw new PondError(
      "invalid-input",
      `cannot compare by ${name}: both need a column of that name`,
      {
        hint: `they share ${shared.map((column) => column.name).join(", ") || "no column"}`,
      },
    );
  }
  const config = await diffConfigs({ before, after });
  const sql = key.length > 0 ? byKey(shared, key) : byRow(shared);
  const ask = (query: string) => after.reader.queryRelations(query, relations, run);
  if (columns.length === 0 && config === undefined && await isEmpty(await ask(`${sql} LIMIT 1`))) {
    return undefined;
  }
  return { is: "rows", columns, config, result: await ask(sql) };
}

async function isEmpty(result: QueryResult): Promise<boolean> {
  await using first = result;
  for await (const { numRows } of first.batches) if (numRows > 0) return false;
  return true;
}

/** A column that both have, and how its values are compared. */
interface SharedColumn {
  readonly name: string;
  /** Of another type in each: their texts are compared. */
  readonly asText: boolean;
}

function sharedColumns(old: readonly Column[], young: readonly Column[]): SharedColumn[] {
  return young.flatMap(({ name, type }) => {
    const known = old.find((column) => column.name === name);
    return known ? [{ name, asText: formatType(known.type) !== formatType(type) }] : [];
  });
}

function columnChanges(old: readonly Column[], young: readonly Column[]): string[] {
  const added = young.filter(({ name }) => !old.some((column) => column.name === name))
    .map(({ name, type }) => `column ${name} is new (${formatType(type)})`);
  const removed = old.filter(({ name }) => !young.some((column) => column.name === name))
    .map(({ name, type }) => `column ${name} is gone (${formatType(type)})`);
  const retyped = young.flatMap(({ name, type }) => {
    const known = old.find((column) => column.name === name);
    const [was, is] = [known && formatType(known.type), formatType(type)];
    return was === undefined || was === is ? [] : [`column ${name} was ${was}, is ${is}`];
  });
  return [...added, ...removed, ...retyped];
}

function selection(columns: readonly SharedColumn[]): string {
  const items = columns.map(({ name, asText }) => {
    const quoted = quoteName(name);
    return asText ? `CAST(${quoted} AS VARCHAR) AS ${quoted}` : quoted;
  });
  return items.length > 0 ? items.join(", ") : "NULL AS nothing_shared";
}

/** A name for the first column of the answer that no other one has. */
function changeName(columns: readonly SharedColumn[]): string {
  let name = "change";
  while (columns.some((column) => column.name.toLowerCase() === name)) name = `_${name}`;
  return quoteName(name);
}

function byRow(columns: readonly SharedColumn[]): string {
  const items = selection(columns);
  const change = changeName(columns);
  const [old, young] = [`SELECT ${items} FROM "before"`, `SELECT ${items} FROM "after"`];
  return `SELECT * FROM (
  SELECT 'removed' AS ${change}, * FROM (${old} EXCEPT ALL ${young})
  UNION ALL
  SELECT 'added' AS ${change}, * FROM (${young} EXCEPT ALL ${old})
) ORDER BY ${orderOf(columns)}${change} DESC`;
}

function byKey(columns: readonly SharedColumn[], key: readonly string[]): string {
  const items = selection(columns);
  const change = changeName(columns);
  const same = key.map((name) => `o.${quoteName(name)} IS NOT DISTINCT FROM y.${quoteName(name)}`)
    .join(" AND ");
  const others = columns.filter(({ name }) => !key.includes(name));
  const differs = others.length === 0 ? "false" : others
    .map(({ name }) => `o.${quoteName(name)} IS DISTINCT FROM y.${quoteName(name)}`).join(" OR ");
  const order = orderOf([
    ...key.map((name) => ({ name, asText: false })),
  ]);
  return `WITH o AS (SELECT ${items} FROM "before"), y AS (SELECT ${items} FROM "after")
SELECT * FROM (
  SELECT 'removed' AS ${change}, o.* FROM o WHERE NOT EXISTS (SELECT 1 FROM y WHERE ${same})
  UNION ALL
  SELECT 'added' AS ${change}, y.* FROM y WHERE NOT EXISTS (SELECT 1 FROM o WHERE ${same})
  UNION ALL
  SELECT 'before' AS ${change}, o.* FROM o JOIN y ON ${same} WHERE ${differs}
  UNION ALL
  SELECT 'after' AS ${change}, y.* FROM o JOIN y ON ${same} WHERE ${differs}
) ORDER BY ${order}${change} DESC`;
}

function orderOf(columns: readonly SharedColumn[]): string {
  return columns.map(({ name }) => `${quoteName(name)}, `).join("");
}
