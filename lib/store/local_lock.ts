import { formatTimeUs, PondError, toPondError } from "../base/mod.ts";
import type { LockOptions, StoreLock } from "./store.ts";

const POLL_MS = 5;

/**
 * Takes an exclusive advisory lock on a file, which the system lets go when the process ends, however it ends.
 * The file stays: removing it would let two writers hold locks on two files of one name.
 * @throws {PondError} `locked` after the deadline, with the holder's pid and since when
 */
export async function lockFile(
  hostPath: string,
  options: LockOptions & { prepare: () => Promise<void> },
): Promise<StoreLock> {
  await options.prepare();
  const file = openLock(hostPath);
  try {
    await waitFor(file, hostPath, options.deadlineMs);
    const holder = { pid: Deno.pid, sinceUs: String(BigInt(Date.now()) * 1000n) };
    file.truncateSync(0);
    file.seekSync(0, Deno.SeekMode.Start);
    file.writeSync(new TextEncoder().encode(JSON.stringify(holder)));
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

function openLock(hostPath: string): Deno.FsFile {
  try {
    return Deno.openSync(hostPath, { read: true, write: true, create: true });
  } catch (error) {
    throw toPondError(error, "cannot take the writer lock");
  }
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
    // The holder has not written its name yet; that somebody holds the lock is certain all the same.
  }
  return new PondError("locked", `cannot write: ${who}, is at work`, {
    hint: "try again when it has finished",
    data,
  });
}
