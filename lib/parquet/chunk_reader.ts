import { crc32 } from "node:zlib";
import type { ReadableBytes } from "../table/mod.ts";
import type { Decompress } from "./codec.ts";
import { ENCODINGS } from "./thrift_names.ts";
import { decodeBitPacked, decodeHybrid, type IntegerArray } from "./hybrid_decoding.ts";
import { type PageHeader, pageHeaders, type PageRange, readRange } from "./page.ts";
import {
  type DecodedValues,
  decodePlain,
  decodeValues,
  type PlainValues,
  type ValueLayout,
} from "./value_decoding.ts";

/** A column chunk, and what its values are. */
export interface ChunkLayout extends PageRange, ValueLayout {
  readonly codec: string;
  readonly maxDefinition: number;
  readonly maxRepetition: number;
}

/** A data page, its levels decoded; values are decoded when they are asked for. */
export interface DataPage {
  readonly header: PageHeader;
  /** Null where the column has no such levels. */
  readonly definitions: IntegerArray | null;
  readonly repetitions: IntegerArray | null;
  /** Values without NULLs. */
  readonly presentCount: number;
  /** Decompressed, still encoded. */
  readonly encoded: Uint8Array;
  /** @throws {RangeError} for bytes that are not these values */
  values(): DecodedValues;
}

/**
 * The data pages of a column chunk, in order.
 * @param onDictionary is called with the dictionary before the pages that refer to it
 * @throws {RangeError} when a page doesn't hold together, or its bytes don't match its checksum
 */
export function* readPages(
  source: ReadableBytes,
  chunk: ChunkLayout,
  { decompress, onDictionary }: {
    readonly decompress: Decompress;
    readonly onDictionary?: (dictionary: PlainValues) => void;
  },
): Generator<DataPage> {
  let dictionary: PlainValues | null = null;
  for (const header of pageHeaders(source, chunk)) {
    if (header.type === "other") continue;
    const body = readRange(source, header.bodyOffset, header.compressedBytes);
    if (header.crc !== null && header.crc !== crc32(body)) {
      throw new RangeError("a page doesn't match its checksum");
    }
    if (header.type === "dictionary") {
      const bytes = decompress(chunk.codec, body, header.plainBytes);
      dictionary = decodePlain(bytes, { ...chunk, count: header.entryCount });
      onDictionary?.(dictionary);
    } else {
      const levels = header.type === "data"
        ? levelsV1(decompress(chunk.codec, body, header.plainBytes), header, chunk)
        : levelsV2(body, header, { chunk, decompress });
      yield pageOf(levels, header, { chunk, dictionary });
    }
  }
}

/** The bits that a level of at most `max` takes. */
function levelWidth(max: number): number {
  return 32 - Math.clz32(max);
}

interface Levels {
  readonly definitions: IntegerArray | null;
  readonly repetitions: IntegerArray | null;
  readonly encoded: Uint8Array;
}

function pageOf(
  levels: Levels,
  header: PageHeader,
  { chunk, dictionary }: { readonly chunk: ChunkLayout; readonly dictionary: PlainValues | null },
): DataPage {
  const { definitions, encoded } = levels;
  const presentCount = definitions === null
    ? header.valueCount
    : countPresent(definitions, chunk.maxDefinition);
  const { encoding } = header;
  const page = { ...chunk, encoding, count: presentCount, dictionary };
  return { ...levels, header, presentCount, values: () => decodeValues(encoded, page) };
}

function countPresent(definitions: IntegerArray, max: number): number {
  let present = 0;
  for (let i = 0; i < definitions.length; i++) {
    if (definitions[i]! > max) throw new RangeError("a level is larger than its column's");
    if (definitions[i] === max) present++;
  }
  return present;
}

/** Version 1: levels are compressed with the values, each behind its size where it is in runs. */
function levelsV1(bytes: Uint8Array, header: PageHeader, chunk: ChunkLayout): Levels {
  let at = 0;
  const read = (max: number, encoding: number): IntegerArray | null => {
    if (max === 0) return null;
    const levels = newLevels(header.valueCount, max);
    const width = levelWidth(max);
    if (encoding === ENCODINGS.BIT_PACKED) {
      at = decodeBitPacked(bytes, levels, { at, width });
      return levels;
    }
    if (encoding !== ENCODINGS.RLE) throw new RangeError(`its levels are in encoding ${encoding}`);
    if (at + 4 > bytes.length) throw new RangeError("its levels end early");
    const size = new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0, true);
    if (size > bytes.length - at - 4) throw new RangeError("its levels end early");
    decodeHybrid(bytes.subarray(0, at + 4 + size), levels, { at: at + 4, width });
    at += 4 + size;
    return levels;
  };
  const repetitions = read(chunk.maxRepetition, header.repetitionEncoding);
  const definitions = read(chunk.maxDefinition, header.definitionEncoding);
  return { repetitions, definitions, encoded: bytes.subarray(at) };
}

/** Version 2: levels stand before the values, never compressed, their sizes in the header. */
function levelsV2(
  body: Uint8Array,
  header: PageHeader,
  { chunk, decompress }: { readonly chunk: ChunkLayout; readonly decompress: Decompress },
): Levels {
  const { repetitionBytes, definitionBytes, valueCount } = header;
  const levelBytes = repetitionBytes + definitionBytes;
  if (levelBytes > body.length || levelBytes > header.plainBytes) {
    throw new RangeError("its levels end early");
  }
  const read = (max: number, from: number, to: number): IntegerArray | null => {
    if (max === 0) return null;
    const levels = newLevels(valueCount, max);
    decodeHybrid(body.subarray(0, to), levels, { at: from, width: levelWidth(max) });
    return levels;
  };
  const values = body.subarray(levelBytes);
  const plainBytes = header.plainBytes - levelBytes;
  return {
    repetitions: read(chunk.maxRepetition, 0, repetitionBytes),
    definitions: read(chunk.maxDefinition, repetitionBytes, levelBytes),
    // Some writers leave out the values of a page that has only NULLs, others compress nothing into
    // something.
    encoded: header.isCompressed && values.length > 0
      ? decompress(chunk.codec, values, plainBytes)
      : values,
  };
}

function newLevels(count: number, max: number): IntegerArray {
  return max < 256 ? new Uint8Array(count) : new Uint16Array(count);
}
