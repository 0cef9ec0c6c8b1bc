import { PondError, quoteName, quoteText } from "../../base/mod.ts";
import {
  type DataFile,
  type DeltaSnapshot,
  type Field,
  storedPath,
  typeOfField,
} from "../../delta/mod.ts";
import { createSqlEngine, type EngineQuery, type SqlEngine, sqlTypeOf } from "../../sql/mod.ts";
import type { Store } from "../../store/mod.ts";
import {
  type ByteSource,
  formatType,
  type ParquetFile,
  type ParquetScan,
  type Relation,
} from "../../table/mod.ts";
import type { QueryReader } from "../query.ts";
import type { QueryColumn } from "../query_api.ts";

/** Where a table lies. */
export interface TablePlace {
  readonly hostPath: string;
  readonly store: Store;
  readonly table: { readonly root: string };
}

let shared: SqlEngine | undefined;

/** Queries over one state of a table, which is called `source` in them. */
export function snapshotReader(snapshot: DeltaSnapshot, place: TablePlace): QueryReader {
  const engine = shared ??= createSqlEngine();
  const relation = relationOf(snapshot, place);
  const query = (sql: string): EngineQuery => ({ sql, relations: new Map([["source", relation]]) });
  return {
    sql: (sql, options) => engine.run(query(sql), options),
    sqlParquet: (sql, target, options) => engine.writeParquet(query(sql), target, options),
    sqlColumns: (sql) => engine.columns(query(sql)),
    explainSql: (sql, options) => engine.explain(query(sql), options),
  };
}

/** The columns of a table, as a query has them; a type that pond hasn't in Delta's words. */
export function columnsOfFields(fields: readonly Field[]): readonly QueryColumn[] {
  return fields.map(({ name, type, nullable }) => {
    const known = typeOfField(type);
    return { name, type: known ? formatType(known) : JSON.stringify(type), nullable };
  });
}

/**
 * The rows of a state: those of its files, with the values of partitions, which are in the log
 * alone, and NULL where a file is older than a column.
 */
function relationOf(snapshot: DeltaSnapshot, place: TablePlace): Relation {
  const { metadata, files } = snapshot;
  const label = place.hostPath;
  refuseFeatures(snapshot, label);
  const scans = files.map((file) => scanOf(file, snapshot, place));
  const empty: Relation = { type: "empty", label, columns: metadata.schema.flatMap(columnOf) };
  const rows: Relation = { type: "union", label, inputs: [empty, ...scans] };
  return {
    type: "query",
    label,
    sql: `SELECT ${metadata.schema.map(({ name }) => quoteName(name)).join(", ")} FROM rows`,
    inputs: new Map([["rows", rows]]),
    time: null,
    origin: { kind: "table", factory: null, cache: null },
  };
}

function columnOf({ name, type, nullable }: Field) {
  const known = typeOfField(type);
  return known ? [{ name, type: known, nullable }] : [];
}

function scanOf(file: DataFile, { metadata }: DeltaSnapshot, place: TablePlace): Relation {
  const label = `${place.hostPath}/${storedPath(file.path)}`;
  const origin = { kind: "table", factory: null, cache: null } as const;
  const scan: ParquetScan = {
    type: "parquet",
    label,
    files: [parquetFile(file, label, place)],
    time: null,
    origin,
  };
  const { partitionColumns, schema } = metadata;
  if (partitionColumns.length === 0) return scan;
  const values = partitionColumns.map((name) => {
    const value = file.partitionValues[name] ?? null;
    const type = typeOfField(schema.find((field) => field.name === name)!.type)!;
    const constant = value === null ? "NULL" : quoteText(value);
    return `CAST(${constant} AS ${sqlTypeOf(type)}) AS ${quoteName(name)}`;
  });
  return {
    type: "query",
    label,
    sql: `SELECT *, ${values.join(", ")} FROM file`,
    inputs: new Map([["file", scan]]),
    time: null,
    origin,
  };
}

function parquetFile(file: DataFile, label: string, { store, table }: TablePlace): ParquetFile {
  const name = `${table.root}/${storedPath(file.path)}`;
  return {
    label,
    key: `${label} ${file.sizeBytes} ${file.modificationTime}`,
    sizeBytes: file.sizeBytes,
    rows: file.rows,
    bounds: null,
    schemaKey: null,
    version: null,
    async open(): Promise<ByteSource> {
      const reader = await store.open(name);
      return {
        key: label,
        sizeBytes: reader.sizeBytes,
        readSync: (offset, into) => reader.readSync(offset, into),
        close: () => reader.close(),
      };
    },
  };
}

/** What would give rows that aren't there any more, or under other names. */
function refuseFeatures({ metadata, protocol }: DeltaSnapshot, label: string): void {
  const mode = metadata.configuration["delta.columnMapping.mode"] ?? "none";
  const deletions = protocol.readerFeatures?.includes("deletionVectors");
  if (mode === "none" && !deletions) return;
  const what = deletions ? "deletion vectors" : `columns mapped by ${mode}`;
  throw new PondError("unsupported", `cannot read ${label}: it has ${what}`);
}
