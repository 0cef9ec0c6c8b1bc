import { PondError } from "../../base/mod.ts";
import type { DeltaSnapshot } from "../../delta/mod.ts";
import { refuseStrangers, STAGED_COPY } from "../rows/mod.ts";
import type { Copy, CopyOptions, CopyReport } from "./api.ts";
import { copyFirst, refuseOccupied } from "./copy_first.ts";
import { FileCopier } from "./copy_file.ts";
import { copyCommits } from "./copy_more.ts";
import { missingOf, type Plan, planCopy } from "./plan.ts";
import { relate, type Relation } from "./relation.ts";
import { copyOf, Moved, openCopy, retried } from "./sides.ts";

/**
 * Copies what one copy of a pond lacks of another: contents first, then the commits in order, each
 * put where none is, and synced. Stopped anywhere it goes on when it is run again; whoever opens the
 * target meanwhile sees one of the source's states, whole.
 * @throws {PondError} `not-found` where the source is no pond; `conflict` for ponds that went
 *   different ways; `exists` where something else is in the target's place; `locked`, `corrupt`,
 *   `expired`, `no-space`, `io`, `permission`
 */
export async function copyTlog(options: CopyOptions): Promise<CopyReport> {
  const from = await openCopy(options.from, options.doing);
  await refuseStrangers(options.to.store);
  const to = copyOf(options.to);
  await refuseSame(options);
  if (options.isNew) await refuseExisting(to, options.doing);
  return await retried(from, options, (source) => new Run({ options, from, to, source }).run());
}

/** Both names may lead to one directory. */
async function refuseSame({ from, to, doing }: CopyOptions): Promise<void> {
  const [one, other] = [await from.store.identity("data"), await to.store.identity("data")];
  if (one?.key !== other?.key) return;
  throw new PondError("usage", `cannot ${doing}: that is this pond itself`);
}

async function refuseExisting({ log }: Copy, doing: string): Promise<void> {
  const { commits, checkpoints } = await log.listing();
  if (commits.length + checkpoints.length === 0) return;
  throw new PondError("exists", `cannot ${doing}: there is a pond already`, {
    hint: "pond push and pond pull bring what is new from one copy to the other",
  });
}

interface RunFacts {
  readonly options: CopyOptions;
  readonly from: Copy;
  readonly to: Copy;
  readonly source: DeltaSnapshot;
}

/** One try. */
class Run {
  readonly #facts: RunFacts;
  readonly #copier: FileCopier;
  #doneBytes = 0;
  #totalBytes = 0;

  constructor(facts: RunFacts) {
    this.#facts = facts;
    const { from, to } = facts;
    this.#copier = new FileCopier({ from: from.store, to: to.store }, to.environment);
  }

  async run(): Promise<CopyReport> {
    const { options } = this.#facts;
    const relation = await this.#relate();
    const { source, target } = relation;
    if (target && target.version > source.version) return this.#report("ahead", relation);
    if (!target) return await this.#first(relation);
    const plan = await this.#plan(relation);
    if (isEmpty(plan)) return this.#report("equal", relation);
    if (options.dryRun) return await this.#planned(plan);
    return await this.#more(plan);
  }

  async #first(relation: Relation): Promise<CopyReport> {
    const { options, from, to } = this.#facts;
    await refuseOccupied(to.store, options.doing);
    if (options.dryRun) return await this.#planned(await this.#plan(relation));
    return await to.log.underLock(options.waitMs, async () => {
      // Whoever held the lock may have made the same copy.
      if ((await this.#relate()).target) throw new Moved();
      const plan = await this.#plan(relation);
      await this.#working(
        plan,
        () => copyFirst(plan, { from, to, copier: this.#copier, onBytes: this.#onBytes }),
      );
      return this.#report("copied", relation);
    });
  }

  /** Contents may take long and are in nobody's way; the commits come under the lock. */
  async #more(before: Plan): Promise<CopyReport> {
    const { options: { doing, waitMs }, from, to } = this.#facts;
    return await this.#working(before, async () => {
      await this.#copyFiles(before);
      return await to.log.underLock(waitMs, async () => {
        const { target } = await this.#relate();
        if (target?.version !== before.target?.version) throw new Moved();
        // What was there before may have been swept; nobody sweeps now.
        await this.#copyFiles({ files: await missingOf(before, to) });
        await this.#copier.syncDirectories();
        refuseTorn(before, doing);
        await copyCommits(before, { from, to, doing, copier: this.#copier });
        await to.log.sync();
        return this.#report(this.#copier.files > 0 ? "copied" : "equal", before);
      });
    });
  }

  async #working<T>(plan: Plan, work: () => Promise<T>): Promise<T> {
    this.#totalBytes = bytesOf(plan);
    await this.#copier.begin();
    try {
      return await work();
    } finally {
      await this.#copier.end();
    }
  }

  async #copyFiles({ files }: Pick<Plan, "files">): Promise<void> {
    for (const file of files) await this.#copier.copy(file, this.#onBytes);
  }

  readonly #onBytes = (count: number): void => {
    this.#doneBytes += count;
    this.#facts.options.onProgress?.(this.#doneBytes, this.#totalBytes);
  };

  async #relate(): Promise<Relation> {
    const { from, to, source, options } = this.#facts;
    if (options.isNew) await refuseExisting(to, options.doing);
    return await relate({ from, to, source, doing: options.doing });
  }

  #plan(relation: Relation): Promise<Plan> {
    const { from, to } = this.#facts;
    return planCopy(relation, { from, to, root: relation.target ? "data" : STAGED_COPY });
  }

  async #planned(plan: Plan): Promise<CopyReport> {
    for (const file of plan.files) this.#copier.count(file.sizeBytes);
    for (const version of plan.commits) {
      this.#copier.count((await plan.commit(version)).bytes.length);
    }
    return this.#report("copied", plan);
  }

  #report(status: CopyReport["status"], { source, target, commits }: Relation): CopyReport {
    const before = target?.version ?? null;
    return {
      status,
      dryRun: this.#facts.options.dryRun ?? false,
      source: source.version,
      before,
      transactions: commits.filter((version) => version > (before ?? -1)).length,
      files: this.#copier.files,
      bytes: this.#copier.bytes,
    };
  }
}

function isEmpty({ files, commits, checkpoints, lost }: Plan): boolean {
  return files.length + commits.length + checkpoints.length === 0 && lost === null;
}

function bytesOf({ files }: Plan): number {
  return files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

/** A torn end that is no piece of the commit to come is not for a copy to remove. */
function refuseTorn({ target, commits }: Plan, doing: string): void {
  const version = target?.tornVersion ?? null;
  if (version === null || commits.includes(version)) return;
  throw new PondError(
    "corrupt",
    `cannot ${doing}: commit ${version} there is torn, another tool died writing it`,
    { hint: "pond fsck --repair moves it to quarantine/", data: { version } },
  );
}
