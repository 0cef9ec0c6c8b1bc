import { isPondError, PondError } from "../../base/mod.ts";
import { type DeltaSnapshot, LogFiles } from "../../delta/mod.ts";
import { refuseStrangers } from "../rows/mod.ts";
import type { Copy, CopySide } from "./api.ts";

/** A side with its log, nothing of it read. */
export function copyOf(side: CopySide): Copy {
  const { store, warn } = side;
  return { ...side, log: new LogFiles({ store, root: "data", tmp: "tmp", warn }) };
}

/**
 * The pond that is copied.
 * @throws {PondError} `not-found` where none is; `corrupt` where something is not what it must be
 */
export async function openCopy(side: CopySide, doing: string): Promise<Copy> {
  await refuseStrangers(side.store);
  const source = copyOf(side);
  const { commits, checkpoints } = await source.log.listing();
  if (commits.length + checkpoints.length > 0) return source;
  throw new PondError("not-found", `cannot ${doing}: there is no pond in ${side.store.root}`);
}

/** Somebody wrote to the target between a look and the lock; all is worked out anew. */
export class Moved extends Error {}

/** Which state is read, and for how long it is tried. */
export interface RetryOptions {
  readonly at?: number | undefined;
  readonly doing: string;
  readonly waitMs: number;
}

/**
 * Does `work` with a state of the source, and again with a newer one when somebody tidied up the
 * source meanwhile, or wrote to the target.
 * @throws {PondError} what `work` throws; `conflict` when others were faster until the wait was over
 */
export async function retried<T>(
  source: Copy,
  { at, doing, waitMs }: RetryOptions,
  work: (snapshot: DeltaSnapshot) => Promise<T>,
): Promise<T> {
  const end = performance.now() + waitMs;
  for (let attempt = 1;; attempt++) {
    const before = await standing(source);
    const snapshot = await (at === undefined ? source.log.newest() : source.log.at(at));
    try {
      return await work(snapshot);
    } catch (error) {
      const isOver = attempt > 1 && performance.now() >= end;
      if (!isOver && (error instanceof Moved || await isTidied(source, { before, error }))) {
        continue;
      }
      throw error instanceof Moved ? writtenMeanwhile(doing) : error;
    }
  }
}

/** What changes when a pond is written to or tidied up. */
async function standing({ log }: Copy): Promise<string> {
  const { commits, checkpoints } = await log.listing();
  return [commits[0], commits.at(-1), checkpoints[0], checkpoints.at(-1)].join();
}

/** Whether something was missing because somebody tidied up the source meanwhile. */
async function isTidied(
  source: Copy,
  { before, error }: { readonly before: string; readonly error: unknown },
): Promise<boolean> {
  return isPondError(error, "not-found", "expired", "corrupt") &&
    await standing(source) !== before;
}

function writtenMeanwhile(doing: string): PondError {
  return new PondError("conflict", `cannot ${doing}: others write there all the time`, {
    hint: "try again, or let it try for longer with --wait",
  });
}
