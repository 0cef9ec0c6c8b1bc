import { PondError } from "../../base/mod.ts";
import { LogFiles } from "../../delta/mod.ts";
import type { Store } from "../../store/mod.ts";
import { STAGED_COPY } from "../rows/mod.ts";
import type { Copy } from "./api.ts";
import type { FileCopier } from "./copy_file.ts";
import type { Plan } from "./plan.ts";

/** What a first copy needs. */
export interface FirstCopy {
  readonly from: Copy;
  readonly to: Copy;
  readonly copier: FileCopier;
  readonly onBytes: (count: number) => void;
}

/** Names that a pond has in its directory. */
const OWN_NAMES = new Set(["data", "blobs", "cache", "tmp", "quarantine"]);

/**
 * Refuses a directory in which no pond is and something else.
 * @throws {PondError} `exists`
 */
export async function refuseOccupied(store: Store, doing: string): Promise<void> {
  const names = (await store.list("")).map(({ name }) => name);
  const foreign = names.find((name) => !OWN_NAMES.has(name));
  if (foreign !== undefined) {
    throw new PondError(
      "exists",
      `cannot ${doing}: no pond is there, and ${JSON.stringify(foreign)} is`,
      { hint: "name a directory of its own for the copy, which need not be there yet" },
    );
  }
  if ((await store.list("data")).length === 0) return;
  throw new PondError("exists", `cannot ${doing}: a pond was begun there and has no log`, {
    hint: "pond fsck says what is there; name another directory for the copy",
  });
}

/**
 * Makes the first copy: contents by hash where they belong; the log and its data files under `tmp`,
 * and all of it becomes the pond's when its directory gets its name, at once. Whoever looks before
 * sees no pond. What an earlier try has left is used where it is the same. The caller holds the
 * lock.
 * @throws {PondError} `no-space`, `io`, `corrupt`
 */
export async function copyFirst(plan: Plan, copy: FirstCopy): Promise<void> {
  const { from, to, copier, onBytes } = copy;
  const { store } = to;
  const staged = new LogFiles({ store, root: STAGED_COPY, tmp: "tmp", warn: to.warn });
  await staged.makeDirectory();
  await store.makeDirectory("blobs");
  await store.makeDirectory("cache", { mode: 0o700 });
  await removeOthers(staged, plan);
  for (const file of plan.files) await copier.copy(file, onBytes);
  for (const version of plan.commits) {
    const commit = await plan.commit(version);
    if (await staged.stageCommit(commit, copier.unfinished())) copier.count(commit.bytes.length);
  }
  for (const version of plan.checkpoints) {
    const bytes = await from.log.checkpoint(version);
    if (!bytes) continue;
    await staged.putCheckpoint(version, bytes, copier.unfinished());
    copier.count(bytes.length);
  }
  await staged.putNewestHint(copier.unfinished());
  await copier.syncDirectories();
  await staged.sync();
  await proveWhole(staged, plan);
  await store.syncDirectory(STAGED_COPY);
  // The commit point: before it there is no pond, after it there is all of it.
  await store.rename(STAGED_COPY, "data");
  await store.syncDirectory("");
}

/** What is left of another try that this one doesn't have: of another pond, or another state. */
async function removeOthers(staged: LogFiles, plan: Plan): Promise<void> {
  const { store } = staged.location;
  const wanted = new Set([...plan.contents.values()].map(({ target }) => target));
  for (const { name, kind } of await store.list(STAGED_COPY)) {
    const own = `${STAGED_COPY}/${name}`;
    if (kind === "file" && !wanted.has(own)) await store.remove(own);
  }
  await staged.keepOnly(new Set(plan.commits));
}

async function proveWhole(staged: LogFiles, { source }: Plan): Promise<void> {
  const copied = await staged.newest();
  if (copied.version === source.version && copied.metadata.id === source.metadata.id) return;
  throw new PondError(
    "internal",
    `cannot copy transaction ${source.version}: the copy reads as transaction ${copied.version}`,
  );
}
