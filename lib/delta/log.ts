import { isPondError, PondError } from "../base/mod.ts";
import { readCheckpoint } from "./checkpoint.ts";
import { type Actions, parseCommit, TornCommit } from "./commit_file.ts";
import {
  checkpointName,
  commitName,
  hintName,
  logDirectory,
  type TableLocation,
} from "./layout.ts";
import { EMPTY_STATE, replay, type TableState } from "./state.ts";

/** A replayed state, and the commit file after it that is there but torn. */
export interface LoadedState {
  readonly state: TableState;
  readonly tornVersion: number | null;
}

/**
 * A commit's actions; undefined where it isn't.
 * @throws {TornCommit}
 * @throws {PondError} `corrupt`, `io`
 */
export async function readCommit(
  table: TableLocation,
  version: number,
): Promise<Actions | undefined> {
  const name = commitName(table, version);
  try {
    return parseCommit(await table.store.read(name), name);
  } catch (error) {
    if (isPondError(error, "not-found")) return undefined;
    throw error;
  }
}

/** Versions whose commit or checkpoint is there, ascending. */
export async function listLog(
  table: TableLocation,
): Promise<{ commits: readonly number[]; checkpoints: readonly number[] }> {
  const commits: number[] = [];
  const checkpoints: number[] = [];
  for (const { name, kind } of await table.store.list(logDirectory(table))) {
    const match = /^(\d{20})\.(json|checkpoint\.parquet)$/.exec(name);
    if (kind !== "file" || !match) continue;
    (match[2] === "json" ? commits : checkpoints).push(Number(match[1]));
  }
  return { commits, checkpoints };
}

/**
 * The newest state.
 *
 * Commits are numbered without gaps and are dropped in ascending order only, a checkpoint before the commit of its
 * version. So when a checkpoint and the commit of its version are both there, nothing after them was dropped, and the newest
 * version is found by asking for one after the other. Otherwise the directory is listed.
 * @throws {PondError} `not-found` when there is no table; `corrupt`
 */
export async function loadNewest(table: TableLocation): Promise<LoadedState> {
  const hinted = await readHint(table);
  if (hinted !== undefined && await table.store.stat(commitName(table, hinted))) {
    const start = await tryCheckpoint(table, hinted);
    if (start) return await rollForward(table, start);
  }
  const { commits, checkpoints } = await listLog(table);
  if (commits.length === 0 && checkpoints.length === 0) {
    throw new PondError("not-found", `cannot open the table ${table.root}: it has no log`);
  }
  return await rollForward(table, await startFor(table, { commits, checkpoints }));
}

/**
 * The state at `version`.
 * @throws {PondError} `expired`, `not-found`, `corrupt`
 */
export async function loadVersion(table: TableLocation, version: number): Promise<TableState> {
  const { commits, checkpoints } = await listLog(table);
  const newest = Math.max(-1, ...commits.slice(-1), ...checkpoints.slice(-1));
  if (version > newest) {
    throw new PondError("not-found", `cannot open version ${version}: the newest is ${newest}`);
  }
  const state = await startFor(table, { commits, checkpoints, version });
  const { state: reached } = await rollForward(table, state, version);
  if (reached.version === version) return reached;
  throw new PondError("corrupt", `cannot open version ${version}: its commit can't be read`);
}

/** `state` and all commits after it, or those up to `until`. */
export async function rollForward(
  table: TableLocation,
  state: TableState,
  until = Infinity,
): Promise<LoadedState> {
  const commits: Actions[] = [];
  let tornVersion: number | null = null;
  for (let version = state.version + 1; version <= until; version++) {
    try {
      const actions = await readCommit(table, version);
      if (!actions) break;
      commits.push(actions);
    } catch (error) {
      if (!(error instanceof TornCommit)) throw error;
      await refuseTornMiddle(table, version);
      table.warn(`commit ${version} is torn: reading version ${version - 1}, writing is refused`);
      tornVersion = version;
      break;
    }
  }
  return { state: replay(state, commits), tornVersion };
}

/** Only the last commit may be a piece of one: another tool died writing it. */
async function refuseTornMiddle(table: TableLocation, version: number): Promise<void> {
  if (!await table.store.stat(commitName(table, version + 1))) return;
  throw new PondError("corrupt", `cannot read commit ${version}: it is torn and others follow it`, {
    hint: "pond fsck tells what else is damaged",
  });
}

/** The newest usable checkpoint, or nothing when every commit from 0 is there. */
async function startFor(
  table: TableLocation,
  log: { commits: readonly number[]; checkpoints: readonly number[]; version?: number },
): Promise<TableState> {
  const { version = Infinity } = log;
  const usable = log.checkpoints.filter((checkpoint) => checkpoint <= version);
  for (const checkpoint of usable.reverse()) {
    const state = await tryCheckpoint(table, checkpoint);
    if (state) return state;
  }
  if (log.commits[0] === 0) return EMPTY_STATE;
  if (usable.length > 0) {
    throw new PondError("corrupt", "cannot open the table: none of its checkpoints can be read");
  }
  throw new PondError(
    version === Infinity ? "corrupt" : "expired",
    version === Infinity
      ? "cannot open the table: its first commits are missing and there is no checkpoint"
      : `cannot open version ${version}: its commits were dropped`,
  );
}

async function tryCheckpoint(
  table: TableLocation,
  version: number,
): Promise<TableState | undefined> {
  try {
    return await readCheckpoint(table.store, checkpointName(table, version), version);
  } catch (error) {
    if (isPondError(error, "not-found")) return undefined;
    if (!isPondError(error, "corrupt")) throw error;
    table.warn(`${error.message}; an older one and the commits after it are read instead`);
    return undefined;
  }
}

/** The version that `_last_checkpoint` names; it is only a hint, so whatever is wrong with it doesn't matter. */
async function readHint(table: TableLocation): Promise<number | undefined> {
  try {
    const hint = JSON.parse(new TextDecoder().decode(await table.store.read(hintName(table))));
    return Number.isSafeInteger(hint.version) && hint.version >= 0 ? hint.version : undefined;
  } catch {
    return undefined;
  }
}
