import { type Environment, hashParts, newHasher } from "../base/mod.ts";
import { type ByteSource, readChunks } from "../table/mod.ts";
import type { FileNode } from "../tinyfs/mod.ts";

/** A file, opened, with a key of its content. */
export interface Identified {
  readonly source: ByteSource;
  /** Equal keys, equal bytes. */
  readonly key: string;
  /** Whether the bytes were hashed for it. */
  readonly hashed: boolean;
}

/** A file changed so lately may change again within the tick of its file system's clock. */
const DIRTY_US = 2_000_000n;
/** Deno rounds the time of the last change of facts down to whole seconds. */
const DIRTY_CHANGE_US = DIRTY_US + 1_000_000n;

/**
 * Opens `file` and tells what its content is: the source's own key, and where that rests on times
 * of which one is less than 2 s old (or in the future), or `byContent` asks for it, the hash of the
 * bytes too. An edit of the same size within a tick of the clock gives the same times, and the
 * modification time can be set back; both are found by that.
 * @throws {PondError} whatever opening throws
 */
export async function identify(
  file: FileNode,
  options: { readonly environment: Environment; readonly byContent: boolean },
): Promise<Identified> {
  const stat = await file.stat();
  const source = await file.open();
  try {
    // Stored content is named by its hash; content without a time is computed and named by its
    // inputs.
    const byTime = stat.sha256 === null && stat.modifiedUs !== null;
    const nowUs = options.environment.nowUs();
    const isDirty = byTime && (nowUs - stat.modifiedUs! < DIRTY_US ||
      stat.changedUs !== undefined && nowUs - stat.changedUs < DIRTY_CHANGE_US);
    if (!isDirty && !(byTime && options.byContent)) {
      return { source, key: source.key, hashed: false };
    }
    const key = hashParts(["content", source.key, await contentHash(source)]);
    return { source, key, hashed: true };
  } catch (error) {
    source.close();
    throw error;
  }
}

async function contentHash(source: ByteSource): Promise<string> {
  const hasher = newHasher();
  for await (const chunk of readChunks(source, { reuse: true })) hasher.update(chunk);
  return hasher.digest();
}
