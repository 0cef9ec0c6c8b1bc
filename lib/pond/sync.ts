import { type Environment, PondError, systemEnvironment } from "../base/mod.ts";
import { resolve } from "../deps/std_path.ts";
import { localStore, type Store } from "../store/mod.ts";
import { type CopyReport, copyTlog } from "../tlogfs/mod.ts";
import { overlaps } from "./overlap.ts";

/** How a pond and a copy of it are brought together. */
export interface SyncOptions {
  /** Tells what would be copied, and changes nothing. */
  readonly dryRun?: boolean;
  /** How long it waits for other writers; default 10,000. */
  readonly waitMs?: number;
  /** Told how many bytes of contents were copied, of how many. */
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
  /** Talk for a person; default drops it. */
  readonly warn?: (message: string) => void;
  /** Clock and chance; default the system's. */
  readonly environment?: Environment;
}

/** A pond on this host. */
export interface PondPlace {
  readonly hostPath: string;
  /** Default the directory itself. */
  readonly store?: Store;
}

/** Which pond is copied where. */
export interface PondCopy {
  readonly from: PondPlace;
  readonly to: PondPlace;
  /** What is done, for errors: `push to /mnt/backup`. */
  readonly doing: string;
  /** The state to copy; default the newest. */
  readonly transaction?: number;
  /** There must be no pond yet. */
  readonly isNew?: boolean;
}

const DEFAULT_WAIT_MS = 10_000;

/**
 * Copies what one copy of a pond lacks of another; see {@linkcode copyTlog}.
 * @throws {PondError} `usage` where one is inside of the other; as {@linkcode copyTlog}
 */
export async function copyPond(
  { from, to, doing, transaction, isNew = false }: PondCopy,
  options: SyncOptions = {},
): Promise<CopyReport> {
  const { waitMs = DEFAULT_WAIT_MS, dryRun = false, onProgress } = options;
  const { environment = systemEnvironment, warn = () => {} } = options;
  refuseOverlap({ from, to, doing });
  const sideOf = ({ hostPath, store = localStore(resolve(hostPath)) }: PondPlace) => ({
    store,
    environment,
    warn,
  });
  return await copyTlog({
    from: sideOf(from),
    to: sideOf(to),
    doing,
    isNew,
    dryRun,
    waitMs,
    ...(transaction === undefined ? {} : { at: transaction }),
    ...(onProgress ? { onProgress } : {}),
  });
}

function refuseOverlap({ from, to, doing }: PondCopy): void {
  const [one, other] = [resolve(from.hostPath), resolve(to.hostPath)];
  if (from.store || to.store || !overlaps(one, other)) return;
  throw new PondError("usage", `cannot ${doing}: that is this pond itself, or inside of it`, {
    hint: "name another directory, best on another disk",
  });
}
