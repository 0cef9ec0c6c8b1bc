import { crc32 } from "node:zlib";
import { PondError, sha256 } from "../base/mod.ts";
import type { ColumnMetaData, FileMetaData } from "../deps/hyparquet.ts";

/** Footer key: SHA-256 of the footer (with its length and magic) while this value was all zeros. */
export const FOOTER_HASH_KEY = "pond.footer.sha256";
/** Column chunk key: CRC-32 of the chunk's bytes, page header included. */
export const CHUNK_CRC_KEY = "pond.chunk.crc32";
/** What stands in the hash's place while it is computed. */
export const FOOTER_HASH_UNSET = "0".repeat(64);

/**
 * Checks a footer against the hash in it; one without a hash (another writer's) passes.
 * @param footer the end of the file from where the metadata starts
 * @throws {PondError} `corrupt`
 */
export function checkFooter(footer: Uint8Array, metadata: FileMetaData, name: string): void {
  const expected = metadata.key_value_metadata?.find(({ key }) => key === FOOTER_HASH_KEY)?.value;
  if (expected === undefined) {
    if (metadata.created_by !== "pond") return;
    throw damaged(name, "its footer's hash is missing");
  }
  const at = lastIndexOf(footer, new TextEncoder().encode(expected));
  const zeroed = footer.slice();
  zeroed.set(new TextEncoder().encode(FOOTER_HASH_UNSET), Math.max(at, 0));
  if (sha256(zeroed) !== expected) throw damaged(name, "its footer doesn't match its hash");
}

/**
 * Checks a column chunk against its CRC; one without passes.
 * @throws {PondError} `corrupt`
 */
export function checkChunk(bytes: Uint8Array, metadata: ColumnMetaData, name: string): void {
  const expected = metadata.key_value_metadata?.find(({ key }) => key === CHUNK_CRC_KEY)?.value;
  if (expected !== undefined && Number(expected) !== crc32(bytes)) {
    throw damaged(name, `column ${metadata.path_in_schema.join(".")} doesn't match its checksum`);
  }
}

/** The error for a data file whose bytes are not what was written. */
export function damaged(name: string, why: string, cause?: unknown): PondError {
  return new PondError("corrupt", `cannot read ${name}: ${why}`, {
    hint: "pond fsck tells what else is damaged",
    data: { name },
    cause,
  });
}

function lastIndexOf(bytes: Uint8Array, word: Uint8Array): number {
  outer: for (let at = bytes.length - word.length; at >= 0; at--) {
    for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word[i]) continue outer;
    return at;
  }
  return -1;
}
