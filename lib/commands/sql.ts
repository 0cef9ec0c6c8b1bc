import type { Explanation, Pond, RunOptions } from "../pond/mod.ts";
import { type Content, parquetContent } from "./cat.ts";
import type { OutputFormat } from "../base/mod.ts";

/** Which query, and as what. */
export interface SqlOptions {
  /** One SELECT (or WITH … SELECT) over quoted pond paths, globs and source URLs. */
  readonly query: string;
  readonly format?: OutputFormat | undefined;
  readonly run?: RunOptions;
}

/**
 * The answer to a query over any number of relations.
 * @throws {PondError} `invalid-query`, `not-found` for a literal path, `timeout`, …
 */
export async function sqlCommand(pond: Pond, options: SqlOptions): Promise<Content> {
  const reader = await pond.read();
  if (options.format === "parquet") {
    return parquetContent((target) => reader.sqlParquet(options.query, target, options.run));
  }
  return { is: "rows", result: await reader.sql(options.query, options.run) };
}

/**
 * What the query read, after running it.
 * @throws {PondError} as {@linkcode sqlCommand}
 */
export async function sqlExplain(pond: Pond, options: SqlOptions): Promise<Explanation> {
  return await (await pond.read()).explainSql(options.query, options.run);
}
