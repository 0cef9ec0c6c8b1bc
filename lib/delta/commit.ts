import { type Environment, isPondError, newUuid, PondError, toPondError } from "../base/mod.ts";
import type { CommitOutcome, DeltaChange, DeltaSnapshot, RowConflict, StagedFile } from "./api.ts";
import { commitActions, timestampOf } from "./commit_actions.ts";
import { type Actions, type AddAction, formatCommit, TornCommit } from "./commit_file.ts";
import { commitName, logDirectory, tableFile } from "./layout.ts";
import { underLock } from "./lock.ts";
import { readCommit } from "./log.ts";
import { compareRows } from "./order.ts";
import { type ReadContext, readRows } from "./read.ts";
import { stageSortedRows } from "./stage.ts";
import { refuseForeignWriters, storedPath, toDataFile } from "./state.ts";

/** What committing needs. */
export interface CommitContext extends ReadContext {
  readonly environment: Environment;
  readonly engineInfo: string;
  readonly lockDeadlineMs: number;
  readonly sortBy: readonly string[];
  readonly stateKey: readonly string[];
  readonly fewestApart: number;
  /** The newest state, read again. */
  readonly newest: () => Promise<DeltaSnapshot>;
}

/**
 * Commits a change under the writer lock: data files first, durable; then the commit file, durable
 * in `tmp`; then its name, put if absent; then the directory entry. The change exists from the
 * third step and is reported after the fourth.
 * @throws {PondError} `locked`, `corrupt` (torn last commit), `unsupported`, `no-space`, `io`
 */
export async function commitChange(
  context: CommitContext,
  change: DeltaChange,
): Promise<CommitOutcome> {
  refuseForeignWriters(change.base);
  const deadlineMs = change.waitMs ?? context.lockDeadlineMs;
  return await underLock(context, { deadlineMs }, async () => {
    for (;;) {
      const newest = await context.newest();
      refuseTorn(newest);
      const settled = await settle(context, { change, newest });
      if (settled) return settled;
      const inTheWay = newest.version > change.base.version && await change.rebase?.(newest);
      if (inTheWay) return { status: "conflict", version: newest.version, reason: inTheWay };
      const outcome = await tryCommit(context, { change, newest });
      if (outcome) return outcome;
    }
  });
}

interface Attempt {
  readonly change: DeltaChange;
  readonly newest: DeltaSnapshot;
}

/**
 * Whether commits after the base decide the matter: this change is among them already, or one is in
 * its way.
 */
async function settle(context: CommitContext, attempt: Attempt): Promise<CommitOutcome | null> {
  const { change, newest } = attempt;
  for (let version = change.base.version + 1; version <= newest.version; version++) {
    const actions = await readCommit(context, version);
    if (!actions) return { status: "conflict", version, reason: "its commit was dropped" };
    if (actions.commitInfo?.txnId === change.txnId) {
      return { status: "committed", version, timestampUs: timestampOf(actions) };
    }
    const reason = await conflictWith(context, { actions, ...attempt });
    if (reason) return { status: "conflict", version, reason };
  }
  const live = new Set(newest.files.map((file) => file.path));
  const gone = change.removes?.find((file) => !live.has(file.path));
  if (!gone) return null;
  const reason = `it removed ${gone.path} as well`;
  return { status: "conflict", version: newest.version, reason };
}

async function conflictWith(
  context: CommitContext,
  attempt: Attempt & { readonly actions: Actions },
): Promise<string | null> {
  const { actions, change } = attempt;
  if (actions.metaData || actions.protocol) return "it changed the table itself";
  if (change.dataChange === false || change.rebase) return null;
  if (change.conflict?.ignores?.(actions.commitInfo ?? {})) return null;
  if (actions.removes.some((remove) => remove.dataChange)) return "it removed rows";
  const adds = actions.adds.filter((add) => add.dataChange);
  if (adds.length === 0) return null;
  if (!change.conflict) return "it added rows";
  const found = await overlaps(context, { ...attempt, adds, conflict: change.conflict });
  return found ? "it changed the same rows' group" : null;
}

/**
 * Reads what another writer added; its file stays on disk for the retention, even when it is
 * compacted away.
 */
async function overlaps(
  context: CommitContext,
  attempt: Attempt & { readonly adds: readonly AddAction[]; readonly conflict: RowConflict },
): Promise<boolean> {
  const { newest, conflict } = attempt;
  const files = attempt.adds.map((add) => toDataFile(add, newest.metadata));
  try {
    for await (const rows of readRows(context, newest, { columns: conflict.columns, files })) {
      if (rows.some((row) => conflict.test(row))) return true;
    }
    return false;
  } catch (error) {
    // What can't be seen any more may have been in the way.
    if (isPondError(error, "expired")) return true;
    throw error;
  }
}

