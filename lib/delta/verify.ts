import { isPondError, PondError } from "../base/mod.ts";
import type { DeltaFinding } from "./api.ts";
import { readCheckpoint, readTombstones } from "./checkpoint.ts";
import { TornCommit } from "./commit_file.ts";
import {
  checkpointName,
  commitName,
  hintName,
  logDirectory,
  tableFile,
  type TableLocation,
} from "./layout.ts";
import { listLog, loadNewest, readCommit } from "./log.ts";
import { openParquet } from "../parquet/mod.ts";
import { liveState } from "./publish_checkpoint.ts";
import { notedLosses } from "./noted_losses.ts";
import { EMPTY_STATE, replay, storedPath, type TableState } from "./state.ts";

/**
 * Reads every commit, checkpoint and data file of the newest version whole, and compares each
 * checkpoint with the replay of the commits before it. What can't be read is a finding, never an
 * exception.
 */
export async function* verifyTable(table: TableLocation): AsyncGenerator<DeltaFinding> {
  const { commits, checkpoints } = await listLog(table);
  const noted = await notedLosses(table);
  let inLog = 0;
  for await (
    const found of verifyLog(table, { commits, checkpoints: new Set(checkpoints), noted })
  ) {
    if (!found.settled) inLog++;
    yield found;
  }
  yield* verifyHint(table, new Set(checkpoints));
  let newest: TableState;
  try {
    newest = (await loadNewest({ ...table, warn: () => {} })).state;
  } catch (error) {
    if (inLog === 0) yield finding(logDirectory(table), error);
    return;
  }
  for (const add of newest.adds.values()) {
    const name = tableFile(table, storedPath(add.path));
    try {
      const stat = await table.store.stat(name);
      if (stat && stat.sizeBytes !== add.size) {
        yield { name, why: `it has ${stat.sizeBytes} bytes, the log says ${add.size}` };
      }
      yield* verifyParquet(table, name);
    } catch (error) {
      yield finding(name, error);
    }
  }
}

async function* verifyLog(
  table: TableLocation,
  log: {
    readonly commits: readonly number[];
    readonly checkpoints: ReadonlySet<number>;
    readonly noted: ReadonlySet<number>;
  },
): AsyncGenerator<DeltaFinding> {
  const first = log.commits[0] ?? 0;
  let expected = first;
  // A log is cut off at a checkpoint only.
  if (first > 0 && !log.checkpoints.has(first)) {
    expected = first - 1;
  }
  // Before the first commit that is kept there is nothing to compare its checkpoint with.
  let state: TableState | null = first === 0 ? EMPTY_STATE : null;
  for (const version of log.commits) {
    const name = commitName(table, version);
    for (let lost = expected; lost < version; lost++) {
      const isNoted = log.noted.has(lost);
      const why = `commit ${lost} before it is missing${isNoted ? ", as a repair noted" : ""}`;
      yield { name, why, ...(isNoted ? { settled: true } : {}) };
      state = null;
    }
    expected = version + 1;
    try {
      const actions = await readCommit(table, version);
      state = state && actions ? replay(state, [actions]) : null;
    } catch (error) {
      state = null;
      yield finding(name, error);
    }
    if (!log.checkpoints.has(version)) continue;
    const checkpoint = checkpointName(table, version);
    try {
      yield* verifyParquet(table, checkpoint);
      const read = await readCheckpoint(table.store, checkpoint, version);
      const removes = await readTombstones(table.store, checkpoint);
      // Tombstones expire, so only the rest of a state has to be equal.
      if (state && liveState(state) !== liveState(read)) {
        yield { name: checkpoint, why: "it differs from the commits before it" };
      }
      if (removes.some((remove) => read.adds.has(remove.path))) {
        yield { name: checkpoint, why: "a file of it is both live and removed" };
      }
      state ??= read;
    } catch (error) {
      yield finding(checkpoint, error);
    }
  }
}

async function* verifyHint(
  table: TableLocation,
  checkpoints: ReadonlySet<number>,
): AsyncGenerator<DeltaFinding> {
  const name = hintName(table);
  if (!await table.store.stat(name)) return;
  try {
    const { version, size } = JSON.parse(new TextDecoder().decode(await table.store.read(name)));
    if (!checkpoints.has(version)) return yield { name, why: `there is no checkpoint ${version}` };
    const actions = await actionsIn(table, version);
    if (actions !== undefined && size !== actions) {
      yield { name, why: `checkpoint ${version} has ${actions} actions, not ${size}` };
    }
  } catch (error) {
    yield finding(name, error);
  }
}

/**
 * The protocol's `size`; undefined for a checkpoint that can't be read, which is a finding of its
 * own.
 */
async function actionsIn(table: TableLocation, version: number): Promise<number | undefined> {
  try {
    const parquet = await openParquet(table.store, checkpointName(table, version));
    parquet.close();
    return Number(parquet.metadata.num_rows);
  } catch (error) {
    if (isPondError(error, "corrupt")) return undefined;
    throw error;
  }
}

/** Reads every value; the checksums are looked at on the way. */
async function* verifyParquet(table: TableLocation, name: string): AsyncGenerator<DeltaFinding> {
  const magic = await table.store.read(name, { start: 0, end: 4 });
  if (new TextDecoder().decode(magic) !== "PAR1") {
    yield { name, why: "it doesn't begin as a Parquet file does" };
  }
  const parquet = await openParquet(table.store, name);
  try {
    for (let group = 0; group < parquet.metadata.row_groups.length; group++) {
      for (const column of parquet.columns) await parquet.readColumn(group, column);
    }
  } finally {
    parquet.close();
  }
}

function finding(name: string, error: unknown): DeltaFinding {
  const why = error instanceof Error ? error.message : String(error);
  if (error instanceof TornCommit) return { name, why, torn: true };
  if (isPondError(error, "not-found")) return { name, why: "it is missing" };
  if (error instanceof PondError || error instanceof SyntaxError) return { name, why };
  throw error;
}
