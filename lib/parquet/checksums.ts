import { Buffer } from "node:buffer";
import { crc32 } from "node:zlib";
import { PondError, sha256 } from "../base/mod.ts";
import type { ColumnMetaData } from "../deps/hyparquet.ts";

/** Footer key: SHA-256 of the footer (with its length and magic) while this value was all zeros. */
export const FOOTER_HASH_KEY = "pond.footer.sha256";
/** Column chunk key: CRC-32 of the chunk's bytes, page header included. */
export const CHUNK_CRC_KEY = "pond.chunk.crc32";
/** In Thrift's compact form: the field's type and number, then the length of the value. */
const VALUE_HEADER_BYTES = 2;
const utf8 = new TextEncoder();
/** What stands in the hash's place while it is computed. */
export const FOOTER_HASH_UNSET = "0".repeat(64);

/**
 * Checks a footer against the hash in it; one without pond's marks (another writer's) passes. The
 * marks are looked for in the bytes: a flipped bit can make a footer parse as one that lacks them.
 * @param footer the end of the file from where the metadata starts
 * @throws {PondError} `corrupt`
 */
export function checkFooter(footer: Uint8Array, name: string): void {
  const key = indexOf(footer, FOOTER_HASH_KEY);
  if (key < 0) {
    if (indexOf(footer, CHUNK_CRC_KEY) < 0) return;
    throw damaged(name, "its footer's hash is missing");
  }
  const at = key + FOOTER_HASH_KEY.length + VALUE_HEADER_BYTES;
  const zeroed = footer.slice();
  zeroed.set(utf8.encode(FOOTER_HASH_UNSET), at);
  const expected = new TextDecoder().decode(footer.subarray(at, at + FOOTER_HASH_UNSET.length));
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
    hint: "pond fsck reports what else is damaged",
    data: { name },
    cause,
  });
}

function indexOf(bytes: Uint8Array, word: string): number {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(word);
}
