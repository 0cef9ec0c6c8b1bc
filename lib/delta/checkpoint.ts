import { PondError } from "../base/mod.ts";
import type { SchemaElement } from "../deps/hyparquet.ts";
import type { Store } from "../store/mod.ts";
import type { Field } from "./api.ts";
import type { AddAction, MetaDataAction, RemoveAction } from "./commit_file.ts";
import { openParquet } from "./parquet_read.ts";
import { group, leaf } from "./parquet_schema.ts";
import { newParquetEncoder } from "./parquet_write.ts";
import type { TableState } from "./state.ts";

const COLUMNS = ["txn", "add", "remove", "metaData", "protocol"] as const;
const OPTIONAL = { repetition_type: "OPTIONAL" } as const;

/** The bytes of a classic checkpoint (v1): one action a row. */
export async function encodeCheckpoint(state: TableState): Promise<Uint8Array> {
  const rows = actionRows(state);
  const encoder = await newParquetEncoder(SCHEMA);
  const columns = COLUMNS.map((column) => rows.map((row) => row[column] ?? null));
  const group = encoder.rowGroup(columns, rows.length);
  const footer = encoder.finish();
  const bytes = new Uint8Array(group.length + footer.length);
  bytes.set(group);
  bytes.set(footer, group.length);
  return bytes;
}

/**
 * The state in a checkpoint file.
 * @throws {PondError} `not-found`, `corrupt`
 */
export async function readCheckpoint(
  store: Store,
  name: string,
  version: number,
): Promise<TableState> {
  const parquet = await openParquet(store, name);
  try {
    const rows: ActionRow[] = [];
    for (let index = 0; index < parquet.metadata.row_groups.length; index++) {
      const count = Number(parquet.metadata.row_groups[index]!.num_rows);
      const part: ActionRow[] = Array.from({ length: count }, () => ({}));
      for (const column of COLUMNS) {
        if (!parquet.columns.has(column)) continue;
        const values = await parquet.readColumn(index, column) as readonly unknown[];
        values.forEach((value, row) => {
          if (value !== null && value !== undefined) part[row]![column] = plain(value);
        });
      }
      rows.push(...part);
    }
    return stateOf(rows, version, name);
  } finally {
    parquet.close();
  }
}

type ActionRow = { [column in (typeof COLUMNS)[number]]?: unknown };

function actionRows(state: TableState): ActionRow[] {
  return [
    { protocol: state.protocol },
    { metaData: state.metaData && checkpointedMetaData(state.metaData) },
    ...[...state.txns.values()].map((txn) => ({ txn: longs(txn, "version", "lastUpdated") })),
    ...[...state.removes.values()].map((remove) => ({
      remove: longs({ ...remove, dataChange: false }, "deletionTimestamp", "size"),
    })),
    ...[...state.adds.values()].map((add) => ({
      add: longs({ ...add, dataChange: false }, "size", "modificationTime"),
    })),
  ];
}

function checkpointedMetaData(metaData: MetaDataAction): unknown {
  return longs(metaData, "createdTime");
}

/** A copy with the named numbers as bigint, which is what an INT64 column takes. */
function longs<T extends object>(action: T, ...names: (keyof T & string)[]): unknown {
  const copy = { ...action } as Record<string, unknown>;
  for (const name of names) {
    if (typeof copy[name] === "number") copy[name] = BigInt(copy[name]);
  }
  return copy;
}

/** Undoes {@linkcode longs} and leaves out what is NULL, as JSON commits do. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null && member !== undefined)
      .map(([name, member]) => [name, name === "partitionValues" ? member : plain(member)]),
  );
}

function stateOf(rows: readonly ActionRow[], version: number, name: string): TableState {
  const adds = new Map<string, AddAction>();
  const removes = new Map<string, RemoveAction>();
  const txns: TableState["txns"] extends ReadonlyMap<infer K, infer V> ? Map<K, V> : never =
    new Map();
  let protocol: TableState["protocol"];
  let metaData: TableState["metaData"];
  for (const row of rows) {
    if (row.protocol) protocol = row.protocol as TableState["protocol"];
    if (row.metaData) metaData = normalMetaData(row.metaData as MetaDataAction);
    if (row.txn) {
      const txn = row.txn as { appId: string; version: number };
      txns.set(txn.appId, txn);
    }
    if (row.add) {
      const add = row.add as AddAction;
      adds.set(add.path, { ...add, partitionValues: add.partitionValues ?? {} });
    }
    if (row.remove) {
      const remove = row.remove as RemoveAction;
      removes.set(remove.path, remove);
    }
  }
  if (!protocol || !metaData) {
    throw new PondError("corrupt", `cannot read ${name}: it has no protocol or no metadata`);
  }
  return { version, protocol, metaData, adds, removes, txns };
}

function normalMetaData(metaData: MetaDataAction): MetaDataAction {
  return {
    ...metaData,
    format: {
      provider: metaData.format?.provider ?? "parquet",
      options: metaData.format?.options ?? {},
    },
    partitionColumns: metaData.partitionColumns ?? [],
    configuration: metaData.configuration ?? {},
  };
}

const SCHEMA = checkpointSchema();

function checkpointSchema(): SchemaElement[] {
  const string = (name: string) => column({ name, type: "string", nullable: true });
  const long = (name: string) => column({ name, type: "long", nullable: true });
  const integer = (name: string) => column({ name, type: "integer", nullable: true });
  const boolean = (name: string) => column({ name, type: "boolean", nullable: true });
  const struct = (name: string, ...children: SchemaElement[][]) =>
    group(name, OPTIONAL, ...children);
  return group(
    "spark_schema",
    undefined,
    struct("txn", string("appId"), long("version"), long("lastUpdated")),
    struct(
      "add",
      string("path"),
      map("partitionValues"),
      long("size"),
      long("modificationTime"),
      boolean("dataChange"),
      string("stats"),
    ),
    struct(
      "remove",
      string("path"),
      long("deletionTimestamp"),
      boolean("dataChange"),
      boolean("extendedFileMetadata"),
      map("partitionValues"),
      long("size"),
    ),
    struct(
      "metaData",
      string("id"),
      string("name"),
      string("description"),
      struct("format", string("provider"), map("options")),
      string("schemaString"),
      list("partitionColumns"),
      map("configuration"),
      long("createdTime"),
    ),
    struct("protocol", integer("minReaderVersion"), integer("minWriterVersion")),
  );
}

function column(field: Field): SchemaElement[] {
  return [leaf(field)];
}

function map(name: string): SchemaElement[] {
  return group(
    name,
    { ...OPTIONAL, converted_type: "MAP", logical_type: { type: "MAP" } },
    group(
      "key_value",
      { repetition_type: "REPEATED" },
      column({ name: "key", type: "string", nullable: false }),
      column({ name: "value", type: "string", nullable: true }),
    ),
  );
}

function list(name: string): SchemaElement[] {
  return group(
    name,
    { ...OPTIONAL, converted_type: "LIST", logical_type: { type: "LIST" } },
    group(
      "list",
      { repetition_type: "REPEATED" },
      column({ name: "element", type: "string", nullable: true }),
    ),
  );
}
