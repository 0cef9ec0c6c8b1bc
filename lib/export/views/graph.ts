import type { Column, TimeColumn } from "../../table/mod.ts";
import type { ExportLayout } from "../api.ts";

/** Tables that lie in a directory, and the queries over them that give the derived nodes. */
export interface ViewGraph {
  /** What the queries read, in the order of names. */
  readonly leaves: readonly LeafTable[];
  /** Derived nodes, each after those that it reads. */
  readonly views: readonly DerivedView[];
}

/** A table of the directory. */
export interface LeafTable {
  /** The pond path, glob or source URL that it holds; no two have the same. */
  readonly name: string;
  readonly kind: "table" | "series";
  /** Null where it is stored. */
  readonly factory: string | null;
  /** As the pond has them; the files may hold wider types. */
  readonly columns: readonly Column[];
  readonly time: TimeColumn | null;
  /** Below the directory. */
  readonly location: string;
  readonly layout: ExportLayout;
  /** Its Parquet files, below `location`. */
  readonly files: readonly string[];
  /** Of the content. */
  readonly key: string;
}

/** A derived node. */
export interface DerivedView {
  /** Its path. */
  readonly name: string;
  readonly kind: "table" | "series";
  readonly factory: string;
  /** One SELECT, without a semicolon. */
  readonly sql: string;
  /** What the query calls its relations. */
  readonly inputs: readonly ViewInput[];
  readonly columns: readonly Column[];
  readonly time: TimeColumn | null;
  /** Of the content. */
  readonly key: string;
}

/** A relation of a {@linkcode DerivedView}. */
export interface ViewInput {
  /** In the query. */
  readonly name: string;
  /** As the config has it: a path, a glob or a source URL. */
  readonly source: string;
  /** The name of the {@linkcode LeafTable} or {@linkcode DerivedView} that it is. */
  readonly of: string;
}

/** The query of `view` with its inputs as common table expressions, each as `nameOf` calls it. */
export function selectOf(
  view: DerivedView,
  quoted: { readonly name: (name: string) => string; readonly table: (of: string) => string },
): string {
  const inputs = view.inputs
    .map(({ name, of }) => ({ name: quoted.name(name), table: quoted.table(of) }))
    // What is called as the table is needs no other name, and could not be told from it.
    .filter(({ name, table }) => name.toLowerCase() !== table.toLowerCase())
    .map(({ name, table }) => `  ${name} AS (SELECT * FROM ${table})`);
  if (inputs.length === 0) return view.sql;
  return `WITH\n${inputs.join(",\n")}\nSELECT * FROM (\n${view.sql}\n)`;
}
