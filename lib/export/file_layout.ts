import { hashParts, newUuid } from "../base/mod.ts";
import type { Store } from "../store/mod.ts";
import type { ExportedTable } from "./api.ts";
import { checkRecord, type ExportRun, placeOf, somebodyElses } from "./export_run.ts";
import { type Manifest, type ManifestFile, readManifest, writeManifest } from "./manifest.ts";
import { type Output, outputsOf } from "./outputs.ts";
import { partitionText } from "./partition.ts";
import { growth, type Shape } from "./shape.ts";
import type { SourcePart } from "./source.ts";

const DEADLINE_MS = 10_000;
/** Files that this program writes; anything else in a table's directory is somebody else's. */
const OWN_FILE = /^part-\d{5,}-[0-9a-f]{16}\.parquet$/;
/** As Hive and its successors call the directory of rows without a value. */
const NO_VALUE = "__HIVE_DEFAULT_PARTITION__";

/**
 * Writes Parquet files, partitioned into directories or not. New files are written elsewhere and
 * moved in when all are whole; a rewrite moves a whole directory into the place of the old one. The
 * manifest comes last: after a crash before it, the next run finds files that it doesn't name and
 * takes them away.
 *
 * A reader of the directory finds whole files only and no row twice. While files are added it may
 * see some and not yet others; a rewrite leaves a moment without the directory, between two
 * renames, and takes away files that a reader has listed and not opened: such a reader fails, and
 * never sees old and new rows together. A Delta table has neither gap.
 */
export async function exportFiles(job: ExportRun): Promise<ExportedTable> {
  const { store, keeping } = job;
  const lock = await store.lock(`${keeping}/writer.lock`, { deadlineMs: DEADLINE_MS });
  try {
    await sweep(job);
    const before = await manifestOf(job);
    const parts = before && await partsFor(job, before);
    if (parts?.length === 0 && before!.record.versions === job.source.record.versions) {
      return resultOf(job, "unchanged", { manifest: before!, added: [], removed: 0 });
    }
    return parts ? await append(job, before!, parts) : await rewrite(job, before);
  } finally {
    await lock.release();
  }
}

/**
 * What a table lacks; null: it has to be written anew. Readers of files want one schema in all of
 * them.
 */
async function partsFor(job: ExportRun, before: Manifest): Promise<readonly SourcePart[] | null> {
  const isSame = growth(before.schema, job.shape.fields).change === "none" &&
    before.schema.length === job.shape.fields.length;
  if (!isSame || before.layout !== job.target.layout) return null;
  for (const { name } of before.files) {
    if (!await job.store.stat(`${job.target.name}/${name}`)) return null;
  }
  return await job.source.since(before.record);
}

async function append(
  job: ExportRun,
  before: Manifest,
  parts: readonly SourcePart[],
): Promise<ExportedTable> {
  const { store, target } = job;
  await removeOrphans(job, before);
  const staged = await stage(job, parts);
  for (const { name } of staged.files) {
    const to = `${target.name}/${name}`;
    await store.makeDirectory(parentOf(to));
    await store.rename(`${staged.directory}/${name}`, to);
    await store.syncDirectory(parentOf(to));
  }
  const manifest = manifestFor(job, [...before.files, ...staged.files]);
  await writeManifest(job, manifest);
  await removeTree(store, staged.directory);
  return resultOf(job, "added", { manifest, added: staged.files, removed: 0 });
}

async function rewrite(job: ExportRun, before: Manifest | null): Promise<ExportedTable> {
  const { store, target, keeping } = job;
  await refuseForeignFiles(job);
  const staged = await stage(job, job.source.parts);
  const old = `${keeping}/old-${newUuid(job.services.environment)}`;
  await store.makeDirectory(staged.directory);
  await store.makeDirectory(parentOf(target.name));
  if (await isDirectory(store, target.name)) await store.rename(target.name, old);
  await store.rename(staged.directory, target.name);
  await store.syncDirectory(parentOf(target.name));
  const manifest = manifestFor(job, staged.files);
  await writeManifest(job, manifest);
  await removeTree(store, old);
  const status = before ? "rewritten" : "created";
  const removed = before?.files.length ?? 0;
  return resultOf(job, status, { manifest, added: staged.files, removed });
}

