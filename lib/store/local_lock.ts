import { formatTimeUs, PondError, toPondError } from "../base/mod.ts";
import { lookAt, openOwn } from "./local_guard.ts";
import type { LockOptions, StoreLock } from "./store.ts";

const POLL_MS = 5;

/**
 * Takes an exclusive advisory lock on a file, which the system lets go when the process ends,
 * however it ends. The file stays: removing it would let two writers hold locks on two files of one
 * name.
 * @param path the file's host path, proven to lead through no link
 * @throws {PondError} `locked` after the deadline, with the holder's pid and since when; `corrupt`
 *   when the file is a link
 */
export async function lockFile(
  path: () => string,
  options: LockOptions & { prepare: () => Promise<void> },
): Promise<StoreLock> {
  await options.prepare();
  const file = openLock(path);
  try {
    await waitFor(file, path(), options.deadlineMs);
    signLock(file);
  } catch (error) {
    file.close();
    throw toPondError(error, "cannot take the writer lock");
  }
  return {
    release: () => {
      try {
        file.unlockSync();
        return Promise.resolve();
      } catch (error) {
        return Promise.reject(toPondError(error, "cannot let go of the writer lock"));
      } finally {
        file.close();
      }
    },
  };
}

/**
 * Opens the file without ever opening what it is a link to; another process may make it at the same
 * time.
 */
function openLock(path: () => string): Deno.FsFile {
  try {
    const hostPath = path();
    if (!lookAt(hostPath)) {
      try {
        return Deno.openSync(hostPath, { read: true, write: true, createNew: true });
      } catch (error) {
        if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
      }
    }
    return openOwn(hostPath, { read: true, write: true });
  } catch (error) {
    throw toPondError(error, "cannot take the writer lock");
  }
}

/**
 * Says in the file who holds it; a file that has other names too is somebody's content, and stays
 * as it is.
 */
function signLock(file: Deno.FsFile): void {
  if ((file.statSync().nlink ?? 1) > 1) return;
  const holder = { pid: Deno.pid, sinceUs: String(BigInt(Date.now()) * 1000n) };
  file.truncateSync(0);
  file.seekSync(0, Deno.SeekMode.Start);
  file.writeSync(new TextEncoder().encode(JSON.stringify(holder)));
}

async function waitFor(file: Deno.FsFile, hostPath: string, deadlineMs: number): Promise<void> {
  const end = performance.now() + deadlineMs;
  while (!file.tryLockSync(true)) {
    if (performance.now() >= end) throw lockedError(hostPath);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS * (0.5 + Math.random())));
  }
}

function lockedError(hostPath: string): PondError {
  let who = "another writer";
  const data: Record<string, unknown> = {};
  try {
    const holder = JSON.parse(Deno.readTextFileSync(hostPath));
    data.pid = holder.pid;
    data.sinceUs = holder.sinceUs;
    who += `, pid ${Number(holder.pid)}, since ${formatTimeUs(BigInt(holder.sinceUs))}`;
  } catch {
    // The holder has not written its name yet; that somebody holds the lock is certain all the
    // same.
  }
  return new PondError("locked", `cannot write: ${who}, is at work`, {
    hint: "try again when it has finished",
    data,
  });
}
