import {
  type CheckOptions,
  checkPond as checkCore,
  type Finding,
  initPond as initCore,
  openPond as openCore,
} from "../pond/mod.ts";
import type { OpenOptions, Pond } from "./api.ts";
import { hostPathOf } from "./host_path.ts";
import { libraryPond } from "./pond.ts";

/**
 * Makes a pond in `place` (and the directory, if it isn't there) and opens it.
 * @param place a directory of the host: a path, or a `file:` URL
 * @throws {PondError} `exists` when there is a pond already; `permission`, `no-space`, `io`
 */
export async function initPond(place: string | URL, options: OpenOptions = {}): Promise<Pond> {
  return libraryPond(await initCore(hostPathOf(place), withThreads(options)), options);
}

/**
 * Opens the pond in `place`.
 * @param place a directory of the host: a path, or a `file:` URL
 * @throws {PondError} `not-found` when there is none; `corrupt`, `unsupported`, `permission`
 */
export async function openPond(place: string | URL, options: OpenOptions = {}): Promise<Pond> {
  return libraryPond(await openCore(hostPathOf(place), withThreads(options)), options);
}

/**
 * Reads everything in the pond in `place`, whatever can be opened of it, and says what is wrong and
 * where.
 * @param options `repair` moves what is damaged, and not needed or in the way, to `quarantine/`;
 *   nothing is deleted
 * @throws {PondError} `not-found` when there is no pond; `locked`, `io`, `permission`
 */
export async function checkPond(
  place: string | URL,
  options: OpenOptions & CheckOptions = {},
): Promise<readonly Finding[]> {
  return await checkCore(hostPathOf(place), options);
}

/** More engines than this cost memory before they gain time. */
const MOST_THREADS = 4;

function withThreads({ inline = false, threads, ...options }: OpenOptions): OpenOptions {
  const usual = Math.min(MOST_THREADS, navigator.hardwareConcurrency || 1);
  return { ...options, threads: inline ? 0 : threads ?? usual };
}
