import type {
  DataFile,
  DeltaChange,
  DeltaSnapshot,
  MetadataChange,
  StagedFile,
  TableMetadata,
} from "./api.ts";
import type { Actions, AddAction, MetaDataAction, RemoveAction } from "./commit_file.ts";
import { formatSchema } from "./schema_string.ts";

/** What a commit is made from. */
export interface CommitFacts {
  readonly change: DeltaChange;
  readonly newest: DeltaSnapshot;
  readonly version: number;
  /** The rows of the change. */
  readonly staged: readonly StagedFile[];
  readonly timestampUs: bigint;
  readonly engineInfo: string;
}

/** The actions of a commit; what the caller says of it never replaces what the log itself needs. */
export function commitActions(facts: CommitFacts): Actions {
  const { change, newest, version, timestampUs } = facts;
  const dataChange = change.dataChange ?? true;
  const timestamp = Number(timestampUs / 1000n);
  const info = typeof change.commitInfo === "function" ? change.commitInfo() : change.commitInfo;
  const { operation = "WRITE", operationParameters = {}, ...extra } = info ?? {};
  const removes = change.removes ?? [];
  return {
    commitInfo: {
      ...extra,
      timestamp,
      operation,
      operationParameters,
      engineInfo: facts.engineInfo,
      readVersion: change.base.version,
      isBlindAppend: removes.length === 0 && !change.conflict && !change.rebase,
      txnId: change.txnId,
      timestampUs: Number(timestampUs),
    },
    ...(change.metadata ? { metaData: toMetaData(newest.metadata, change.metadata) } : {}),
    removes: removes.map((file) => toRemove(file, { dataChange, timestamp })),
    adds: [...facts.staged, ...(change.adds ?? [])].map((file) => toAdd(file, dataChange)),
    txns: [{ appId: `pond:${newest.metadata.id}`, version, lastUpdated: timestamp }],
  };
}

function toMetaData(present: TableMetadata, change: MetadataChange): MetaDataAction {
  const { id, name, description, partitionColumns, createdTime } = present;
  return {
    id,
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    format: { provider: "parquet", options: {} },
    schemaString: change.schema ? formatSchema(change.schema) : present.schemaString,
    partitionColumns,
    configuration: change.configuration ?? present.configuration,
    ...(createdTime === null ? {} : { createdTime }),
  };
}

/** The `add` of a data file. */
export function toAdd(file: DataFile, dataChange: boolean): AddAction {
  return {
    path: file.path,
    partitionValues: file.partitionValues,
    size: file.sizeBytes,
    modificationTime: file.modificationTime,
    dataChange,
    ...(file.stats === null ? {} : { stats: file.stats }),
    ...(Object.keys(file.tags).length === 0 ? {} : { tags: file.tags }),
  };
}

function toRemove(
  file: DataFile,
  facts: { readonly dataChange: boolean; readonly timestamp: number },
): RemoveAction {
  return {
    path: file.path,
    deletionTimestamp: facts.timestamp,
    dataChange: facts.dataChange,
    extendedFileMetadata: true,
    partitionValues: file.partitionValues,
    size: file.sizeBytes,
  };
}

/** When a commit was made, as its writer says. */
export function timestampOf(actions: Actions): bigint {
  const { timestampUs, timestamp } = actions.commitInfo ?? {};
  if (typeof timestampUs === "number") return BigInt(Math.trunc(timestampUs));
  return typeof timestamp === "number" ? BigInt(Math.trunc(timestamp)) * 1000n : 0n;
}
