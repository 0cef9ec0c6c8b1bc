import {
  cloneCommand,
  packCommand,
  type Packed,
  pullCommand,
  pushCommand,
  type Synced,
  type Verified,
  verifyCommand,
} from "../../commands/mod.ts";
import type { Moment, SyncOptions } from "../../pond/mod.ts";
import type { Pond } from "../api.ts";
import { hostPathOf } from "../host_path.ts";
import { coreOf } from "../pond.ts";

/** How a copy of an earlier state is made. */
export interface ClonePondOptions extends SyncOptions {
  /** As of when; default now. */
  readonly at?: Moment;
}

/**
 * Copies what is new to the copy of the pond in a directory of the host, or makes one there:
 * contents first, then the transactions in order. Stopped anywhere, the next push goes on.
 * @throws {PondError} `conflict` where the copy is ahead, or the two went different ways, with
 *   `data.transaction`; `exists` where something else is; `locked`, `corrupt`, `no-space`, `io`
 *
 * @example
 * ```ts
 * import { initPond, openPond } from "@pond/pond";
 * import { pull, push, verify } from "@pond/pond/commands";
 *
 * const directory = await Deno.makeTempDir();
 * await using pond = await initPond(`${directory}/pond`);
 * await pond.change("mkdir", (change) => change.mkdir("/a"));
 * const pushed = await push(pond, `${directory}/copy`);
 * if (pushed.transactions !== 2) throw new Error("the pond's making, and the directory");
 * const { findings } = await verify(`${directory}/copy`);
 * if (findings.length > 0) throw new Error("the copy is damaged");
 * await using copy = await openPond(`${directory}/copy`);
 * await copy.change("mkdir", (change) => change.mkdir("/b"));
 * await pull(pond, `${directory}/copy`);
 * if (!await pond.exists("/b")) throw new Error("it is here now");
 * ```
 */
export async function push(
  pond: Pond,
  directory: string | URL,
  options: SyncOptions = {},
): Promise<Synced> {
  return await pushCommand(coreOf(pond), { directory: hostPathOf(directory), ...options });
}

/**
 * Copies what is new in the copy of the pond in a directory of the host; `behind` where it has
 * nothing new.
 * @throws {PondError} `conflict` where the two went different ways, with `data.transaction`;
 *   `not-found` where no pond is; `locked`, `corrupt`, `no-space`, `io`
 */
export async function pull(
  pond: Pond,
  directory: string | URL,
  options: SyncOptions = {},
): Promise<Synced> {
  return await pullCommand(coreOf(pond), { directory: hostPathOf(directory), ...options });
}

/**
 * Makes a whole copy of a pond, or a pond of a pack, history and all, where none is; with `at` one of an earlier state,
 * from which one can go on.
 * @param from the pond's directory on the host, or a pack
 * @param to the new one's
 * @throws {PondError} `not-found`, `exists`, `expired` where the log no longer reaches, `corrupt`,
 *   `no-space`, `io`
 */
export async function clone(
  from: string | URL,
  to: string | URL,
  options: ClonePondOptions = {},
): Promise<Synced> {
  return await cloneCommand({ directory: hostPathOf(from), to: hostPathOf(to), ...options });
}

/**
 * Writes a pond, history and all, as one file: a tar with a manifest of hashes first. Equal ponds
 * make equal files. `clone` makes a pond of it, `openPond` reads it where it is.
 * @param file on the host; it appears whole or not at all
 * @throws {PondError} `expired` for a moment that the log no longer reaches; `corrupt`, `no-space`,
 *   `io`
 */
export async function pack(
  pond: Pond,
  file: string | URL,
  options: Pick<ClonePondOptions, "at" | "waitMs" | "onProgress"> = {},
): Promise<Packed> {
  return await packCommand(coreOf(pond), { to: hostPathOf(file), ...options });
}

/**
 * Reads every byte of a copy of a pond, in a directory or a pack, and holds it against the checksums.
 * @returns what is damaged; no finding of severity `error` means that it is whole
 * @throws {PondError} `not-found` where no pond is; `io`, `permission`
 */
export async function verify(place: string | URL): Promise<Verified> {
  return await verifyCommand({ place: hostPathOf(place) });
}
