import { PondError } from "../../base/mod.ts";
import type { DataFile, DeltaSnapshot, LoggedCommit } from "../../delta/mod.ts";
import { listBlobs } from "../rows/mod.ts";
import type { Copy } from "./api.ts";
import { contentsOf, Present } from "./contents.ts";
import type { FileToCopy } from "./copy_file.ts";
import type { Relation } from "./relation.ts";

/** What is to be copied. */
export interface Plan extends Relation {
  /** Data files and blobs that the commits stand on, by name. */
  readonly contents: ReadonlyMap<string, FileToCopy>;
  /** Those of them that the target lacks. */
  readonly files: readonly FileToCopy[];
  /** Names in the source of data files that commits added which the target has not seen. */
  readonly since: ReadonlySet<string>;
  /** Whether every state on the way is whole: then the commits may appear one after the other. */
  readonly isSteady: boolean;
  /** A commit of the source. @throws {PondError} `corrupt`, `expired` */
  readonly commit: (version: number) => Promise<LoggedCommit>;
}

/** Between which copies. */
export interface PlanSides {
  readonly from: Copy;
  /** Null where it has nothing at all. */
  readonly to: Copy | null;
  /** The directory of the data files in the target. */
  readonly root: string;
}

/**
 * Works out which files the target lacks for `relation`: those that the missing commits added, and
 * those of the newest state that were lost.
 * @throws {PondError} `corrupt`, `expired` where the source lacks what its state needs
 */
export async function planCopy(relation: Relation, sides: PlanSides): Promise<Plan> {
  const { from, to, root } = sides;
  const { source, target } = relation;
  const commit = commitReader(from, source);
  const files = new Map<string, DataFile>();
  const since = new Set<string>();
  for (const version of relation.commits) {
    for (const file of (await commit(version)).added) {
      files.set(file.path, file);
      if (target && version > target.version) since.add(from.log.nameOf(file));
    }
  }
  for (const file of await liveFiles(relation, sides)) files.set(file.path, file);
  const found = await contentsOf(from, { files: files.values(), snapshot: source, root });
  const contents = new Map([...found.files, ...await notesOf(from)]);
  const newer = relation.commits.filter((version) => version > (target?.version ?? -1));
  const isGapless = !target || newer.length === Math.max(0, source.version - target.version);
  const plan = { ...relation, contents, since, commit, files: [] };
  return {
    ...plan,
    files: to ? await missingOf(plan, to) : [...contents.values()],
    isSteady: isGapless && ![...found.lacking].some((name) => since.has(name)),
  };
}

/** The files of a plan that the target lacks now. */
export async function missingOf(
  { contents, since }: Pick<Plan, "contents" | "since">,
  to: Copy,
): Promise<readonly FileToCopy[]> {
  const present = new Present(to.store);
  const missing: FileToCopy[] = [];
  for (const file of contents.values()) {
    if (!await present.has(file.target)) missing.push(file);
    else if (since.has(file.name) && !await isFresh(to, file)) missing.push(file);
  }
  return missing.sort((a, b) => a.target < b.target ? -1 : 1);
}

/** Notes of a repair about commits that are lost and that nobody needs. */
async function notesOf({ store }: Copy): Promise<(readonly [string, FileToCopy])[]> {
  const notes: (readonly [string, FileToCopy])[] = [];
  for (const { name: own } of await store.list("quarantine")) {
    const name = `quarantine/${own}`;
    const stat = own.endsWith(".json.lost") ? await store.stat(name) : undefined;
    if (stat) notes.push([name, { name, target: name, sizeBytes: stat.sizeBytes, sha256: null }]);
  }
  return notes;
}

function commitReader(from: Copy, source: DeltaSnapshot) {
  return async (version: number): Promise<LoggedCommit> => {
    const commit = await from.log.commit(version, source);
    if (commit) return commit;
    throw new PondError("expired", `cannot copy transaction ${version}: it was dropped meanwhile`);
  };
}

/**
 * The files of the newest state: all where there is no pond yet, or contents of it are gone from
 * the target; else those that are gone themselves. Listing names is cheap, looking into files isn't.
 */
async function liveFiles(
  { source, target }: Relation,
  { from, to }: PlanSides,
): Promise<readonly DataFile[]> {
  if (!target || !to) return source.files;
  const there = new Set(await listBlobs(to.store));
  const isBlobGone = (await listBlobs(from.store)).some((name) => !there.has(name));
  if (isBlobGone) return source.files;
  const present = new Present(to.store);
  const gone: DataFile[] = [];
  for (const file of source.files) {
    if (!await present.has(from.log.nameOf(file))) gone.push(file);
  }
  return gone;
}

/**
 * Files that no commit names are removed when they are a day old; one that a copy left which was
 * stopped must not go just before its commit comes.
 */
const FRESH_US = 43_200_000_000n;

async function isFresh({ store, environment }: Copy, file: FileToCopy): Promise<boolean> {
  const stat = await store.stat(file.target);
  return stat?.sizeBytes === file.sizeBytes && stat.modifiedUs > environment.nowUs() - FRESH_US;
}
