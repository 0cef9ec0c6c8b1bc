import { isPondError, newUuid, PondError } from "../base/mod.ts";
import {
  type CommitInfo,
  createDeltaTable,
  type DeltaOptions,
  type DeltaSnapshot,
  type DeltaTable,
  type Field,
  openDeltaTable,
  type StagedFile,
} from "../delta/mod.ts";
import type { ExportedTable } from "./api.ts";
import { checkRecord, type ExportRun, placeOf, somebodyElses } from "./export_run.ts";
import { outputsOf } from "./outputs.ts";
import { type ExportRecord, parseRecord } from "./record.ts";
import { growth, partitionFields, type Shape } from "./shape.ts";
import type { SourcePart } from "./source.ts";

/**
 * The property that holds the {@linkcode ExportRecord}. A property, unlike what a commit says of
 * itself, is part of the table's state: it changes in the commit that adds the rows, and is there
 * whoever wrote or cleaned the log since.
 */
const PROPERTY = "pond.export";

/** As data files are called. */
const OWN_FILE = /^part-00000-[0-9a-f-]{36}-c000\.zstd\.parquet$/;

type Stager = Pick<DeltaTable, "stageParquet">;

/**
 * Writes a Delta table of its own: version 0 with the first rows, then a version for each run that
 * has something new.
 */
export async function exportDelta(job: ExportRun): Promise<ExportedTable> {
  const table = await openTable(job);
  if (!table) return await createTable(job);
  const snapshot = await table.snapshot();
  const before = recordOf(job, snapshot);
  const plan = await planOf(job, snapshot, before);
  if (!plan) return resultOf(job, "unchanged", { snapshot, added: [], removed: 0 });
  const { fields, mode } = plan;
  const removes = mode === "Overwrite" ? snapshot.files : [];
  const added = await stageAll(job, table, { parts: plan.parts, fields });
  const outcome = await table.commit({
    base: snapshot,
    txnId: newUuid(job.services.environment),
    adds: added,
    removes,
    metadata: {
      ...(plan.newSchema ? { schema: fields } : {}),
      configuration: { ...snapshot.metadata.configuration, ...properties(job.source.record) },
    },
    commitInfo: commitInfo(job, "WRITE", mode),
  });
  // After an error the commit may be there all the same, and name these files: only a conflict says
  // that it isn't.
  if (outcome.status === "conflict") {
    await discardFrom(job, added);
    throw new PondError(
      "conflict",
      `cannot export ${job.source.path}: another writer changed ${placeOf(job)} meanwhile`,
      { hint: "try again" },
    );
  }
  const status = mode === "Overwrite" ? "rewritten" : "added";
  return resultOf(job, status, {
    snapshot: await table.snapshot(),
    added,
    removed: removes.length,
  });
}

async function openTable(job: ExportRun): Promise<DeltaTable | null> {
  try {
    return await openDeltaTable(job.store, deltaOptions(job));
  } catch (error) {
    if (!isPondError(error, "not-found")) throw error;
    return null;
  }
}

async function createTable(job: ExportRun): Promise<ExportedTable> {
  const { source, shape, store } = job;
  await refuseForeignFiles(job);
  const fields = [...shape.fields, ...partitionFields(shape.partition)];
  let added: readonly StagedFile[] = [];
  const table = await createDeltaTable(store, {
    ...deltaOptions(job),
    schema: fields,
    partitionColumns: shape.partition,
    configuration: properties(source.record),
    commitInfo: commitInfo(job, "CREATE TABLE AS SELECT", "ErrorIfExists"),
    stage: async (stager) => added = await stageAll(job, stager, { parts: source.parts, fields }),
  }).catch(async (error) => {
    await removeEmpty(job);
    throw error;
  });
  return resultOf(job, "created", { snapshot: await table.snapshot(), added, removed: 0 });
}

/** A first run that was cut off leaves files that no commit names; they are in nobody's way. */
async function refuseForeignFiles(job: ExportRun): Promise<void> {
  const { store, target, keeping } = job;
  const began = (await store.list(keeping)).length > 0;
  for (const { name } of await store.list(target.name)) {
    if (name === "_delta_log" || (began && OWN_FILE.test(name))) continue;
    throw somebodyElses(job, "something that is no Delta table is there");
  }
}

