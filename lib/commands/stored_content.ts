import { newHasher } from "../base/mod.ts";
import type { FileNode } from "../tinyfs/mod.ts";
import { readUnchanging } from "../table/mod.ts";

/**
 * The bytes of `file`, in chunks that are good until the next is asked for.
 * @throws {PondError} what opening it throws; `conflict` for one of the host that somebody writes
 *   to meanwhile
 */
export async function* contentOf(
  file: Pick<FileNode, "path" | "open">,
): AsyncGenerator<Uint8Array> {
  const source = await file.open();
  try {
    yield* readUnchanging(source, file.path);
  } finally {
    source.close();
  }
}

/** The hash of `chunks`, as versions record it. */
export async function hashOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const hasher = newHasher();
  for await (const chunk of chunks) hasher.update(chunk);
  return hasher.digest();
}

/** Whether the stored `file` has that content; a series: whether one of its parts is that. */
export async function holds(file: FileNode, sha256: string): Promise<boolean> {
  const versions = await file.versions?.() ?? [];
  const counting = file.kind === "series" ? versions : versions.slice(-1);
  return counting.some((version) => version.sha256 === sha256);
}

/** The time column of a series, for a copy of it. */
export async function timeColumnOf(file: FileNode): Promise<string | undefined> {
  if (file.kind !== "series") return undefined;
  return (await file.table?.describe())?.time?.name;
}
