import { type BigIntStats, lstatSync } from "node:fs";
import { PondError, toPondError } from "../base/mod.ts";

/**
 * Looks again and again in directories that were changed a moment ago: one who swaps a directory
 * for a link and back has to hit every gap between two looks.
 */
const ROUNDS = 8;
/** The coarsest resolution of a ctime, twice. */
const QUIET_MS = 2_000n;

/** A path below a mount's root. */
export interface GuardedPath {
  readonly root: string;
  /** The directories from the root down that must be directories and no links. */
  readonly directories: readonly string[];
}

/** What to do below directories that are watched. */
export interface GuardedWork<T> {
  /** Looks at the host. */
  readonly look: () => T;
  /** Looks once more and merges, or throws when the two can't be of one thing. */
  readonly again: (value: T) => T;
  /** Gives up what `look` took. */
  readonly release?: (value: T) => void;
}

/**
 * Does `work` while every directory on the way is one and stays the same one. Deno has no `openat`
 * and its permission check resolves links before it opens, so this checks, works, and checks again.
 * Swapping an entry changes the ctime of the directory it is in, which nobody can set: where all of
 * them are old and unchanged, nothing was swapped. Where one is young, everything is looked at
 * {@linkcode ROUNDS} times more.
 * @throws {PondError} `permission` for a link, `io` when something changed meanwhile; `not-found`,
 *   `not-a-directory`
 */
export function guarded<T>(path: GuardedPath, work: GuardedWork<T>): T {
  const before = lookAtAll(path);
  const nowMs = BigInt(Date.now());
  let value = work.look();
  try {
    let after = lookAtAll(path);
    requireSame(path, before, after);
    if (isQuiet(before, after, nowMs)) return value;
    for (let round = 0; round < ROUNDS; round++) {
      value = work.again(value);
      after = lookAtAll(path);
      requireSame(path, before, after);
    }
    return value;
  } catch (error) {
    work.release?.(value);
    throw error;
  }
}

/**
 * `lstat` with exact numbers.
 * @throws {PondError} `not-found`, `not-a-directory`, `permission`, `io`
 */
export function lookAt(hostPath: string): BigIntStats {
  try {
    return lstatSync(hostPath, { bigint: true });
  } catch (error) {
    throw toPondError(error, `cannot look at host:${hostPath}`);
  }
}

/** Whether two looks saw one thing. */
export function isSame(a: BigIntStats, b: BigIntStats): boolean {
  return a.dev === b.dev && a.ino === b.ino;
}

/** The error for what was swapped between two looks. */
export function changedError(hostPath: string): PondError {
  return new PondError("io", `cannot read host:${hostPath}: it was replaced meanwhile`);
}

function lookAtAll({ root, directories }: GuardedPath): BigIntStats[] {
  requireRealRoot(root);
  let hostPath = root;
  const looks = [lookAtDirectory(hostPath, root)];
  for (const name of directories) {
    hostPath = `${hostPath === "/" ? "" : hostPath}/${name}`;
    looks.push(lookAtDirectory(hostPath, root));
  }
  return looks;
}

/**
 * A root is the real path that it was when it was mounted; a link in it now is somebody's doing.
 */
function requireRealRoot(root: string): void {
  let real: string;
  try {
    real = Deno.realPathSync(root);
  } catch (error) {
    throw toPondError(error, `cannot read host:${root}`);
  }
  if (real !== root) throw linkError(root);
}

function lookAtDirectory(hostPath: string, root: string): BigIntStats {
  const look = lookAt(hostPath);
  if (look.isSymbolicLink()) throw linkError(hostPath);
  if (look.isDirectory()) return look;
  throw new PondError("not-a-directory", `cannot read host:${hostPath}: it is no directory`, {
    data: { root },
  });
}

function linkError(hostPath: string): PondError {
  return new PondError(
    "permission",
    `cannot read host:${hostPath}: it is a symbolic link, and host links are not followed`,
    { data: { link: hostPath } },
  );
}

function requireSame(path: GuardedPath, a: readonly BigIntStats[], b: readonly BigIntStats[]) {
  const index = a.findIndex((look, i) => !isSame(look, b[i]!));
  if (index >= 0) throw changedError([path.root, ...path.directories.slice(0, index)].join("/"));
}

function isQuiet(
  before: readonly BigIntStats[],
  after: readonly BigIntStats[],
  nowMs: bigint,
): boolean {
  return before.every((look, i) =>
    look.ctimeMs === after[i]!.ctimeMs && look.ctimeMs < nowMs - QUIET_MS
  );
}
