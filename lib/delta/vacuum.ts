import type { Environment } from "../base/mod.ts";
import type { VacuumOptions, VacuumOutcome } from "./api.ts";
import { readCheckpoint, readTombstones } from "./checkpoint.ts";
import { timestampOf } from "./commit_actions.ts";
import { checkpointName, commitName, tableFile, type TableLocation } from "./layout.ts";
import { listLog, loadNewest, readCommit } from "./log.ts";
import type { RemoveAction } from "./commit_file.ts";
import { TOMBSTONE_MS } from "./publish_checkpoint.ts";
import { storedPath, type TableState } from "./state.ts";

/** Default retention of data files that no kept version names. */
const RETENTION_US = 7n * 24n * 60n * 60n * 1_000_000n;

/** A file that no commit has named may have a living writer. */
const UNNAMED_US = 24n * 60n * 60n * 1_000_000n;

/** As writers of Delta tables name their data files; what is named otherwise is nobody's to remove unless the log says so. */
const DATA_FILE = /^part-\d{5}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}[.-]c\d+\.(\w+\.)?parquet$/;

/** What vacuum needs. */
export interface VacuumContext extends TableLocation {
  readonly environment: Environment;
}

/**
 * Drops commits older than the log's retention, up to a checkpoint, then data files that were removed, or never
 * committed, longer ago than theirs. Versions within the retention stay whole; the files of a live writer are younger.
 * @throws {PondError} `corrupt`, `io`
 */
export async function vacuumTable(
  context: VacuumContext,
  options: VacuumOptions,
): Promise<VacuumOutcome> {
  const { store } = context;
  const nowUs = context.environment.nowUs();
  const deadlineUs = nowUs - (options.retentionUs ?? RETENTION_US);
  const { named, removed } = await namedFiles(context, { nowUs, deadlineUs });
  const logFiles = await expiredLog(context, options.logRetentionUs);
  if (!options.dryRun) { for (const name of logFiles) await store.remove(name); }
  const dataFiles: string[] = [];
  let bytes = 0;
  for (const { name, kind } of await store.list(context.root)) {
    const isOurs = removed.has(name) || DATA_FILE.test(name);
    if (kind !== "file" || !isOurs || named.has(name)) continue;
    const stat = await store.stat(tableFile(context, name));
    const isYoung = stat && (stat.modifiedUs > deadlineUs ||
      !removed.has(name) && stat.modifiedUs > nowUs - UNNAMED_US);
    if (!stat || isYoung) continue;
    dataFiles.push(name);
    bytes += stat.sizeBytes;
    if (!options.dryRun) await store.remove(tableFile(context, name));
  }
  return { dataFiles, logFiles, bytes };
}

interface NamedFiles {
  /** Files of the newest version and those removed since the deadline. */
  readonly named: ReadonlySet<string>;
  /** All that the log says were removed. */
  readonly removed: ReadonlySet<string>;
}

/**
 * From the newest state alone, as long as the retention is no longer than tombstones are kept: all that was removed within it
 * has one, and the file of an older one is old itself. A longer retention takes all commits.
 */
async function namedFiles(
  context: VacuumContext,
  { nowUs, deadlineUs }: { readonly nowUs: bigint; readonly deadlineUs: bigint },
): Promise<NamedFiles> {
  const { state } = await loadNewest(context);
  const named = new Set([...state.adds.keys()].map(storedPath));
  const removed = new Set<string>();
  const isShort = deadlineUs >= nowUs - BigInt(TOMBSTONE_MS) * 1000n;
  for await (const remove of isShort ? tombstones(context, state) : allRemoves(context, state)) {
    const removedUs = BigInt(remove.deletionTimestamp ?? 0) * 1000n;
    removed.add(storedPath(remove.path));
    if (removedUs > deadlineUs) named.add(storedPath(remove.path));
  }
  return { named, removed };
}

async function* tombstones(
  { store }: VacuumContext,
  { removes, earlierRemoves }: TableState,
): AsyncGenerator<RemoveAction> {
  yield* removes.values();
  if (earlierRemoves !== null) yield* await readTombstones(store, earlierRemoves);
}

async function* allRemoves(
  context: VacuumContext,
  { version: newest }: TableState,
): AsyncGenerator<RemoveAction> {
  for (let version = newest; version >= 0; version--) {
    const actions = await readCommit(context, version);
    if (!actions) return;
    yield* actions.removes;
  }
}

/**
 * Log files before the newest checkpoint that is older than the retention: ascending by version, a checkpoint before the
 * commit of its version, so that what is left after a crash is a log that starts later.
 */
async function expiredLog(
  context: VacuumContext,
  retentionUs: bigint | undefined,
): Promise<readonly string[]> {
  if (retentionUs === undefined) return [];
  const deadlineUs = context.environment.nowUs() - retentionUs;
  const { commits, checkpoints } = await listLog(context);
  for (const kept of [...checkpoints].reverse()) {
    const actions = await readCommit(context, kept);
    if (!actions || timestampOf(actions) > deadlineUs) continue;
    // Proves that the checkpoint can be read before what it stands for goes.
    await readCheckpoint(context.store, checkpointName(context, kept), kept);
    const names: string[] = [];
    const withCheckpoint = new Set(checkpoints);
    const versions = new Set([...commits, ...checkpoints].filter((version) => version < kept));
    for (const version of [...versions].sort((a, b) => a - b)) {
      if (withCheckpoint.has(version)) names.push(checkpointName(context, version));
      names.push(commitName(context, version));
    }
    return names;
  }
  return [];
}
