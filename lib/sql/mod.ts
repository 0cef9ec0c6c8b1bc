/**
 * SQL over relations. {@linkcode SqlEngine} is the whole of what pond asks from an engine; `duckdb/` is the one that is built
 * in. A {@linkcode Relation} tree becomes one statement, so that the engine's optimizer pushes filters and
 * columns through every derived level down to the Parquet files; files that stored bounds rule out
 * are never opened.
 *
 * @module
 */
export * from "./engine.ts";
export * from "./create.ts";
