/**
 * What derives from exported tables, for other engines: statements for native DuckDB, a script for
 * Spark, a dbt project, and catalogs of the nodes. The tables themselves are written by
 * {@linkcode exportTable}.
 *
 * @module
 */
export type { DerivedView, LeafTable, ViewGraph, ViewInput } from "./graph.ts";
export { writeViews } from "./write_views.ts";
