import { PondError, quoteName } from "../base/mod.ts";
import type { EngineQuery, SqlEngine } from "../sql/mod.ts";
import { formatType, type Relation } from "../table/mod.ts";
import type { SeriesRewriter } from "../tlogfs/mod.ts";

/** Merges versions of a series with the SQL engine, and proves with it that no row changed. */
export function seriesRewriter(engine: () => Promise<SqlEngine>): SeriesRewriter {
  return {
    async write(scan, target, { timeColumn }) {
      const sql = `SELECT * FROM source ORDER BY ${quoteName(timeColumn)}`;
      await (await engine()).writeParquet(queryOf(sql, scan), target);
    },
    async difference(before, after) {
      const using = await engine();
      const [columns, columnsAfter] = [await shapeOf(using, before), await shapeOf(using, after)];
      if (JSON.stringify(columns) !== JSON.stringify(columnsAfter)) {
        return "its columns would have other types";
      }
      const names = columns.map(([name]) => name);
      const [rows, rowsAfter] = [
        await fingerprint(using, before, names),
        await fingerprint(using, after, names),
      ];
      return rows === rowsAfter ? null : "its rows came out differently";
    },
  };
}

async function shapeOf(engine: SqlEngine, relation: Relation): Promise<[string, string][]> {
  const columns = await engine.columns(queryOf("SELECT * FROM source", relation));
  return columns.map(({ name, type }) => [name, formatType(type)]);
}

/** Equal for equal rows in any order, with their repetitions. */
async function fingerprint(
  engine: SqlEngine,
  relation: Relation,
  names: readonly string[],
): Promise<string> {
  const hash = `CAST(hash(${names.map(quoteName).join(", ")}) AS HUGEINT)`;
  const sql = `SELECT CAST(count(*) AS VARCHAR) || ' ' || ` +
    `coalesce(CAST(sum(${hash}) AS VARCHAR), '') AS rows FROM source`;
  await using result = await engine.run(queryOf(sql, relation));
  for await (const batch of result.batches) {
    const value: unknown = batch.getChildAt(0)?.get(0);
    if (typeof value === "string") return value;
  }
  throw new PondError("internal", "cannot compare rows: the engine gave no answer");
}

function queryOf(sql: string, relation: Relation): EngineQuery {
  return { sql, relations: new Map([["source", relation]]) };
}