/** What is to be written into a table that is there; null: nothing. */
async function planOf(job: ExportRun, { metadata }: DeltaSnapshot, before: ExportRecord) {
  const { shape, source } = job;
  const parts = await source.since(before);
  if (parts?.length === 0 && before.versions === source.record.versions) return null;
  const partition = partitionFields(shape.partition);
  const present = metadata.schema.filter(({ name }) => !metadata.partitionColumns.includes(name));
  const grown = growth(present, shape.fields);
  if (parts && grown.change !== "retyped") {
    const fields = [...grown.fields, ...partition];
    return { parts, fields, newSchema: grown.change === "grown", mode: "Append" } as const;
  }
  const fields = [...shape.fields, ...partition];
  return { parts: source.parts, fields, newSchema: true, mode: "Overwrite" } as const;
}

/** The record of a table that this node may go on writing. */
function recordOf(job: ExportRun, { metadata }: DeltaSnapshot): ExportRecord {
  const record = parseRecord(metadata.configuration[PROPERTY]);
  if (!record) throw somebodyElses(job, "another tool made the table that is there");
  checkRecord(job, record, metadata.partitionColumns);
  return record;
}

/** Files for `parts`, without the empty ones; none is left when one fails. */
async function stageAll(
  job: ExportRun,
  stager: Stager,
  { parts, fields }: { readonly parts: readonly SourcePart[]; readonly fields: readonly Field[] },
): Promise<readonly StagedFile[]> {
  const staged: StagedFile[] = [];
  const empty: StagedFile[] = [];
  try {
    for await (const { partition, write } of outputsOf(parts, job.shape, job.services)) {
      const partitionValues = partitionValuesOf(job.shape, partition?.values ?? null);
      const file = await stager.stageParquet(write, { schema: fields, partitionValues });
      (file.rows === 0 ? empty : staged).push(file);
    }
  } catch (error) {
    await discardFrom(job, [...staged, ...empty]);
    throw error;
  }
  await discardFrom(job, empty);
  return staged;
}

function partitionValuesOf(
  { partition }: Shape,
  values: ReadonlyMap<string, number> | null,
): Record<string, string | null> {
  return Object.fromEntries(
    partition.map((unit) => [unit, values ? String(values.get(unit)) : null]),
  );
}

/** Takes back what no commit names; what stays are orphaned files that any VACUUM takes. */
async function discardFrom(
  { store, target }: ExportRun,
  files: readonly StagedFile[],
): Promise<void> {
  for (const { path } of files) await store.remove(`${target.name}/${path}`).catch(() => {});
}

/** Directories of a table that never came to be; one that isn't empty stays. */
async function removeEmpty({ store, target }: ExportRun): Promise<void> {
  for (const directory of [`${target.name}/_delta_log`, target.name]) {
    await store.remove(directory).catch(() => {});
  }
}

function deltaOptions({ services, target, keeping }: ExportRun): DeltaOptions {
  return {
    environment: services.environment,
    warn: services.warn,
    root: target.name,
    tmp: keeping,
    // Rows that other engines read best are not merged by a writer of log entries.
    autoCompact: false,
  };
}

function properties(record: ExportRecord): Record<string, string> {
  return { [PROPERTY]: JSON.stringify(record) };
}

function commitInfo({ source, shape }: ExportRun, operation: string, mode: string): CommitInfo {
  const partitionBy = JSON.stringify(shape.partition);
  return { operation, operationParameters: { mode, partitionBy, source: source.path } };
}

function resultOf(
  job: ExportRun,
  status: ExportedTable["status"],
  { snapshot, added, removed }: {
    readonly snapshot: DeltaSnapshot;
    readonly added: readonly StagedFile[];
    readonly removed: number;
  },
): ExportedTable {
  const count = (files: readonly { readonly rows: number | null }[]) =>
    files.reduce((sum, { rows }) => sum + (rows ?? 0), 0);
  const { files } = snapshot;
  return {
    path: job.source.path,
    hostPath: placeOf(job),
    layout: "delta",
    status,
    filesAdded: added.length,
    filesRemoved: removed,
    rowsAdded: count(added),
    rows: count(files),
    version: snapshot.version,
    files: files.map(({ path }) => path).sort(),
  };
}
