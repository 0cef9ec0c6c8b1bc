/**
 * Tables of the pond as other engines want them: Delta tables, or Parquet files with or without a
 * partition a directory. A run writes what is new since the last one and remembers what that was: a
 * Delta table in a property of its own, Parquet files in a manifest beside them. A stored series
 * grows by its new versions; whatever is computed is replaced when the key of its content changes.
 *
 * {@linkcode exportTable} goes through four steps: what there is to write (`source.ts`), as which
 * columns (`shape.ts`), in which files (`outputs.ts`), and how they become visible at once
 * (`delta_layout.ts`, `file_layout.ts`).
 *
 * @module
 */
export * from "./api.ts";
export { exportTable } from "./export_table.ts";
export * from "./views/mod.ts";
export { boundsOfFooter } from "./statistics.ts";
