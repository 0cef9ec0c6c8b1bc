import { newUuid, PondError } from "../../base/mod.ts";
import type { Copy } from "./api.ts";
import type { FileCopier } from "./copy_file.ts";
import type { Plan } from "./plan.ts";

/** What putting commits needs. */
export interface CommitCopy {
  readonly from: Copy;
  readonly to: Copy;
  readonly copier: FileCopier;
  readonly doing: string;
}

/**
 * Puts the commits that the target lacks, after all that they stand on. As a rule they appear one
 * after the other, each with a whole state. Where the source has let go of what states between need,
 * a checkpoint of the newest one comes first: whoever opens the target then is there, and the
 * commits are put as its history, newest first. The caller holds the lock.
 * @throws {PondError} `conflict` when somebody else has put another commit; `no-space`, `io`
 */
export async function copyCommits(plan: Plan, copy: CommitCopy): Promise<void> {
  const { from, to, copier } = copy;
  const { source, target } = plan;
  const reached = target?.version ?? -1;
  const newer = plan.commits.filter((version) => version > reached);
  if (!plan.isSteady && newer.length > 0) {
    await to.log.putStateOf(from.log, source.version, {
      environment: to.environment,
      tmpName: copier.unfinished(),
    });
    newer.reverse();
  }
  const older = plan.commits.filter((version) => version <= reached).reverse();
  const checkpoints = new Set(plan.checkpoints);
  for (const version of [...newer, ...older]) {
    await putOne(plan, copy, version);
    if (checkpoints.delete(version)) await copyCheckpoint(copy, version);
  }
  for (const version of checkpoints) await copyCheckpoint(copy, version);
  if (plan.lost) await to.log.noteLosses(plan.lost, copier.unfinished());
  if (plan.checkpoints.length > 0) await to.log.putNewestHint(copier.unfinished());
}

async function putOne(plan: Plan, copy: CommitCopy, version: number): Promise<void> {
  const { to, copier, doing } = copy;
  const { bytes } = await plan.commit(version);
  const tmpName = `tmp/commit-${newUuid(to.environment)}.json`;
  const outcome = await to.log.putCommit({ version, bytes }, tmpName);
  if (outcome === "put") copier.count(bytes.length);
  if (outcome !== "other") return;
  throw new PondError(
    "conflict",
    `cannot ${doing}: somebody else has committed transaction ${version} there meanwhile`,
    { data: { transaction: version } },
  );
}

async function copyCheckpoint({ from, to, copier }: CommitCopy, version: number): Promise<void> {
  const bytes = await from.log.checkpoint(version);
  if (!bytes) return;
  await to.log.putCheckpoint(version, bytes, copier.unfinished());
  copier.count(bytes.length);
}
