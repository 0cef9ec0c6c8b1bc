import { type Environment, isPondError, PondError } from "../base/mod.ts";
import type { DataFile, DeltaSnapshot } from "./api.ts";
import { readCheckpoint, readTombstones } from "./checkpoint.ts";
import { type Actions, parseCommit, TornCommit } from "./commit_file.ts";
import { writeDurably } from "./commit.ts";
import {
  checkpointName,
  commitName,
  hintName,
  logDirectory,
  QUARANTINE,
  tableFile,
  type TableLocation,
} from "./layout.ts";
import { openParquet } from "../parquet/mod.ts";
import { underLock } from "./lock.ts";
import { listLog, loadNewest, loadVersion, type LogListing } from "./log.ts";
import { notedLosses, noteOfLosses } from "./noted_losses.ts";
import { liveState, publishCheckpoint } from "./publish_checkpoint.ts";
import { storedPath, toDataFile, toSnapshot } from "./state.ts";

/** One commit as it lies in the log. */
export interface LoggedCommit {
  readonly version: number;
  readonly bytes: Uint8Array;
  /** Data files that it added. */
  readonly added: readonly DataFile[];
}

/** Commits that are lost, both ends among them. */
export interface Losses {
  readonly first: number;
  readonly last: number;
}

/** What became of a commit that was put into a log. */
export type PutOutcome = "put" | "same" | "other";

/**
 * A table's log as files, for copying it to where another copy of it is: commits are put where none
 * is, one after the other, as {@linkcode DeltaTable.commit} does, and are never made anew.
 */
export class LogFiles {
  /** @param location where the table is; nothing of it is read yet */
  constructor(readonly location: TableLocation) {}

  /** Numbers of the commits and checkpoints that are there. */
  listing(): Promise<LogListing> {
    return listLog(this.location);
  }

  /**
   * The newest state.
   * @throws {PondError} `not-found` where there is no table; `corrupt`, `unsupported`
   */
  async newest(): Promise<DeltaSnapshot> {
    const { state, tornVersion } = await loadNewest(this.location);
    return toSnapshot(state, tornVersion);
  }

  /**
   * The state at `version`.
   * @throws {PondError} `expired`, `not-found`, `corrupt`, `unsupported`
   */
  async at(version: number): Promise<DeltaSnapshot> {
    return toSnapshot(await loadVersion(this.location, version), null);
  }

  /** The bytes of a commit, whole or not; undefined where none is. */
  async bytes(version: number): Promise<Uint8Array | undefined> {
    return await absentAsUndefined(
      this.location.store.read(commitName(this.location, version)),
    );
  }

  /**
   * A commit, proven whole.
   * @param snapshot any state of the table
   * @throws {PondError} `corrupt` for one that is damaged or torn
   */
  async commit(version: number, snapshot: DeltaSnapshot): Promise<LoggedCommit | undefined> {
    const bytes = await this.bytes(version);
    if (!bytes) return undefined;
    const { adds } = this.#parse(version, bytes);
    return { version, bytes, added: adds.map((add) => toDataFile(add, snapshot.metadata)) };
  }

