/**
 * What writers that are killed or run side by side write, so that anybody can tell what must be
 * there.
 */
import { systemEnvironment } from "../../lib/base/mod.ts";
import { localStore } from "../../lib/store/mod.ts";
import type { TlogOptions } from "../../lib/tlogfs/mod.ts";

/** A tree without dynamic nodes, which a process opens in little time. */
export function treeOptions(hostPath: string, onWarning: (message: string) => void): TlogOptions {
  const refuse = () => {
    throw new Error("no dynamic node was written");
  };
  return {
    store: localStore(hostPath),
    environment: systemEnvironment,
    openDynamic: refuse,
    mergeSeries: refuse,
    warn: onWarning,
    lockDeadlineMs: 60_000,
  };
}

/** Commit `number` of a writer writes this file. */
export function fileOf(number: number): string {
  return `/d${number % 7}/f${number}`;
}

/** Directories that {@linkcode fileOf} needs. */
export const DIRECTORIES: readonly string[] = Array.from({ length: 7 }, (_, i) => `/d${i}`);

/** Its content: a few bytes, for every third one a file beside the log. */
export function contentOf(number: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(number % 3 === 0 ? 70_000 + number % 50_000 : 20);
  new DataView(bytes.fill(number).buffer).setUint32(4, number);
  return bytes;
}

/**
 * How many commits each of the writers side by side makes, and how many of them all write the same
 * file.
 */
export const COMMITS = Number(Deno.env.get("POND_WRITER_COMMITS") ?? 10);
/** Every so many commits a writer adds one to `/counter`. */
export const COUNT_EVERY = 5;

/** Content as writing takes it. */
export async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}
