import { type Column, type DataType, formatType } from "../../table/mod.ts";
import type { DerivedView, LeafTable, ViewGraph } from "./graph.ts";

/** `pond.json`: what each node is, where it lies and what it is made from. */
export function pondCatalog(graph: ViewGraph): string {
  return json({
    generator: "pond export --with-views",
    format: 1,
    nodes: [...graph.leaves.map(leafEntry), ...graph.views.map(viewEntry)],
  });
}

/**
 * `datapackage.json`: the same as a Frictionless data package (https://datapackage.org). Derived
 * nodes have no data of their own and stand under `pond`.
 */
export function dataPackage({ leaves, views }: ViewGraph): string {
  return json({
    $schema: "https://datapackage.org/profiles/2.0/datapackage.json",
    name: "pond-export",
    resources: leaves.filter(({ files }) => files.length > 0).map((leaf) => ({
      name: resourceName(leaf.location),
      title: leaf.name,
      path: leaf.files.map((file) => `${leaf.location}/${file}`),
      format: "parquet",
      mediatype: "application/vnd.apache.parquet",
      schema: { fields: leaf.columns.map(fieldOf) },
      pond: leafEntry(leaf),
    })),
    pond: { derived: views.map(viewEntry) },
  });
}

function leafEntry(leaf: LeafTable) {
  return {
    path: leaf.name,
    kind: leaf.kind,
    factory: leaf.factory,
    query: null,
    inputs: [],
    location: leaf.location,
    layout: leaf.layout,
    columns: leaf.columns.map(columnEntry),
    time_column: leaf.time?.name ?? null,
    key: leaf.key,
  };
}

function viewEntry(view: DerivedView) {
  return {
    path: view.name,
    kind: view.kind,
    factory: view.factory,
    query: view.sql,
    inputs: view.inputs.map(({ name, source, of }) => ({ name, source, path: of })),
    location: null,
    layout: null,
    columns: view.columns.map(columnEntry),
    time_column: view.time?.name ?? null,
    key: view.key,
  };
}

function columnEntry({ name, type, nullable }: Column) {
  return { name, type: formatType(type), nullable };
}

function fieldOf({ name, type, nullable }: Column) {
  return { name, type: fieldType(type), constraints: { required: !nullable } };
}

/** As the Table Schema of Frictionless has it. */
function fieldType({ is }: DataType): string {
  switch (is) {
    case "boolean":
    case "date":
    case "time":
      return is;
    case "timestamp":
      return "datetime";
    case "interval":
      return "duration";
    case "float":
    case "double":
    case "decimal":
      return "number";
    case "list":
      return "array";
    case "struct":
    case "map":
      return "object";
    case "string":
    case "uuid":
      return "string";
    case "binary":
    case "null":
      return "any";
    default:
      return "integer";
  }
}

/** Resource names are lower-case letters, digits, `.`, `_`, `-` and `/`. */
function resourceName(location: string): string {
  return location.toLowerCase();
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2) + "\n";
}
