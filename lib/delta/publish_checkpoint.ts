import { type Environment, newUuid, PondError } from "../base/mod.ts";
import { encodeCheckpoint, readCheckpoint, readTombstones } from "./checkpoint.ts";
import type { RemoveAction } from "./commit_file.ts";
import { writeDurably } from "./commit.ts";
import { checkpointName, hintName, logDirectory, type TableLocation } from "./layout.ts";
import type { TableState } from "./state.ts";

/** Tombstones older than this are left out: vacuum may have dropped their files (7 days). */
export const TOMBSTONE_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Writes the checkpoint of a state and, once it is durable, the hint at it. It is read back and
 * compared before it gets its name.
 * @returns the state, with its tombstones left in the checkpoint
 * @throws {PondError} `no-space`, `io`; `internal` when what was read back differs
 */
export async function publishCheckpoint(
  table: TableLocation,
  state: TableState,
  environment: Environment,
): Promise<TableState> {
  const { store, tmp } = table;
  const kept = await withTombstones(table, state, Number(environment.nowUs() / 1000n));
  const bytes = await encodeCheckpoint(kept);
  const tmpName = `${tmp}/checkpoint-${newUuid(environment)}.parquet`;
  try {
    await writeDurably(table, tmpName, bytes);
    const removes = mapOf(await readTombstones(store, tmpName));
    const read = await readCheckpoint(store, tmpName, state.version);
    if (liveState(read) !== liveState(kept) || !areEqual(removes, kept.removes)) {
      throw new PondError(
        "internal",
        `cannot write checkpoint ${state.version}: it reads back differently`,
      );
    }
    await store.rename(tmpName, checkpointName(table, state.version));
    await store.syncDirectory(logDirectory(table));
  } catch (error) {
    await store.remove(tmpName).catch(() => {});
    throw error;
  }
  await publishHint(table, { version: state.version, size: actionCount(kept), environment });
  return {
    ...kept,
    removes: new Map(),
    earlierRemoves: checkpointName(table, state.version),
  };
}

/** See `_last_checkpoint` in the Delta protocol; a hint that is never trusted. */
async function publishHint(
  table: TableLocation,
  hint: { readonly version: number; readonly size: number; readonly environment: Environment },
): Promise<void> {
  const { version, size } = hint;
  const tmpName = `${table.tmp}/hint-${newUuid(hint.environment)}.json`;
  try {
    await writeDurably(table, tmpName, JSON.stringify({ version, size }));
    await table.store.rename(tmpName, hintName(table));
  } catch (error) {
    await table.store.remove(tmpName).catch(() => {});
    throw error;
  }
}

/** The state with all its tombstones that have not expired. */
async function withTombstones(
  table: TableLocation,
  state: TableState,
  nowMs: number,
): Promise<TableState> {
  const { earlierRemoves, removes } = state;
  const earlier = earlierRemoves === null ? [] : await readTombstones(table.store, earlierRemoves);
  const unexpired = [...earlier, ...removes.values()].filter((remove) =>
    (remove.deletionTimestamp ?? 0) > nowMs - TOMBSTONE_MS && !state.adds.has(remove.path)
  );
  return { ...state, removes: mapOf(unexpired), earlierRemoves: null };
}

function mapOf(removes: readonly RemoveAction[]): Map<string, RemoveAction> {
  return new Map(removes.map((remove) => [remove.path, remove]));
}

function actionCount({ adds, removes, txns }: TableState): number {
  return adds.size + removes.size + txns.size + 2;
}

/**
 * Text that is equal for states with equal live parts; a checkpoint doesn't tell `dataChange`, nor
 * an order.
 */
export function liveState({ protocol, metaData, adds, txns }: TableState): string {
  const parts = {
    protocol,
    metaData,
    adds: Object.fromEntries(adds),
    txns: Object.fromEntries(txns),
  };
  return JSON.stringify(parts, (key, value) => {
    if (key === "dataChange") return undefined;
    if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1));
  });
}

/** There are thousands of tombstones in a busy pond, each with the same few facts. */
function areEqual(
  read: ReadonlyMap<string, RemoveAction>,
  kept: ReadonlyMap<string, RemoveAction>,
): boolean {
  if (read.size !== kept.size) return false;
  for (const [path, remove] of kept) {
    const other = read.get(path);
    if (!other || tombstoneFacts(other) !== tombstoneFacts(remove)) return false;
  }
  return true;
}

function tombstoneFacts(remove: RemoveAction): string {
  const partition = Object.entries(remove.partitionValues ?? {});
  const { deletionTimestamp, extendedFileMetadata, size } = remove;
  return JSON.stringify([
    deletionTimestamp,
    extendedFileMetadata,
    size,
    partition.length < 2 ? partition : partition.sort(([a], [b]) => a < b ? -1 : 1),
  ]);
}
