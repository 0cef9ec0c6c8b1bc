import { PondError } from "../base/mod.ts";
import type { DataFile, DeltaSnapshot, TableMetadata } from "./api.ts";
import type {
  Actions,
  AddAction,
  MetaDataAction,
  ProtocolAction,
  RemoveAction,
  TxnAction,
} from "./commit_file.ts";
import { parseSchema } from "./schema_string.ts";
import { parseStats } from "./stats.ts";

/** A table's state at a version: the replay of its log up to there. */
export interface TableState {
  readonly version: number;
  readonly protocol: ProtocolAction | undefined;
  readonly metaData: MetaDataAction | undefined;
  readonly adds: ReadonlyMap<string, AddAction>;
  /** Tombstones of the commits that were replayed. */
  readonly removes: ReadonlyMap<string, RemoveAction>;
  /** The checkpoint that holds the tombstones before those, if there is one. */
  readonly earlierRemoves: string | null;
  readonly txns: ReadonlyMap<string, TxnAction>;
}

/** The state before version 0. */
export const EMPTY_STATE: TableState = {
  version: -1,
  protocol: undefined,
  metaData: undefined,
  adds: new Map(),
  removes: new Map(),
  earlierRemoves: null,
  txns: new Map(),
};

/** The state after the commits that follow on `state`, in order. */
export function replay(state: TableState, commits: readonly Actions[]): TableState {
  if (commits.length === 0) return state;
  let { protocol, metaData } = state;
  const adds = new Map(state.adds);
  const removes = new Map(state.removes);
  const txns = new Map(state.txns);
  for (const commit of commits) {
    protocol = commit.protocol ?? protocol;
    metaData = commit.metaData ?? metaData;
    for (const remove of commit.removes) {
      adds.delete(remove.path);
      removes.set(remove.path, remove);
    }
    for (const add of commit.adds) {
      removes.delete(add.path);
      adds.set(add.path, add);
    }
    for (const txn of commit.txns) txns.set(txn.appId, txn);
  }
  const version = state.version + commits.length;
  return { ...state, version, protocol, metaData, adds, removes, txns };
}

/**
 * A state as readers see it.
 * @throws {PondError} `corrupt`; `unsupported` naming the reader feature that is unknown
 */
export function toSnapshot(state: TableState, tornVersion: number | null): DeltaSnapshot {
  const { protocol, metaData } = state;
  if (!protocol || !metaData) {
    throw new PondError("corrupt", "cannot open the table: its log has no protocol or metadata");
  }
  refuseUnknownFeatures(protocol, metaData);
  const metadata: TableMetadata = {
    id: metaData.id,
    ...(metaData.name === undefined ? {} : { name: metaData.name }),
    ...(metaData.description === undefined ? {} : { description: metaData.description }),
    schema: parseSchema(metaData.schemaString),
    schemaString: metaData.schemaString,
    partitionColumns: metaData.partitionColumns,
    configuration: metaData.configuration ?? {},
    createdTime: metaData.createdTime ?? null,
  };
  return {
    version: state.version,
    metadata,
    protocol,
    files: [...state.adds.values()].map((add) => toDataFile(add, metadata)),
    tornVersion,
  };
}

/**
 * A live `add` as a data file.
 * @throws {PondError} `corrupt` for a path that leaves the table
 */
export function toDataFile(add: AddAction, metadata: TableMetadata): DataFile {
  storedPath(add.path);
  return {
    path: add.path,
    partitionValues: add.partitionValues ?? {},
    sizeBytes: add.size,
    modificationTime: add.modificationTime,
    stats: add.stats ?? null,
    ...parseStats(add.stats ?? null, metadata.schema),
    tags: add.tags ?? {},
  };
}

/**
 * The file name that a path of the log stands for, below the table's root.
 * @throws {PondError} `corrupt` for absolute paths, URLs and paths that leave the table
 */
export function storedPath(path: string): string {
  let name: string;
  try {
    name = decodeURIComponent(path);
  } catch (cause) {
    throw new PondError("corrupt", `cannot read data file ${path}: its path is no URI`, { cause });
  }
  const inside = !/^[a-z][a-z0-9+.-]*:/i.test(path) && !/[\0\\]/.test(name) &&
    name.split("/").every((part) => part !== "" && part !== "." && part !== "..");
  if (inside) return name;
  throw new PondError("corrupt", `cannot read data file ${path}: it is outside the table`, {
    data: { path },
  });
}

/**
 * Refuses to write a table that needs a newer writer, or rules for its rows that this one doesn't
 * check.
 * @throws {PondError} `unsupported`
 */
export function refuseForeignWriters(snapshot: DeltaSnapshot): void {
  const { minWriterVersion, writerFeatures } = snapshot.protocol;
  if (minWriterVersion <= 2 && snapshot.metadata.configuration["delta.appendOnly"] !== "true") {
    return;
  }
  const needs = writerFeatures?.join(", ") ?? `writer version ${minWriterVersion}`;
  throw new PondError("unsupported", `cannot write the table: another tool upgraded it (${needs})`);
}

function refuseUnknownFeatures(protocol: ProtocolAction, metaData: MetaDataAction): void {
  const features = protocol.minReaderVersion >= 3
    ? protocol.readerFeatures ?? [`reader version ${protocol.minReaderVersion}`]
    : [];
  const mapping = metaData.configuration?.["delta.columnMapping.mode"] ?? "none";
  const unknown = [...features, ...(mapping === "none" ? [] : ["columnMapping"])];
  if (unknown.length === 0) return;
  throw new PondError(
    "unsupported",
    `cannot read the table: another tool upgraded it with ${unknown.join(", ")}`,
    { data: { features: unknown } },
  );
}