/** Writes the files of `parts`, durable, where no reader looks. */
async function stage(
  job: ExportRun,
  parts: readonly SourcePart[],
): Promise<{ readonly directory: string; readonly files: readonly ManifestFile[] }> {
  const { shape, services, store, keeping } = job;
  const directory = `${keeping}/new-${newUuid(services.environment)}`;
  const files: ManifestFile[] = [];
  try {
    for await (const output of outputsOf(parts, shape, services)) {
      const name = nameOf(output, shape);
      const writer = await store.create(`${directory}/${name}`);
      try {
        const { rows } = await output.write({
          writeSync: (chunk, offset) => writer.writeSync(chunk, offset),
          open: () => store.open(`${directory}/${name}`),
        });
        await writer.sync();
        files.push({ name, rows });
      } finally {
        writer.close();
      }
      await store.syncDirectory(parentOf(`${directory}/${name}`));
    }
  } catch (error) {
    await removeTree(store, directory);
    throw error;
  }
  return { directory, files };
}

/** The same rows get the same name, so that nothing is ever there twice. */
function nameOf({ part, partition }: Output, shape: Shape): string {
  const key = hashParts([part.key, JSON.stringify(shape.fields)]).slice(0, 16);
  const file = `part-${String(part.version).padStart(5, "0")}-${key}.parquet`;
  if (!partition) return file;
  const directories = shape.partition.map((unit) => {
    const value = partition.values?.get(unit);
    return `${unit}=${value === undefined ? NO_VALUE : partitionText(unit, value)}`;
  });
  return [...directories, file].join("/");
}

async function manifestOf(job: ExportRun): Promise<Manifest | null> {
  const manifest = await readManifest(job);
  const isThere = (await job.store.list(job.target.name)).length > 0;
  if (!manifest && isThere) throw somebodyElses(job, "something that pond didn't write is there");
  if (manifest && isThere) checkRecord(job, manifest.record, manifest.partition);
  return manifest;
}

function manifestFor(
  { source, shape, target }: ExportRun,
  files: readonly ManifestFile[],
): Manifest {
  return {
    record: source.record,
    layout: target.layout,
    partition: shape.partition,
    schema: shape.fields,
    files,
  };
}

/** Files of our own that a run left which didn't come to its manifest. */
async function removeOrphans({ store, target }: ExportRun, { files }: Manifest): Promise<void> {
  const known = new Set(files.map(({ name }) => `${target.name}/${name}`));
  for await (const name of filesBelow(store, target.name)) {
    if (OWN_FILE.test(baseOf(name)) && !known.has(name)) await store.remove(name);
  }
}

/** Writing a table anew takes its directory away; what somebody else put there would go with it. */
async function refuseForeignFiles(job: ExportRun): Promise<void> {
  for await (const name of filesBelow(job.store, job.target.name)) {
    if (!OWN_FILE.test(baseOf(name))) throw somebodyElses(job, `${name} is none of pond's files`);
  }
}

/**
 * Removes what runs that were cut off left behind; the lock is held, so nobody is at work there.
 */
async function sweep({ store, keeping }: ExportRun): Promise<void> {
  for (const { name, kind } of await store.list(keeping)) {
    if (kind === "directory" && /^(new|old)-[0-9a-f-]{36}$/.test(name)) {
      await removeTree(store, `${keeping}/${name}`);
    }
  }
}

async function* filesBelow(store: Store, directory: string): AsyncGenerator<string> {
  for (const { name, kind } of await store.list(directory)) {
    if (kind === "directory") yield* filesBelow(store, `${directory}/${name}`);
    else yield `${directory}/${name}`;
  }
}

async function removeTree(store: Store, directory: string): Promise<void> {
  for (const { name, kind } of await store.list(directory)) {
    if (kind === "directory") await removeTree(store, `${directory}/${name}`);
    else await store.remove(`${directory}/${name}`);
  }
  await store.remove(directory);
}

async function isDirectory(store: Store, name: string): Promise<boolean> {
  const found = (await store.list(parentOf(name))).find((entry) => entry.name === baseOf(name));
  return found?.kind === "directory";
}

function baseOf(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

function parentOf(name: string): string {
  return name.includes("/") ? name.slice(0, name.lastIndexOf("/")) : "";
}

function resultOf(
  job: ExportRun,
  status: ExportedTable["status"],
  { manifest, added, removed }: {
    readonly manifest: Manifest;
    readonly added: readonly ManifestFile[];
    readonly removed: number;
  },
): ExportedTable {
  const count = (files: readonly ManifestFile[]) => files.reduce((sum, { rows }) => sum + rows, 0);
  return {
    path: job.source.path,
    hostPath: placeOf(job),
    layout: job.target.layout,
    status,
    filesAdded: added.length,
    filesRemoved: removed,
    rowsAdded: count(added),
    rows: count(manifest.files),
    version: null,
    files: manifest.files.map(({ name }) => name),
  };
}
