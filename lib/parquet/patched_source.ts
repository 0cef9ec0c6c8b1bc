import type { ReadableBytes } from "../table/mod.ts";
import { readFooterStruct } from "./footer.ts";
import { COMPACT_FALSE, COMPACT_TRUE, ThriftStruct } from "./thrift_compact.ts";

/** One byte to be replaced. */
export interface BytePatch {
  readonly offset: number;
  readonly value: number;
}

/** Fields of SchemaElement, LogicalType, TimeType and TimestampType in parquet.thrift. */
const SCHEMA = 2;
const LOGICAL_TYPE = 10;
const TIME = 7;
const TIMESTAMP = 8;
const IS_ADJUSTED_TO_UTC = 1;

/**
 * The bytes to change so that every TIMESTAMP column, nested ones too, says `adjusted`. The flag is
 * one byte in the footer whatever it says, so sizes and offsets stay. Columns that carry no flag
 * (INT96, or only the old converted type) need none.
 *
 * SQL reads files with the flag cleared, since without ICU it can't compute with TIMESTAMP WITH
 * TIME ZONE; that of TIME columns too, whose times of day have no zone here. Files that a pond has
 * written get it set for TIMESTAMP.
 * @throws {PondError} `invalid-input`, `corrupt` as `readParquetFooter`
 */
export function utcFlagPatches(
  source: ReadableBytes,
  adjusted: boolean,
  options: { readonly label: string },
): readonly BytePatch[] {
  const { struct, offset } = readFooterStruct(source, options.label);
  const patches: BytePatch[] = [];
  for (const element of struct.list(SCHEMA) ?? []) {
    if (!(element instanceof ThriftStruct)) continue;
    const logical = element.struct(LOGICAL_TYPE);
    const time = logical?.struct(TIMESTAMP) ?? (adjusted ? undefined : logical?.struct(TIME));
    if (!time || time.boolean(IS_ADJUSTED_TO_UTC) === adjusted) continue;
    const header = time.booleanHeaders?.get(IS_ADJUSTED_TO_UTC);
    if (!header) continue;
    patches.push({
      offset: offset + header.offset,
      value: (header.byte & 0xf0) | (adjusted ? COMPACT_TRUE : COMPACT_FALSE),
    });
  }
  return patches;
}

/** A source that can be patched; every `ByteSource` is one. */
export interface PatchableSource extends ReadableBytes {
  readonly key: string;
  close(): void;
}

/** `source` with `patches` in place of its own bytes; same size, same key, nothing copied. */
export function patchedSource(
  source: PatchableSource,
  patches: readonly BytePatch[],
): PatchableSource {
  if (patches.length === 0) return source;
  return {
    sizeBytes: source.sizeBytes,
    key: source.key,
    close: () => source.close(),
    readSync(offset, into) {
      const count = source.readSync(offset, into);
      for (const patch of patches) {
        if (patch.offset >= offset && patch.offset < offset + count) {
          into[patch.offset - offset] = patch.value;
        }
      }
      return count;
    },
  };
}

/**
 * `source` with `end` in place of everything from `offset` on. @param key of the content that this
 * gives
 */
export function replacedEnd(
  source: PatchableSource,
  { end, offset, key }: { readonly end: Uint8Array; readonly offset: number; readonly key: string },
): PatchableSource {
  return {
    sizeBytes: offset + end.length,
    key,
    close: () => source.close(),
    readSync(at, into) {
      const wanted = Math.max(0, Math.min(offset - at, into.length));
      const count = wanted > 0 ? source.readSync(at, into.subarray(0, wanted)) : 0;
      if (count < wanted) return count;
      const from = at + count - offset;
      const part = end.subarray(from, from + into.length - count);
      into.set(part, count);
      return count + part.length;
    },
  };
}
