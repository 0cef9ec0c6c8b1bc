import { PondError } from "../../base/mod.ts";
import type { DeltaSnapshot, LogFiles, Losses } from "../../delta/mod.ts";
import type { Copy } from "./api.ts";
import { descendsFrom } from "./descent.ts";

/** How far one copy of a pond is behind another. */
export interface Relation {
  readonly source: DeltaSnapshot;
  /** Null where there is no pond yet. */
  readonly target: DeltaSnapshot | null;
  /** Commits that the target lacks, ascending. */
  readonly commits: readonly number[];
  /** Checkpoints that the target lacks, ascending. */
  readonly checkpoints: readonly number[];
  /** Commits between that neither has any more, which nothing says yet of the target. */
  readonly lost: Losses | null;
}

/** What is compared, and what for. */
export interface RelationQuery {
  readonly from: Copy;
  readonly to: Copy;
  readonly source: DeltaSnapshot;
  /** For errors; see `CopyOptions`. */
  readonly doing: string;
}

/**
 * Compares two logs. One is a copy of the other, up to where the shorter one ends, when their
 * commits there are the same to the byte: a commit is made once, with an id of its own, on the one
 * state before it.
 * @throws {PondError} `conflict` for ponds that went different ways, and where that can't be told;
 *   `corrupt`
 */
export async function relate({ from, to, source, doing }: RelationQuery): Promise<Relation> {
  const [mine, theirs] = [await from.log.listing(), await to.log.listing()];
  const commits = mine.commits.filter((version) => version <= source.version);
  const checkpoints = mine.checkpoints.filter((version) => version <= source.version);
  if (theirs.commits.length + theirs.checkpoints.length === 0) {
    return { source, target: null, commits, checkpoints, lost: null };
  }
  const target = await to.log.newest();
  if (target.metadata.id !== source.metadata.id) {
    throw new PondError("conflict", `cannot ${doing}: it is another pond, not a copy of this one`, {
      hint: "name a directory that isn't there yet, or a copy that push or clone has made",
      data: { transaction: 0 },
    });
  }
  const common = Math.min(source.version, target.version);
  const agrees = await from.log.agreesAt(to.log, common);
  if (agrees === null) {
    const [mineNow, theirsNow] = [{ copy: from, snapshot: source }, { copy: to, snapshot: target }];
    const isCopy = source.version > target.version
      ? await descendsFrom(mineNow, theirsNow)
      : await descendsFrom(theirsNow, mineNow);
    if (!isCopy) throw untellable(doing, { source, target, oldest: commits[0] ?? common });
  } else if (!agrees) {
    const shared = theirs.commits.filter((version) => commits.includes(version));
    throw await divergence(doing, { from: from.log, to: to.log, shared });
  }
  // Below its first commit the target has been tidied up on purpose.
  const first = theirs.commits[0] ?? -1;
  const there = new Set(theirs.commits.filter((version) => version !== target.tornVersion));
  const checkpointed = new Set(theirs.checkpoints);
  return {
    source,
    target,
    commits: commits.filter((version) => version > first && !there.has(version)),
    checkpoints: checkpoints.filter((version) => version > first && !checkpointed.has(version)),
    lost: await lossesBetween(to.log, theirs.commits, commits[0] ?? 0),
  };
}

/** The commits before `oldest`, the source's first one, which the target doesn't have either. */
async function lossesBetween(
  to: LogFiles,
  theirs: readonly number[],
  oldest: number,
): Promise<Losses | null> {
  const before = theirs.findLast((version) => version < oldest);
  const losses = { first: (before ?? oldest) + 1, last: oldest - 1 };
  const isNone = losses.first > losses.last || (await to.losses()).has(losses.first);
  return isNone ? null : losses;
}

interface Pair {
  readonly from: LogFiles;
  readonly to: LogFiles;
  /** Commits that both have, ascending. */
  readonly shared: readonly number[];
}

/** Which transaction is the first that differs is found by halves: what follows it differs too. */
async function divergence(doing: string, { from, to, shared }: Pair): Promise<PondError> {
  let [low, high] = [-1, shared.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (await from.agreesAt(to, shared[middle]!)) low = middle;
    else high = middle;
  }
  const last = shared[low];
  const transaction = shared[high] ?? (last ?? 0) + 1;
  const isExact = last === transaction - 1 || transaction === 0;
  const since = `transaction ${transaction} on${isExact ? "" : " at the latest"}`;
  const [mine, theirs] = [await argvOf(from, transaction), await argvOf(to, transaction)];
  const what = mine && theirs ? ` (here \`${mine}\`, there \`${theirs}\`)` : "";
  return new PondError(
    "conflict",
    `cannot ${doing}: the two have gone different ways from ${since}${what}`,
    {
      hint:
        "pond log tells what each did since; clone one of them anew, and do there what it lacks",
      data: { transaction },
    },
  );
}

/** A commit that is damaged differs as well, and is another matter. @throws {PondError} `corrupt` */
async function argvOf(log: LogFiles, version: number): Promise<string | null> {
  const argv = (await log.infoOf(version))?.["argv"];
  return Array.isArray(argv) ? `pond ${argv.map(String).join(" ")}` : null;
}

function untellable(
  doing: string,
  facts: {
    readonly source: DeltaSnapshot;
    readonly target: DeltaSnapshot;
    readonly oldest: number;
  },
): PondError {
  const { source, target, oldest } = facts;
  const reach = target.version < oldest
    ? `it ends at transaction ${target.version}, and what came before ${oldest} was dropped here`
    : `the log of transaction ${Math.min(source.version, target.version)} was dropped`;
  return new PondError(
    "conflict",
    `cannot ${doing}: ${reach}, so whether one is a copy of the other can't be told`,
    {
      hint: "name a directory that isn't there yet, for a whole copy",
      data: { transaction: target.version },
    },
  );
}
