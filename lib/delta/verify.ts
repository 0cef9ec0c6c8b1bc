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
import { underLock } from "./lock.ts";
import { listLog, loadNewest, readCommit } from "./log.ts";
import { openParquet } from "../parquet/mod.ts";
import { liveState } from "./publish_checkpoint.ts";
import { EMPTY_STATE, replay, storedPath, type TableState } from "./state.ts";

/** Where torn commits are kept for whoever wants to look at them. */
const QUARANTINE = "quarantine";

/**
 * Reads every commit, checkpoint and data file of the newest version whole, and compares each checkpoint with the replay of
 * the commits before it. What can't be read is a finding, never an exception.
 */
export async function* verifyTable(table: TableLocation): AsyncGenerator<DeltaFinding> {
  const { commits, checkpoints } = await listLog(table);
  yield* verifyLog(table, { commits, checkpoints: new Set(checkpoints) });
  yield* verifyHint(table, new Set(checkpoints));
  let newest: TableState;
  try {
    newest = (await loadNewest({ ...table, warn: () => {} })).state;
  } catch (error) {
    yield finding(logDirectory(table), error);
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

/**
 * Moves a torn last commit to `quarantine/`, so that the table can be written again.
 * @returns the commit's new name, or null when none was torn
 * @throws {PondError} `locked`, `corrupt`, `io`
 */
export async function quarantineTorn(
  table: TableLocation,
  options: { readonly deadlineMs: number },
): Promise<string | null> {
  const { store } = table;
  return await underLock(table, options, async () => {
    const { tornVersion } = await loadNewest(table);
    if (tornVersion === null) return null;
    const from = commitName(table, tornVersion);
    await store.makeDirectory(QUARANTINE);
    const to = await freeName(table, from.slice(from.lastIndexOf("/") + 1));
    await store.rename(from, to);
    await store.syncDirectory(QUARANTINE);
    await store.syncDirectory(logDirectory(table));
    return to;
  });
}

async function freeName(table: TableLocation, base: string): Promise<string> {
  for (let copy = 0;; copy++) {
    const name = `${QUARANTINE}/${base}${copy === 0 ? "" : `.${copy}`}`;
    if (await table.store.kind(name) === undefined) return name;
  }
}

async function* verifyLog(
  table: TableLocation,
  log: { readonly commits: readonly number[]; readonly checkpoints: ReadonlySet<number> },
): AsyncGenerator<DeltaFinding> {
  const first = log.commits[0] ?? 0;
  // Before the first commit that is kept there is nothing to compare its checkpoint with.
  let state: TableState | null = first === 0 ? EMPTY_STATE : null;
  for (const version of log.commits) {
    const name = commitName(table, version);
    if (state && version !== state.version + 1) {
      yield { name, why: `commit ${state.version + 1} before it is missing` };
      state = null;
    }
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

/** The protocol's `size`; undefined for a checkpoint that can't be read, which is a finding of its own. */
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
