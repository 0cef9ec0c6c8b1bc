import { quoteName, quoteText } from "../../base/mod.ts";
import { sqlTypeOf } from "../../sql/mod.ts";
import type { Column } from "../../table/mod.ts";
import { type LeafTable, selectOf, type ViewGraph } from "./graph.ts";

const HEAD = `-- The tables of this directory, and what derives from them, as views. Made by
-- \`pond export --with-views\`, which writes it anew. Use it from this directory:
--   duckdb -init duckdb.sql
-- Delta tables need DuckDB's extension "delta", which it fetches when it first meets one.
SET TimeZone = 'UTC';
`;

/** The statements that make a view of every table and derived node, for native DuckDB. */
export function duckDbScript({ leaves, views }: ViewGraph): string {
  const tables = leaves.map((leaf) => viewOf(leaf.name, leafSelect(leaf, leaf.location)));
  const derived = views.map((view) =>
    viewOf(view.name, selectOf(view, { name: quoteName, table: quoteName }))
  );
  return [HEAD, ...tables, ...derived].join("\n");
}

/** The rows of `leaf`, whose files lie at `location`, as the columns that the pond has. */
export function leafSelect(leaf: LeafTable, location: string): string {
  if (leaf.files.length === 0) {
    const columns = leaf.columns.map(({ name, type }) =>
      `  CAST(NULL AS ${sqlTypeOf(type)}) AS ${quoteName(name)}`
    );
    return `SELECT\n${columns.join(",\n")}\nWHERE false`;
  }
  const columns = leaf.columns.map((column) => `  ${valueOf(column)} AS ${quoteName(column.name)}`);
  return `SELECT\n${columns.join(",\n")}\nFROM ${scanOf(leaf, location)}`;
}

function viewOf(name: string, select: string): string {
  return `CREATE OR REPLACE VIEW ${quoteName(name)} AS\n${select};\n`;
}

/** Times are marked UTC in the files; the pond's SQL has them as UTC without a mark. */
function valueOf({ name, type }: Column): string {
  return type.is === "timestamp"
    ? `${quoteName(name)} AT TIME ZONE 'UTC'`
    : `CAST(${quoteName(name)} AS ${sqlTypeOf(type)})`;
}

function scanOf({ layout }: LeafTable, location: string): string {
  switch (layout) {
    case "delta":
      return `delta_scan(${quoteText(location)})`;
    case "hive":
      return `read_parquet(${quoteText(`${location}/**/*.parquet`)}, hive_partitioning = false)`;
    case "files":
      return `read_parquet(${quoteText(`${location}/*.parquet`)})`;
  }
}
