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
import { notedLosses } from "./noted_losses.ts";
import { EMPTY_STATE, replay, type TableState } from "./state.ts";

/** A replayed state, and the commit file after it that is there but torn. */
export interface LoadedState {
  readonly state: TableState;
  readonly tornVersion: number | null;
}

/** Versions whose commit or checkpoint is there, ascending. */
export interface LogListing {
  readonly commits: readonly number[];
  readonly checkpoints: readonly number[];
}

/** How far a log can be replayed. */
export interface ReplayedLog {
  readonly state: TableState;
  /** The commit that ends the replay though it is there; null: none is. */
  readonly damage: Damage | null;
}

/** A commit that can't be read. */
export interface Damage {
  readonly version: number;
  /** One clause. */
  readonly why: string;
  readonly isTorn: boolean;
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

/** What the log's directory holds. */
export async function listLog(table: TableLocation): Promise<LogListing> {
  const commits: number[] = [];
  const checkpoints: number[] = [];
  for (const { name, kind } of await table.store.list(logDirectory(table))) {
    const match = /^(\d{20})\.(json|checkpoint\.parquet)$/.exec(name);
    if (kind === "directory" || !match) continue;
    (match[2] === "json" ? commits : checkpoints).push(Number(match[1]));
  }
  return { commits, checkpoints };
}

/** The highest number in a log's directory; -1 for an empty one. */
function highestOf({ commits, checkpoints }: LogListing): number {
  return Math.max(-1, commits.at(-1) ?? -1, checkpoints.at(-1) ?? -1);
}

/**
 * The newest state. Commits are numbered without gaps and dropped in ascending order only, up to a
 * checkpoint; so when the directory shows a higher number than the one that was reached, a commit
 * between is missing or damaged, and what stands on it can't be told: reading an older state in
 * silence would be as wrong as writing one on top of it.
 * @throws {PondError} `not-found` when there is no table; `corrupt`, with `data.newestWhole`
 */
export async function loadNewest(table: TableLocation): Promise<LoadedState> {
  for (let look = 1;; look++) {
    const listing = await listLog(table);
    if (highestOf(listing) < 0) {
      throw new PondError("not-found", `cannot open the table ${table.root}: it has no log`);
    }
    const replayed = await replayFrom(table, await startFor(table, listing));
    const highest = Math.max(highestOf(listing), replayed.damage?.version ?? -1);
    const isTornEnd = replayed.damage?.isTorn === true && replayed.damage.version === highest;
    if (isTornEnd && !await hasCommit(table, highest + 1)) return tornEnd(table, replayed);
    if (!replayed.damage && replayed.state.version >= highest) {
      return { state: replayed.state, tornVersion: null };
    }
    // Another process may have dropped commits while this one read them.
    if (look > 1) throw damagedLog(replayed, highest);
  }
}

/**
 * `state` and the commits that were made since, as long as its own commit is there: then none after
 * it was dropped.
 * @throws {PondError} `corrupt` as {@linkcode loadNewest}
 */
export async function loadSince(table: TableLocation, state: TableState): Promise<LoadedState> {
  const replayed = await replayFrom(table, state);
  const { damage } = replayed;
  if (!damage) return { state: replayed.state, tornVersion: null };
  const isEnd = damage.isTorn && !await hasCommit(table, damage.version + 1);
  if (isEnd) return tornEnd(table, replayed);
  throw damagedLog(replayed, damage.version);
}

/**
 * The state at `version`.
 * @throws {PondError} `expired`, `not-found`, `corrupt`
 */
export async function loadVersion(table: TableLocation, version: number): Promise<TableState> {
  const listing = await listLog(table);
  const newest = highestOf(listing);
  if (version > newest) {
    throw new PondError("not-found", `cannot open version ${version}: the newest is ${newest}`);
  }
  const { state, damage } = await replayFrom(
    table,
    await startFor(table, listing, version),
    version,
  );
  if (state.version === version) return state;
  const at = state.version + 1;
  if (!damage && (await notedLosses(table)).has(at)) {
    throw new PondError("expired", `cannot open version ${version}: commit ${at} was dropped`);
  }
  throw new PondError(
    "corrupt",
    `cannot open version ${version}: commit ${at} ${damage?.why ?? "is missing"}`,
    { data: { version: at, newestWhole: state.version } },
  );
}

/** The version of the newest checkpoint as far as the hint tells; -1 where it tells nothing. */
export async function hintedVersion(table: TableLocation): Promise<number> {
  try {
    const text = new TextDecoder().decode(await table.store.read(hintName(table)));
    const { version } = JSON.parse(text);
    return Number.isSafeInteger(version) ? version : -1;
  } catch (error) {
    // It is a hint: absent or damaged it says nothing.
    const isNone = isPondError(error, "not-found", "corrupt") || error instanceof SyntaxError ||
      error instanceof TypeError;
    if (isNone) return -1;
    throw error;
  }
}

/** `state` and the commits after it, up to `until`, as far as they are there and can be read. */
export async function replayFrom(
  table: TableLocation,
  state: TableState,
  until = Infinity,
): Promise<ReplayedLog> {
  const commits: Actions[] = [];
  let damage: Damage | null = null;
  for (let version = state.version + 1; version <= until; version++) {
    try {
      const actions = await readCommit(table, version);
      if (!actions) break;
      commits.push(actions);
    } catch (error) {
      damage = damageOf(version, error);
      break;
    }
  }
  return { state: replay(state, commits), damage };
}

/**
 * What is wrong with a commit, by the error of reading it.
 * @throws `error` when it doesn't tell of damage
 */
export function damageOf(version: number, error: unknown): Damage {
  if (error instanceof TornCommit) return { version, why: "is torn", isTorn: true };
  if (!isPondError(error, "corrupt")) throw error;
  const why = error.message.replace(/^cannot (read commit|use) [^:]*: /, "");
  return { version, why: `is damaged (${why})`, isTorn: false };
}

async function hasCommit(table: TableLocation, version: number): Promise<boolean> {
  return await table.store.kind(commitName(table, version)) !== undefined;
}

/** Only the last commit may be a piece of one: another tool died writing it. */
function tornEnd(table: TableLocation, { state, damage }: ReplayedLog): LoadedState {
  const tornVersion = damage!.version;
  table.warn(
    `commit ${tornVersion} is torn: reading version ${state.version}, writing is refused`,
  );
  return { state, tornVersion };
}

function damagedLog({ state, damage }: ReplayedLog, highest: number): PondError {
  const version = state.version + 1;
  const newestWhole = state.version < 0 ? null : state.version;
  const others = highest > version ? `, and the log goes on to ${highest}` : "";
  return new PondError(
    "corrupt",
    `cannot read the newest state: commit ${version} ${damage?.why ?? "is missing"}${others}`,
    {
      hint: newestWhole === null
        ? "pond fsck --repair makes what it can of the rest"
        : `pond list --at ${newestWhole} and other readers show the newest whole state; pond fsck --repair goes back to it`,
      data: { version, newestWhole, highest },
    },
  );
}

/** The newest usable checkpoint, or nothing when every commit from 0 is there. */
async function startFor(
  table: TableLocation,
  listing: LogListing,
  version = Infinity,
): Promise<TableState> {
  const start = await findStart(table, listing, version);
  if (start) return start;
  const missing = await missingFirst(table, listing);
  if (version !== Infinity && missing !== null) {
    throw new PondError("corrupt", `cannot open version ${version}: commit ${missing} is missing`, {
      hint: "pond fsck reports what is damaged",
      data: { version: missing, newestWhole: null },
    });
  }
  const isLost = version === Infinity || listing.checkpoints.some((each) => each <= version);
  throw isLost
    ? new PondError(
      "corrupt",
      listing.checkpoints.length > 0
        ? "cannot open the table: none of its checkpoints can be read"
        : "cannot open the table: its first commits are missing and there is no checkpoint",
      { hint: "pond fsck reports what is damaged", data: { newestWhole: null } },
    )
    : new PondError("expired", `cannot open version ${version}: its commits were dropped`);
}

/**
 * The commit before the first one that is there, where nobody dropped it: a log is cut off at a
 * checkpoint, and what a repair gave up is noted.
 */
async function missingFirst(
  table: TableLocation,
  { commits, checkpoints }: LogListing,
): Promise<number | null> {
  const before = (commits[0] ?? 0) - 1;
  if (before < 0 || checkpoints.includes(before + 1) || checkpoints.includes(before)) return null;
  return (await notedLosses(table)).has(before) ? null : before;
}

/**
 * The state to replay from: the newest checkpoint that can be read, or that before commit 0;
 * undefined where neither is.
 */
export async function findStart(
  table: TableLocation,
  { commits, checkpoints }: LogListing,
  version = Infinity,
): Promise<TableState | undefined> {
  for (const checkpoint of checkpoints.filter((each) => each <= version).reverse()) {
    const state = await tryCheckpoint(table, checkpoint);
    if (state) return state;
  }
  return commits[0] === 0 ? EMPTY_STATE : undefined;
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
