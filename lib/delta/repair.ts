import { type Environment, isPondError } from "../base/mod.ts";
import type { RepairedFile } from "./api.ts";
import { writeDurably } from "./commit.ts";
import type { Actions } from "./commit_file.ts";
import { checkpointName, commitName, QUARANTINE, tableFile, type TableLocation } from "./layout.ts";
import { underLock } from "./lock.ts";
import {
  type Damage,
  damageOf,
  findStart,
  listLog,
  type LogListing,
  readCommit,
  replayFrom,
} from "./log.ts";
import { notedLosses, noteOfLosses } from "./noted_losses.ts";
import { publishCheckpoint } from "./publish_checkpoint.ts";
import { storedPath, type TableState } from "./state.ts";

/** What repairing needs. */
export interface RepairContext extends TableLocation {
  readonly environment: Environment;
  readonly lockDeadlineMs: number;
}

/** Makes commit 0 anew, for the table of this id; see {@linkcode repairLog}. */
export type MakeFirst = (id: string | undefined) => Promise<void>;

/**
 * Brings the log back to the newest state that can be proven whole: what stands on a commit that is
 * missing or damaged goes to `quarantine/`, with the data files that it added; so do damaged
 * commits before a checkpoint, which only older states need. Nothing is deleted. Commits are moved
 * from the highest down, so that a repair that is stopped anywhere is done by the next.
 * @param makeFirst for a table whose first commit always says the same
 * @returns what was moved or noted, and why; nothing where the log is whole, or where no state can
 *   be proven
 * @throws {PondError} `locked`, `no-space`, `io`
 */
export async function repairLog(
  context: RepairContext,
  makeFirst?: MakeFirst,
): Promise<readonly RepairedFile[]> {
  const options = { deadlineMs: context.lockDeadlineMs };
  return await underLock(context, options, async () => {
    const done = await restoreFirst(context, makeFirst);
    const listing = await listLog(context);
    const start = await findStart({ ...context, warn: () => {} }, listing);
    if (!start) return done;
    const { state } = await replayFrom(context, start);
    done.push(...await dropAfter(context, listing, state));
    done.push(...await noteHistory(context, listing, state));
    // So that nothing has to be replayed that was in doubt.
    if (done.length > 0) await publishCheckpoint(context, state, context.environment);
    return done;
  });
}

/** Moves a file to `quarantine/`. @returns its new name @throws {PondError} `io` */
async function moveAside(table: TableLocation, name: string): Promise<string> {
  const { store } = table;
  const slash = name.lastIndexOf("/");
  await store.makeDirectory(QUARANTINE);
  const to = await freeName(table, name.slice(slash + 1));
  await store.rename(name, to);
  await store.syncDirectory(QUARANTINE);
  await store.syncDirectory(name.slice(0, slash));
  return to;
}

async function restoreFirst(
  context: RepairContext,
  makeFirst: MakeFirst | undefined,
): Promise<RepairedFile[]> {
  const listing = await listLog(context);
  const { commits } = listing;
  // What a checkpoint stands for nobody has to replay.
  const start = await findStart({ ...context, warn: () => {} }, listing);
  if (!makeFirst || start && start.version >= 0) return [];
  const damage = commits[0] === 0 ? await damageAt(context, 0) : null;
  if (commits[0] !== 1 && !damage) return [];
  const name = commitName(context, 0);
  const movedTo = damage ? await moveAside(context, name) : null;
  const why = `it ${damage?.why ?? "is missing"}; it was made anew`;
  await makeFirst(await tableId(context, commits));
  return [{ name, why, movedTo }];
}

/** Every commit of pond's names its table. */
async function tableId(
  context: RepairContext,
  commits: readonly number[],
): Promise<string | undefined> {
  for (const version of commits) {
    const actions = await readWhole(context, version);
    const owner = actions?.txns.find(({ appId }) => appId.startsWith("pond:"));
    if (owner) return owner.appId.slice("pond:".length);
  }
  return undefined;
}

async function dropAfter(
  context: RepairContext,
  { commits, checkpoints }: LogListing,
  state: TableState,
): Promise<RepairedFile[]> {
  const done: RepairedFile[] = [];
  const lost = state.version + 1;
  const damage = commits.includes(lost) ? await damageAt(context, lost) : null;
  const stands = `it stands on commit ${lost}, which ${damage?.why ?? "is missing"}`;
  const above = [...new Set([...commits, ...checkpoints])].filter((each) => each >= lost);
  for (const version of above.sort((a, b) => b - a)) {
    if (checkpoints.includes(version)) {
      const name = checkpointName(context, version);
      done.push({ name, why: stands, movedTo: await moveAside(context, name) });
    }
    if (!commits.includes(version)) continue;
    const actions = await readWhole(context, version);
    const name = commitName(context, version);
    const why = version === lost ? `it ${damage?.why}` : stands;
    const { commitInfo } = actions ?? {};
    for (const path of await addedOnly(context, actions, state)) {
      done.push({
        name: path,
        why: `commit ${version} added it`,
        movedTo: await moveAside(context, path),
      });
    }
    done.push({
      name,
      why,
      movedTo: await moveAside(context, name),
      ...(commitInfo ? { commitInfo } : {}),
    });
  }
  return done;
}

/** Data files that only a commit that goes has added. */
async function addedOnly(
  context: RepairContext,
  actions: Actions | undefined,
  state: TableState,
): Promise<string[]> {
  const names: string[] = [];
  for (const { path } of actions?.adds ?? []) {
    if (state.adds.has(path)) continue;
    try {
      const name = tableFile(context, storedPath(path));
      if (await context.store.kind(name) === "file") names.push(name);
    } catch (error) {
      // A path that leaves the table is nothing of the table's.
      if (!isPondError(error, "corrupt")) throw error;
    }
  }
  return names;
}

/** Damaged commits and gaps before the checkpoint that the newest state comes from. */
async function noteHistory(
  context: RepairContext,
  { commits, checkpoints }: LogListing,
  state: TableState,
): Promise<RepairedFile[]> {
  const done: RepairedFile[] = [];
  const there = new Set(commits);
  const noted = await notedLosses(context);
  const first = commits[0] ?? 0;
  // A log is cut off at a checkpoint only.
  const begin = first > 0 && !checkpoints.includes(first) ? first - 1 : first;
  for (let version = begin; version <= state.version; version++) {
    const damage = there.has(version) ? await damageAt(context, version) : null;
    if (!damage && (there.has(version) || noted.has(version))) continue;
    const name = commitName(context, version);
    const note = noteOfLosses(version, version);
    const why = `it ${damage?.why ?? "is missing"}; only older states need it`;
    if (!noted.has(version)) {
      await context.store.makeDirectory(QUARANTINE);
      await writeDurably(context, note, `${JSON.stringify({ version, why })}\n`);
    }
    const movedTo = damage ? await moveAside(context, name) : note;
    done.push({ name, why, movedTo });
  }
  return done;
}

async function damageAt(context: RepairContext, version: number): Promise<Damage | null> {
  try {
    await readCommit(context, version);
    return null;
  } catch (error) {
    return damageOf(version, error);
  }
}

async function readWhole(context: RepairContext, version: number): Promise<Actions | undefined> {
  try {
    return await readCommit(context, version);
  } catch (error) {
    damageOf(version, error);
    return undefined;
  }
}

async function freeName(table: TableLocation, base: string): Promise<string> {
  for (let copy = 0;; copy++) {
    const name = `${QUARANTINE}/${base}${copy === 0 ? "" : `.${copy}`}`;
    if (await table.store.kind(name) === undefined) return name;
  }
}
