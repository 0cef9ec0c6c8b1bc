/** What the parts of the storage benchmark share. */
import { copyCommand } from "../lib/commands/mod.ts";
import { openPond } from "../lib/pond/pond.ts";
import type { Pond } from "../lib/pond/api.ts";
import type { FileKind } from "../lib/tinyfs/mod.ts";
import { medianSeconds } from "./measure.ts";

/** One line of the result. */
export interface StorageOutcome {
  readonly work: string;
  readonly value: number;
  readonly unit: "s" | "MB" | "transactions";
  /** What it is held against, and the ratio that is allowed; absent: it is only told. */
  readonly bound?: { readonly of: number; readonly atMost?: number };
}

/** A part measures in a directory of its own. */
export type StoragePart = (directory: string) => AsyncIterable<StorageOutcome>;

/**
 * Opens the pond anew, as a process that starts does, and times `work` on it; the median of
 * several.
 */
export async function freshSeconds(
  hostPath: string,
  work: (pond: Pond) => Promise<unknown>,
): Promise<number> {
  return await medianSeconds(async () => {
    await using pond = await openPond(hostPath);
    await work(pond);
  });
}

/** `list -R`, from the newest state; returns the number of entries. */
export async function listAll(pond: Pond, path = "/"): Promise<number> {
  let entries = 0;
  for await (const _ of (await pond.read()).walk(path)) entries++;
  return entries;
}

/** `list` of one directory. */
export async function listOne(pond: Pond, path: string): Promise<void> {
  const node = await (await pond.read()).resolve(path);
  if (node.kind !== "directory") throw new Error(`${path} is no directory`);
  for await (const { node: entry } of node.list()) await entry.stat();
}

/** `pond copy`: host files, or `bytes` as standard input. */
export async function copyIn(
  pond: Pond,
  destination: string,
  from: { sources?: readonly string[]; bytes?: Uint8Array; kind?: FileKind; recursive?: boolean },
): Promise<void> {
  const { sources = ["-"], bytes = new Uint8Array(0), kind, recursive = false } = from;
  await copyCommand(pond, {
    argv: ["bench"],
    sources,
    destination,
    kind,
    recursive,
    stdin: once(bytes),
    stdout: { write: () => Promise.resolve() },
    onProblem: (problem) => {
      throw problem;
    },
    onProgress: () => {},
  });
}

/** Content as writing takes it. */
export async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

/** Seconds of one run. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** Bytes of all files below `directory`. */
export function bytesBelow(directory: string): number {
  let bytes = 0;
  for (const { name, isDirectory, isFile } of Deno.readDirSync(directory)) {
    if (isDirectory) bytes += bytesBelow(`${directory}/${name}`);
    if (isFile) bytes += Deno.statSync(`${directory}/${name}`).size;
  }
  return bytes;
}
