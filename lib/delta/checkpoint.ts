import { PondError } from "../base/mod.ts";
import type { Store } from "../store/mod.ts";
import type { RowType } from "./api.ts";
import type {
  AddAction,
  MetaDataAction,
  ProtocolAction,
  RemoveAction,
  TxnAction,
} from "./commit_file.ts";
import {
  groupNode,
  LIST_TYPE,
  MAP_TYPE,
  newParquetEncoder,
  openParquet,
  type SchemaNode,
} from "../parquet/mod.ts";
import { leaf } from "./parquet_schema.ts";
import type { TableState } from "./state.ts";

const COLUMNS = ["txn", "add", "remove", "metaData", "protocol"] as const;

/**
 * The bytes of a classic checkpoint (v1): one action a row. Tombstones have a row group of their
 * own, so that opening a table, which doesn't need them, doesn't pay for them.
 */
export async function encodeCheckpoint(state: TableState): Promise<Uint8Array> {
  const encoder = newParquetEncoder(SCHEMA);
  const parts: Uint8Array[] = [];
  for (const rows of [liveRows(state), tombstoneRows(state)]) {
    if (rows.length === 0) continue;
    const columns = COLUMNS.map((column) => rows.map((row) => row[column] ?? null));
    parts.push(encoder.rowGroup(columns, rows.length).bytes);
  }
  parts.push(encoder.finish());
  return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
}

/**
 * The state in a checkpoint file; its tombstones stay there until {@linkcode readTombstones} wants
 * them.
 * @throws {PondError} `not-found`, `corrupt`
 */
export async function readCheckpoint(
  store: Store,
  name: string,
  version: number,
): Promise<TableState> {
  const rows = await readActions(store, name, ["txn", "add", "metaData", "protocol"]);
  return stateOf(rows, { version, name });
}

/**
 * The tombstones in a checkpoint file.
 * @throws {PondError} `not-found`, `corrupt`
 */
export async function readTombstones(
  store: Store,
  name: string,
): Promise<readonly RemoveAction[]> {
  const rows = await readActions(store, name, ["remove"]);
  return rows.map((row) => row.remove as RemoveAction);
}

async function readActions(
  store: Store,
  name: string,
  columns: readonly ActionName[],
): Promise<readonly ActionRow[]> {
  const parquet = await openParquet(store, name);
  try {
    const rows: ActionRow[] = [];
    for (let index = 0; index < parquet.metadata.row_groups.length; index++) {
      for (const column of columns) {
        if (!parquet.columns.has(column) || parquet.isAllNull(index, column)) continue;
        const values = await parquet.readColumn(index, column) as readonly unknown[];
        for (const value of values) {
          if (value !== null && value !== undefined) rows.push({ [column]: plain(value) });
        }
      }
    }
    return rows;
  } finally {
    parquet.close();
  }
}

type ActionName = (typeof COLUMNS)[number];
type ActionRow = { [column in ActionName]?: unknown };

function liveRows(state: TableState): ActionRow[] {
  return [
    { protocol: state.protocol },
    { metaData: state.metaData && checkpointedMetaData(state.metaData) },
    ...[...state.txns.values()].map((txn) => ({ txn: longs(txn, "version", "lastUpdated") })),
    ...[...state.adds.values()].map((add) => ({
      add: longs({ ...add, dataChange: false }, "size", "modificationTime"),
    })),
  ];
}

function tombstoneRows(state: TableState): ActionRow[] {
  return [...state.removes.values()].map((remove) => ({
    remove: longs({ ...remove, dataChange: false }, "deletionTimestamp", "size"),
  }));
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
  const copy: Record<string, unknown> = {};
  for (const name in value) {
    const member = (value as Record<string, unknown>)[name];
    if (member === null || member === undefined) continue;
    copy[name] = name === "partitionValues" || name === "tags" ? member : plain(member);
  }
  return copy;
}

function stateOf(
  rows: readonly ActionRow[],
  checkpoint: { readonly version: number; readonly name: string },
): TableState {
  const adds = new Map<string, AddAction>();
  const txns = new Map<string, TxnAction>();
  let protocol: ProtocolAction | undefined;
  let metaData: MetaDataAction | undefined;
  for (const row of rows) {
    if (row.protocol) protocol = row.protocol as ProtocolAction;
    if (row.metaData) metaData = normalMetaData(row.metaData as MetaDataAction);
    if (row.txn) {
      const txn = row.txn as TxnAction;
      txns.set(txn.appId, txn);
    }
    if (row.add) {
      const add = row.add as AddAction;
      adds.set(add.path, { ...add, partitionValues: add.partitionValues ?? {} });
    }
  }
  const { version, name } = checkpoint;
  if (!protocol || !metaData) {
    throw new PondError("corrupt", `cannot read ${name}: it has no protocol or no metadata`);
  }
  return { version, protocol, metaData, adds, removes: new Map(), txns, earlierRemoves: name };
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

function checkpointSchema(): SchemaNode {
  const nullable = (type: RowType) => (name: string) => leaf({ name, type, nullable: true });
  const [string, long] = [nullable("string"), nullable("long")];
  const [integer, boolean] = [nullable("integer"), nullable("boolean")];
  const struct = (name: string, ...children: SchemaNode[]) => groupNode(name, "optional", children);
  return groupNode("spark_schema", "required", [
    struct("txn", string("appId"), long("version"), long("lastUpdated")),
    struct(
      "add",
      string("path"),
      map("partitionValues"),
      long("size"),
      long("modificationTime"),
      boolean("dataChange"),
      string("stats"),
      map("tags"),
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
  ]);
}

/** Old readers know a map by `key_value` alone, and a list by `list.element`. */
function map(name: string): SchemaNode {
  const entry = groupNode("key_value", "repeated", [
    leaf({ name: "key", type: "string", nullable: false }),
    leaf({ name: "value", type: "string", nullable: true }),
  ]);
  return groupNode(name, "optional", [entry], MAP_TYPE);
}

function list(name: string): SchemaNode {
  const item = groupNode("list", "repeated", [
    leaf({ name: "element", type: "string", nullable: true }),
  ]);
  return groupNode(name, "optional", [item], LIST_TYPE);
}