  /**
   * What a commit says of itself; undefined where there is none.
   * @throws {PondError} `corrupt`
   */
  async infoOf(version: number): Promise<Readonly<Record<string, unknown>> | undefined> {
    const bytes = await this.bytes(version);
    return bytes && (this.#parse(version, bytes).commitInfo ?? {});
  }

  /** The bytes of a checkpoint, proven readable; undefined where none is, or it is damaged. */
  async checkpoint(version: number): Promise<Uint8Array | undefined> {
    const { store } = this.location;
    const name = checkpointName(this.location, version);
    try {
      await readCheckpoint(store, name, version);
      await readTombstones(store, name);
      return await store.read(name);
    } catch (error) {
      // It stands for commits; whoever lacks it reads these, or an older one.
      if (isPondError(error, "not-found", "corrupt")) return undefined;
      throw error;
    }
  }

  /**
   * Whether both logs say the same of the state at `version`; null where one of them doesn't reach
   * it.
   */
  async agreesAt(other: LogFiles, version: number): Promise<boolean | null> {
    const [mine, theirs] = [await this.bytes(version), await other.bytes(version)];
    if (mine && theirs) return areEqual(mine, theirs);
    try {
      const states = [
        await loadVersion(this.location, version),
        await loadVersion(other.location, version),
      ] as const;
      return liveState(states[0]) === liveState(states[1]);
    } catch (error) {
      if (isPondError(error, "expired", "not-found", "corrupt")) return null;
      throw error;
    }
  }

  /** The name in the store of a data file. @throws {PondError} `corrupt` for one outside the table */
  nameOf(file: DataFile): string {
    return tableFile(this.location, storedPath(file.path));
  }

  /** The names in the store of commits and checkpoints. */
  namesOf({ commits, checkpoints }: LogListing): string[] {
    return [
      ...commits.map((version) => commitName(this.location, version)),
      ...checkpoints.map((version) => checkpointName(this.location, version)),
    ];
  }

  /** Runs `work` while no other writer of the table does. @throws {PondError} `locked` */
  underLock<T>(deadlineMs: number, work: () => Promise<T>): Promise<T> {
    return underLock(this.location, { deadlineMs }, work);
  }

  /** Makes the log's directory. */
  makeDirectory(): Promise<void> {
    return this.location.store.makeDirectory(logDirectory(this.location));
  }

  /** Makes names of the log durable. */
  sync(): Promise<void> {
    return this.location.store.syncDirectory(logDirectory(this.location));
  }

  /**
   * Puts a commit where none is, durable when this returns. A piece of this very commit, as a file
   * system without links may keep after a crash, makes room for it. The caller holds the lock.
   * @param tmpName an unfinished name
   */
  async putCommit(
    { version, bytes }: Pick<LoggedCommit, "version" | "bytes">,
    tmpName: string,
  ): Promise<PutOutcome> {
    const { store } = this.location;
    const name = commitName(this.location, version);
    const there = await this.bytes(version);
    if (there && areEqual(there, bytes)) return "same";
    if (there && isPieceOf(there, bytes)) await store.remove(name);
    else if (there) return "other";
    try {
      await writeDurably(this.location, tmpName, bytes);
      if (await store.publish(tmpName, name) === "exists") {
        return areEqual(await store.read(name), bytes) ? "same" : "other";
      }
      await this.sync();
      return "put";
    } finally {
      await store.remove(tmpName).catch(() => {});
    }
  }

  /**
   * Puts a commit into a log that nobody reads yet; its name is durable after
   * {@linkcode LogFiles.sync}.
   * @returns false where it was there already
   */
  async stageCommit(
    { version, bytes }: Pick<LoggedCommit, "version" | "bytes">,
    tmpName: string,
  ): Promise<boolean> {
    const there = await this.bytes(version);
    if (there && areEqual(there, bytes)) return false;
    await this.#replace(commitName(this.location, version), bytes, tmpName);
    return true;
  }

  /** Writes a checkpoint, replacing, durable when this returns. */
  async putCheckpoint(version: number, bytes: Uint8Array, tmpName: string): Promise<void> {
    await this.#replace(checkpointName(this.location, version), bytes, tmpName);
    await this.sync();
  }

  /**
   * Removes all checkpoints, and the commits that are not in `wanted`. Only for a log that nobody
   * reads yet.
   */
  async keepOnly(wanted: ReadonlySet<number>): Promise<void> {
    const { store } = this.location;
    const { commits, checkpoints } = await this.listing();
    for (const version of checkpoints) await store.remove(checkpointName(this.location, version));
    for (const version of commits) {
      if (!wanted.has(version)) await store.remove(commitName(this.location, version));
    }
  }

  /** Points `_last_checkpoint` at the newest checkpoint, if there is one; it is only a hint. */
  async putNewestHint(tmpName: string): Promise<void> {
    const version = (await this.listing()).checkpoints.at(-1);
    if (version === undefined) return;
    const { store } = this.location;
    const checkpoint = await openParquet(store, checkpointName(this.location, version));
    checkpoint.close();
    const size = Number(checkpoint.metadata.num_rows);
    await this.#putHint(version, size, tmpName);
  }

  /**
   * Writes the checkpoint of a state that another copy of the table is in: who opens this one is
   * at that state from then on, whatever commits are missing before it.
   * @throws {PondError} `expired`, `corrupt`, `no-space`, `io`
   */
  async putStateOf(
    other: LogFiles,
    version: number,
    { environment, tmpName }: { readonly environment: Environment; readonly tmpName: string },
  ): Promise<void> {
    const state = await loadVersion(other.location, version);
    const earlier = state.earlierRemoves === null
      ? []
      : await readTombstones(other.location.store, state.earlierRemoves);
    const removes = new Map(earlier.map((remove) => [remove.path, remove]));
    for (const [path, remove] of state.removes) removes.set(path, remove);
    for (const path of state.adds.keys()) removes.delete(path);
    // First the hint, by which those who have an older state open learn that there is a newer one:
    // without it they would write on theirs.
    await this.#putHint(version, state.adds.size + removes.size + state.txns.size + 2, tmpName);
    await publishCheckpoint(
      this.location,
      { ...state, removes, earlierRemoves: null },
      environment,
    );
  }

  /** Commits of which a note says that they are lost. */
  losses(): Promise<ReadonlySet<number>> {
    return notedLosses(this.location);
  }

  /** Notes that commits are lost which only older states need. */
  async noteLosses({ first, last }: Losses, tmpName: string): Promise<void> {
    const { store } = this.location;
    const note = noteOfLosses(first, last);
    const why = "they were dropped before they were copied; only older states need them";
    await store.makeDirectory(QUARANTINE);
    await this.#replace(
      note,
      new TextEncoder().encode(`${JSON.stringify({ first, last, why })}\n`),
      tmpName,
    );
    await store.syncDirectory(QUARANTINE);
  }

  async #putHint(version: number, size: number, tmpName: string): Promise<void> {
    const name = hintName(this.location);
    const bytes = new TextEncoder().encode(JSON.stringify({ version, size }));
    const there = await absentAsUndefined(this.location.store.read(name));
    if (!there || !areEqual(there, bytes)) await this.#replace(name, bytes, tmpName);
  }

  #parse(version: number, bytes: Uint8Array): Actions {
    try {
      return parseCommit(bytes, commitName(this.location, version));
    } catch (error) {
      if (!(error instanceof TornCommit)) throw error;
      throw new PondError("corrupt", `cannot read commit ${version}: it is torn`, { cause: error });
    }
  }

  async #replace(name: string, bytes: Uint8Array, tmpName: string): Promise<void> {
    const { store } = this.location;
    try {
      await writeDurably(this.location, tmpName, bytes);
      await store.rename(tmpName, name);
    } catch (error) {
      await store.remove(tmpName).catch(() => {});
      throw error;
    }
  }
}

/** What a crash may leave of `whole` where a name is made before its bytes: some first ones. */
function isPieceOf(piece: Uint8Array, whole: Uint8Array): boolean {
  if (piece.length > whole.length) return false;
  const filled = piece.findLastIndex((byte) => byte !== 0) + 1;
  return piece.length < whole.length || filled < piece.length
    ? areEqual(piece.subarray(0, filled), whole.subarray(0, filled))
    : false;
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

async function absentAsUndefined<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (isPondError(error, "not-found")) return undefined;
    throw error;
  }
}