/** One attempt at the next version; null when a writer without the lock was faster. */
async function tryCommit(context: CommitContext, attempt: Attempt): Promise<CommitOutcome | null> {
  const { change, newest } = attempt;
  const version = newest.version + 1;
  await refuseGap(context, version);
  const staged = await stageChangeRows(context, { change, newest, version });
  const timestampUs = context.environment.nowUs();
  const { engineInfo } = context;
  const actions = commitActions({ change, newest, version, staged, timestampUs, engineInfo });
  const tmpName = `${context.tmp}/commit-${newUuid(context.environment)}.json`;
  let published: "published" | "exists";
  try {
    await writeDurably(context, tmpName, formatCommit(actions));
    published = await publish(context, { tmpName, version, txnId: change.txnId });
  } catch (error) {
    await discardFiles(context, [tmpName, ...stagedNames(context, staged)]);
    throw error;
  }
  if (published === "exists") {
    await discardFiles(context, [tmpName, ...stagedNames(context, staged)]);
    return null;
  }
  await confirm(context, version);
  await discardFiles(context, [tmpName]);
  return { status: "committed", version, timestampUs };
}

async function stageChangeRows(
  context: CommitContext,
  attempt: Attempt & { readonly version: number },
): Promise<readonly StagedFile[]> {
  const rows = attempt.change.rows?.(attempt.version) ?? [];
  if (rows.length === 0) return [];
  const sorted = [...rows].sort(compareRows(context.sortBy));
  return [
    await stageSortedRows({ ...context, schema: attempt.newest.metadata.schema }, sorted),
  ];
}

/**
 * The commit point. An error of the link itself is settled by looking whose commit has the name:
 * it may have been made all the same.
 */
async function publish(
  context: CommitContext,
  commit: { readonly tmpName: string; readonly version: number; readonly txnId: string },
): Promise<"published" | "exists"> {
  try {
    return await context.store.publish(commit.tmpName, commitName(context, commit.version));
  } catch (error) {
    if (await isOurs(context, commit)) return "published";
    throw error;
  }
}

async function isOurs(
  context: CommitContext,
  commit: { readonly version: number; readonly txnId: string },
): Promise<boolean> {
  try {
    const actions = await readCommit(context, commit.version);
    return actions?.commitInfo?.txnId === commit.txnId;
  } catch (error) {
    if (error instanceof TornCommit || isPondError(error)) return false;
    throw error;
  }
}

/** Success is reported only when the new name is durable; a failed fsync is not tried again. */
async function confirm(context: CommitContext, version: number): Promise<void> {
  try {
    await context.store.syncDirectory(logDirectory(context));
  } catch (cause) {
    const { code, message } = toPondError(cause);
    throw new PondError(
      code,
      `cannot confirm that transaction ${version} is on disk: ${message}`,
      { hint: "it is visible now; after a crash it may be gone", data: { version }, cause },
    );
  }
}

/**
 * Writes a small file so that it and its name survive a crash.
 * @throws {PondError} `no-space`, `io`
 */
export async function writeDurably(
  context: Pick<CommitContext, "store">,
  name: string,
  content: string | Uint8Array,
): Promise<void> {
  const writer = await context.store.create(name);
  try {
    await writer.write(
      typeof content === "string" ? new TextEncoder().encode(content) : content,
    );
    await writer.sync();
  } finally {
    writer.close();
  }
}

/**
 * Removes what never became part of the table; what can't be removed is litter for the next sweep.
 */
async function discardFiles(
  context: Pick<CommitContext, "store">,
  names: readonly string[],
): Promise<void> {
  for (const name of names) await context.store.remove(name).catch(() => {});
}

function stagedNames(context: CommitContext, staged: readonly StagedFile[]): string[] {
  return staged.map((file) => tableFile(context, storedPath(file.path)));
}

/** A commit that fills a gap would never be read: what follows it was made without it. */
async function refuseGap(context: CommitContext, version: number): Promise<void> {
  if (await context.store.kind(commitName(context, version + 1)) === undefined) return;
  // Without the lock others may have been faster, by two.
  if (await context.store.kind(commitName(context, version)) !== undefined) return;
  throw new PondError(
    "corrupt",
    `cannot write: commit ${version} is missing, and others follow it`,
    { hint: "pond fsck --repair goes back to the newest whole state", data: { version } },
  );
}

function refuseTorn(newest: DeltaSnapshot): void {
  if (newest.tornVersion === null) return;
  throw new PondError(
    "corrupt",
    `cannot write: commit ${newest.tornVersion} is torn, another tool died writing it`,
    { hint: "pond fsck --repair moves it to quarantine/", data: { version: newest.tornVersion } },
  );
}
