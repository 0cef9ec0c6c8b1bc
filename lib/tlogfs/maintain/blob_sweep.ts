import { isPondError, newUuid, toPondError } from "../../base/mod.ts";
import type { DataFile, DeltaTable, Row } from "../../delta/mod.ts";
import {
  BLOB_BYTES,
  blobHash,
  blobName,
  decodeRow,
  FACT_COLUMNS,
  isDropped,
  listBlobs,
  mergedPartsOf,
  type OplogRow,
  type TlogOptions,
} from "../rows/mod.ts";

/** The lock that commits hold; see the delta room. */
const WRITER_LOCK = "tmp/writer.lock";
const LOCK_DEADLINE_MS = 10_000;

/** What sweeping needs. */
export interface SweepContext {
  readonly options: TlogOptions;
  readonly table: DeltaTable;
}

/** How a sweep goes. */
export interface SweepOptions {
  readonly dryRun: boolean;
  /** Contents younger than this stay: a writer may be about to commit what refers to them. */
  readonly minAgeUs: bigint;
  /** As what the rows of the newest version are to be taken; default as they are. */
  readonly rewrite?: (row: Row) => Row | null;
}

/** What went, or would go. */
export interface SweptBlobs {
  readonly blobs: number;
  readonly bytes: number;
}

/**
 * Removes contents that no version refers to which the log still tells and whose data files are
 * there, so that every older state within the retention stays whole.
 * @throws {PondError} `corrupt` when rows can't be read, before anything is removed; `locked`, `io`
 */
export async function sweepBlobs(
  context: SweepContext,
  options: SweepOptions,
): Promise<SweptBlobs> {
  const { store, environment, lockDeadlineMs = LOCK_DEADLINE_MS } = context.options;
  const beforeUs = environment.nowUs() - options.minAgeUs;
  // As a rule there is nothing old that the newest rows don't refer to, and nobody need look at
  // older states.
  const hasOld = async (referenced: ReadonlySet<string>) =>
    (await oldBlobs(context, { referenced, beforeUs })).length > 0;
  if (!await hasOld(new Set())) return countOf([]);
  const { files } = await context.table.snapshot();
  if (!await hasOld(await namesIn(context, { files, seen: new Set(), ...options }))) {
    return countOf([]);
  }
  const seen = new Set<string>();
  const referenced = await referencedBlobs(context, seen, options);
  const candidates = await oldBlobs(context, { referenced, beforeUs });
  if (options.dryRun || candidates.length === 0) return countOf(candidates);
  const lock = await store.lock(WRITER_LOCK, { deadlineMs: lockDeadlineMs });
  try {
    // Nothing commits now; what was committed since the first look is added to what it found.
    for (const name of await referencedBlobs(context, seen, options)) referenced.add(name);
    const going = candidates.filter(({ name }) => !referenced.has(name));
    const gone: BlobFile[] = [];
    for (const blob of going) if (await removeOld(context, blob, beforeUs)) gone.push(blob);
    return countOf(gone);
  } finally {
    await lock.release();
  }
}

interface BlobFile {
  readonly name: string;
  readonly sizeBytes: number;
}

function countOf(blobs: readonly BlobFile[]): SweptBlobs {
  return { blobs: blobs.length, bytes: blobs.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) };
}

async function oldBlobs(
  { options: { store } }: SweepContext,
  { referenced, beforeUs }: { referenced: ReadonlySet<string>; beforeUs: bigint },
): Promise<BlobFile[]> {
  const old: BlobFile[] = [];
  for (const name of await listBlobs(store)) {
    // What isn't named as pond names its contents isn't pond's to remove.
    if (referenced.has(name) || blobHash(name) === undefined) continue;
    const stat = await store.stat(name);
    if (stat && stat.modifiedUs < beforeUs) old.push({ name, sizeBytes: stat.sizeBytes });
  }
  return old;
}

/**
 * A writer with the same content puts it there anew at any moment, before its commit. So the file
 * is moved out of the way first, and put back when it turns out to be young: no commit, and so no
 * reader, can have asked for it in between.
 */
async function removeOld(
  { options: { store, environment } }: SweepContext,
  { name }: BlobFile,
  beforeUs: bigint,
): Promise<boolean> {
  const aside = `tmp/sweep-${newUuid(environment)}`;
  await store.rename(name, aside);
  const stat = await store.stat(aside);
  const isOld = stat !== undefined && stat.modifiedUs < beforeUs;
  if (isOld) await store.remove(aside);
  else await store.rename(aside, name);
  return isOld;
}

/**
 * Names of the contents that the rows of all data files refer to which are not in `seen`; these are
 * then.
 */
async function referencedBlobs(
  context: SweepContext,
  seen: Set<string>,
  options: SweepOptions,
): Promise<Set<string>> {
  return await namesIn(context, { files: await knownFiles(context.table), seen, ...options });
}

async function namesIn(
  { table }: SweepContext,
  { files, seen, rewrite, dryRun }: SweepOptions & {
    readonly files: readonly DataFile[];
    readonly seen: Set<string>;
  },
): Promise<Set<string>> {
  const names = new Set<string>();
  const snapshot = await table.snapshot();
  const live = new Set(snapshot.files.map(({ path }) => path));
  for (const file of files) {
    if (seen.has(file.path)) continue;
    seen.add(file.path);
    const change = dryRun && live.has(file.path) ? rewrite : undefined;
    try {
      const query = { columns: FACT_COLUMNS, files: [file] };
      for await (const batch of table.read(snapshot, query)) {
        for (const stored of batch) {
          const row = change ? change(stored) : stored;
          if (row) blobsOf(decodeRow(row)).forEach((name) => names.add(name));
        }
      }
    } catch (error) {
      // Superseded files are dropped after their retention, and the states that they were part of
      // with them.
      if (!isPondError(error, "expired") || live.has(file.path)) {
        throw toPondError(error, "cannot sweep contents");
      }
    }
  }
  return names;
}

/** Every data file that a version names which the log still tells. */
async function knownFiles(table: DeltaTable): Promise<readonly DataFile[]> {
  const files = new Map<string, DataFile>();
  let oldest: number | undefined;
  for await (const { version, added } of table.history()) {
    oldest = version;
    for (const file of added) files.set(file.path, file);
  }
  const first = oldest === undefined || oldest === 0 ? [] : await filesAt(table, oldest);
  for (const file of [...first, ...(await table.snapshot()).files]) files.set(file.path, file);
  return [...files.values()];
}

async function filesAt(table: DeltaTable, version: number): Promise<readonly DataFile[]> {
  try {
    return (await table.snapshot({ version })).files;
  } catch (error) {
    // Nobody can read a state whose checkpoint is gone, or a commit on the way to it.
    if (isPondError(error, "expired", "corrupt")) return [];
    throw error;
  }
}

/** Names of the contents that a row stands on. @throws {PondError} `corrupt` */
export function blobsOf(row: OplogRow): string[] {
  const merged = mergedPartsOf(row) ?? [];
  const names = merged.map(({ sha256 }) => blobName({ sha256, kind: "series" }));
  const isBlob = row.sha256 !== null && row.sizeBytes >= BLOB_BYTES && !isDropped(row);
  return isBlob ? [...names, blobName(row)] : names;
}
