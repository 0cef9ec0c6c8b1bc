import type { SqlEngine, SqlEngineOptions } from "../engine.ts";
import { DuckDbEngine } from "./duckdb_engine.ts";

/**
 * The built-in SQL engine. Nothing is loaded before its first query (0.3 s then, once).
 */
export function createSqlEngine(options: SqlEngineOptions = {}): SqlEngine {
  return new DuckDbEngine(options);
}
