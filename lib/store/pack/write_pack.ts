import { newHasher, PondError } from "../../base/mod.ts";
import { formatManifest, type Manifest, MANIFEST_NAME } from "./manifest.ts";
import { BLOCK_BYTES, fileHeader, paddingOf } from "./tar_header.ts";

/** The directory that all names in a pack begin with, so that unpacking makes one. */
export const PACK_ROOT = "pond";

/**
 * A pack: a tar of the manifest and then its files, in order. Equal manifests make equal bytes.
 * @param read the bytes of one file
 * @throws {PondError} `corrupt` for bytes that are not what the manifest says; what `read` throws
 */
export async function* packChunks(
  manifest: Manifest,
  read: (name: string) => AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const text = new TextEncoder().encode(formatManifest(manifest));
  yield fileHeader(`${PACK_ROOT}/${MANIFEST_NAME}`, text.length);
  yield text;
  yield new Uint8Array(paddingOf(text.length));
  for (const { name, sizeBytes, sha256 } of manifest.files) {
    yield fileHeader(`${PACK_ROOT}/${name}`, sizeBytes);
    const hasher = newHasher();
    let done = 0;
    for await (const chunk of read(name)) {
      hasher.update(chunk);
      done += chunk.length;
      yield chunk;
    }
    if (done !== sizeBytes || hasher.digest() !== sha256) {
      throw new PondError("corrupt", `cannot pack ${name}: it is not what it was, or is damaged`, {
        hint: "pond fsck reports what else is damaged",
        data: { name },
      });
    }
    yield new Uint8Array(paddingOf(sizeBytes));
  }
  yield new Uint8Array(2 * BLOCK_BYTES);
}
