import { quoteName } from "../base/mod.ts";
import type { Cell, PageColumn } from "../page/mod.ts";
import { type Column, formatType, isNumeric } from "../table/mod.ts";
import type { PageQueries } from "./page_queries.ts";

/** Up to here distinct values are counted; beyond they are estimated. */
const COUNTED_ROWS = 100_000;

/** The most distinct values of which the frequent ones are told. */
const FEW_VALUES = 1000;

/** Frequent values that are told. */
const MOST_VALUES = 6;

/** Characters of the least and the greatest text. */
const MOST_CHARACTERS = 100;

/** What is known of a table's columns once it has been read. */
export interface Profiles {
  readonly rows: number;
  readonly columns: readonly Omit<PageColumn, "histogram">[];
}

/** How a column's values are looked at. */
interface Asked {
  readonly column: Column;
  /** Its name, quoted. */
  readonly name: string;
  /** Whether its values have an order and are told apart. */
  readonly compared: boolean;
}

/** Numbers of NULLs and of distinct values, bounds and frequent values of `columns`. */
export async function profilesOf(
  path: string,
  columns: readonly Column[],
  { queries, isSmall }: { readonly queries: PageQueries; readonly isSmall: boolean },
): Promise<Profiles> {
  const asked = columns.map((column): Asked => ({
    column,
    name: quoteName(column.name),
    compared: !/^(list|map|struct|binary|null)$/.test(column.type.is),
  }));
  const answer = async (sql: string) => (await queries.cells(path, { sql })).rows;
  const [facts = []] = await answer(factsSql(asked, isSmall ? exactly : about));
  const rows = Number(facts[0]);
  const exact = rows <= COUNTED_ROWS;
  const compared = asked.filter((each) => each.compared);
  const isCounted = !isSmall && exact && compared.length > 0;
  const [counts] = isCounted ? await answer(distinctSql(compared)) : [];
  let at = 1;
  const profiles = asked.map(({ column, compared: isCompared }) => {
    const [count, min, max, estimate] = facts.slice(at, at += isCompared ? 4 : 1);
    return {
      name: column.name,
      type: formatType(column.type),
      nullable: column.nullable,
      order: isNumeric(column.type) ? "number" as const : "text" as const,
      nulls: rows - Number(count),
      distinct: isCompared ? Number(estimate) : null,
      exact,
      min: min ?? null,
      max: max ?? null,
    };
  });
  let counted = 0;
  const withCounts = profiles.map((each, i) =>
    counts && asked[i]!.compared ? { ...each, distinct: Number(counts[counted++]) } : each
  );
  const top = await frequentValues(asked, { profiles: withCounts, answer, rows });
  return { rows, columns: withCounts.map((each, i) => ({ ...each, top: top.get(i) ?? null })) };
}

const exactly = ({ name }: Asked) => `count(DISTINCT ${name})`;
const about = ({ name }: Asked) => `approx_count_distinct(${name})`;

function factsSql(asked: readonly Asked[], distinct: (column: Asked) => string): string {
  const values = asked.flatMap((each) => {
    const { column, name, compared } = each;
    if (!compared) return [`count(${name})`];
    const isFloat = /^(float|double)$/.test(column.type.is);
    const real = isFloat ? ` FILTER (WHERE NOT isnan(${name}))` : "";
    const bounds = ["min", "max"].map((bound) =>
      column.type.is === "string"
        ? `left(CAST(${bound}(${name}) AS VARCHAR), ${MOST_CHARACTERS})`
        : `${bound}(${name})${real}`
    );
    return [`count(${name})`, ...bounds, distinct(each)];
  });
  return `SELECT ${
    ["count(*)", ...values].map((each, i) => `${each} AS c${i}`).join(", ")
  } FROM source`;
}

function distinctSql(asked: readonly Asked[]): string {
  const counts = asked.map((each, i) => `${exactly(each)} AS c${i}`);
  return `SELECT ${counts.join(", ")} FROM source`;
}

/** Of columns that are no numbers and have few values, by their places. */
async function frequentValues(
  asked: readonly Asked[],
  { profiles, answer, rows }: {
    readonly profiles: readonly { readonly distinct: number | null }[];
    readonly answer: (sql: string) => Promise<readonly (readonly Cell[])[]>;
    readonly rows: number;
  },
): Promise<Map<number, [Cell, number][]>> {
  const queries = asked.flatMap(({ column, name }, i) => {
    const distinct = profiles[i]!.distinct;
    const isFew = distinct !== null && distinct <= FEW_VALUES &&
      (distinct < rows || rows <= MOST_VALUES);
    if (!isFew || !/^(string|boolean|uuid)$/.test(column.type.is)) return [];
    const value = `left(CAST(${name} AS VARCHAR), ${MOST_CHARACTERS})`;
    return [`(SELECT ${i} AS place, ${value} AS value, count(*) AS n FROM source
WHERE ${name} IS NOT NULL GROUP BY 2 ORDER BY n DESC, value LIMIT ${MOST_VALUES})`];
  });
  const found = new Map<number, [Cell, number][]>();
  if (queries.length === 0) return found;
  const sql = `SELECT * FROM (${queries.join("\nUNION ALL\n")}) ORDER BY place, n DESC, value`;
  for (const [place, value, count] of await answer(sql)) {
    const values = found.get(Number(place)) ?? [];
    values.push([value ?? null, Number(count)]);
    found.set(Number(place), values);
  }
  return found;
}
