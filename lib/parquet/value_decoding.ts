import type { Texts } from "./column_batch.ts";
import { decodeDeltas32, decodeDeltas64, decodeLengths, decodePrefixes } from "./delta_decoding.ts";
import { ENCODING_NAMES, type PhysicalType } from "./thrift_names.ts";
import { decodeHybrid } from "./hybrid_decoding.ts";

/**
 * Values as PLAIN lays them out: of a fixed width back to back, one byte for each boolean, texts;
 * or places in a dictionary of such values.
 */
export type PlainValues =
  | { readonly as: "fixed"; readonly width: number; readonly bytes: Uint8Array }
  | { readonly as: "booleans"; readonly bytes: Uint8Array }
  | { readonly as: "texts"; readonly texts: Texts };

/** A page's values, without NULLs. */
export type DecodedValues =
  | PlainValues
  | { readonly as: "indices"; readonly indices: Int32Array; readonly dictionary: PlainValues };

/** What a page's values are. */
export interface ValueLayout {
  readonly physical: PhysicalType;
  /** Of `fixed`. */
  readonly typeLength: number;
}

/** What {@linkcode decodeValues} needs to know of a page. */
export interface ValuePage extends ValueLayout {
  /** Number of `Encoding` in parquet.thrift. */
  readonly encoding: number;
  readonly count: number;
  readonly dictionary: PlainValues | null;
}

/** The width of a value; 0 where it varies, and of booleans, which take a bit. */
function widthOf({ physical, typeLength }: ValueLayout): number {
  switch (physical) {
    case "int32":
    case "float":
      return 4;
    case "int64":
    case "double":
      return 8;
    case "int96":
      return 12;
    case "fixed":
      return typeLength;
    default:
      return 0;
  }
}

/**
 * Decodes a page's values.
 * @throws {RangeError} for bytes that are not so many values in that encoding
 */
export function decodeValues(bytes: Uint8Array, page: ValuePage): DecodedValues {
  const { count, dictionary } = page;
  if (count === 0) return emptyValues(page);
  const encoding = ENCODING_NAMES[page.encoding];
  switch (encoding) {
    case "PLAIN":
      return decodePlain(bytes, page);
    case "PLAIN_DICTIONARY":
    case "RLE_DICTIONARY":
      if (!dictionary) throw new RangeError("a page refers to a dictionary that isn't there");
      return { as: "indices", indices: decodeIndices(bytes, count, dictionary), dictionary };
    case "RLE":
      if (page.physical === "boolean") return decodeRuns(bytes, count);
      break;
    case "DELTA_BINARY_PACKED":
      if (page.physical === "int32" || page.physical === "int64") return decodeDeltas(bytes, page);
      break;
    case "DELTA_LENGTH_BYTE_ARRAY":
      if (page.physical !== "bytes") break;
      return { as: "texts", texts: decodeLengths(bytes, { at: 0, count }) };
    case "DELTA_BYTE_ARRAY":
      if (page.physical === "bytes") return { as: "texts", texts: decodePrefixes(bytes, count) };
      if (page.physical === "fixed") return fixedTexts(decodePrefixes(bytes, count), page);
      break;
    case "BYTE_STREAM_SPLIT":
      if (widthOf(page) > 0) return joinStreams(bytes, page);
  }
  throw new RangeError(
    `a page of type ${page.physical} is in encoding ${encoding ?? page.encoding}`,
  );
}

/**
 * Values in the encoding PLAIN, as dictionaries are too.
 * @throws {RangeError} when there are fewer
 */
export function decodePlain(
  bytes: Uint8Array,
  page: ValueLayout & { readonly count: number },
): PlainValues {
  const { physical, count } = page;
  if (physical === "bytes") return { as: "texts", texts: plainTexts(bytes, count) };
  if (physical === "boolean") {
    if (bytes.length * 8 < count) throw endsEarly();
    const booleans = new Uint8Array(count);
    for (let i = 0; i < count; i++) booleans[i] = (bytes[i >> 3]! >> (i & 7)) & 1;
    return { as: "booleans", bytes: booleans };
  }
  const width = widthOf(page);
  if (bytes.length < count * width) throw endsEarly();
  return { as: "fixed", width, bytes: bytes.subarray(0, count * width) };
}

/** How many values there are. */
export function countOfValues(values: DecodedValues): number {
  switch (values.as) {
    case "indices":
      return values.indices.length;
    case "texts":
      return values.texts.offsets.length - 1;
    case "booleans":
      return values.bytes.length;
    case "fixed":
      return values.width === 0 ? 0 : values.bytes.length / values.width;
  }
}

/** The values themselves, where there were places in a dictionary. */
export function withoutDictionary(values: DecodedValues): PlainValues {
  if (values.as !== "indices") return values;
  const { indices, dictionary } = values;
  switch (dictionary.as) {
    case "booleans":
      return {
        as: "booleans",
        bytes: Uint8Array.from(indices, (index) => dictionary.bytes[index]!),
      };
    case "fixed": {
      const { width, bytes } = dictionary;
      const gathered = new Uint8Array(indices.length * width);
      for (let i = 0; i < indices.length; i++) {
        const from = indices[i]! * width;
        for (let byte = 0; byte < width; byte++) gathered[i * width + byte] = bytes[from + byte]!;
      }
      return { as: "fixed", width, bytes: gathered };
    }
    case "texts":
      return { as: "texts", texts: gatherTexts(dictionary.texts, indices) };
  }
}

function gatherTexts({ bytes, offsets }: Texts, indices: Int32Array): Texts {
  const ends = new Int32Array(indices.length + 1);
  for (let i = 0, end = 0; i < indices.length; i++) {
    end += offsets[indices[i]! + 1]! - offsets[indices[i]!]!;
    if (end > 0x7fffffff) throw new RangeError("its values take more than 2 GiB");
    ends[i + 1] = end;
  }
  const gathered = new Uint8Array(ends[indices.length]!);
  for (let i = 0; i < indices.length; i++) {
    gathered.set(bytes.subarray(offsets[indices[i]!]!, offsets[indices[i]! + 1]!), ends[i]!);
  }
  return { bytes: gathered, offsets: ends };
}

function emptyValues(layout: ValueLayout): PlainValues {
  const bytes = new Uint8Array(0);
  if (layout.physical === "bytes") {
    return { as: "texts", texts: { bytes, offsets: new Int32Array(1) } };
  }
  return layout.physical === "boolean"
    ? { as: "booleans", bytes }
    : { as: "fixed", width: widthOf(layout), bytes };
}

function plainTexts(bytes: Uint8Array, count: number): Texts {
  // Each takes its length at least.
  if (bytes.length < 4 * count) throw endsEarly();
  const offsets = new Int32Array(count + 1);
  const texts = new Uint8Array(bytes.length - 4 * count);
  let at = 0;
  let end = 0;
  for (let i = 0; i < count; i++) {
    if (at + 4 > bytes.length) throw endsEarly();
    const length = bytes[at]! | bytes[at + 1]! << 8 | bytes[at + 2]! << 16 | bytes[at + 3]! << 24;
    at += 4;
    if (length < 0 || length > bytes.length - at || end + length > texts.length) {
      throw new RangeError("a value's length leads out of its page");
    }
    if (length > 48) texts.set(bytes.subarray(at, at + length), end);
    else for (let byte = 0; byte < length; byte++) texts[end + byte] = bytes[at + byte]!;
    at += length;
    offsets[i + 1] = end += length;
  }
  return { bytes: texts.subarray(0, end), offsets };
}

/** The width in a byte, then runs. */
function decodeIndices(bytes: Uint8Array, count: number, dictionary: PlainValues): Int32Array {
  if (bytes.length === 0) throw endsEarly();
  const indices = new Int32Array(count);
  decodeHybrid(bytes, indices, { at: 1, width: bytes[0]! });
  const entries = countOfValues(dictionary);
  for (let i = 0; i < count; i++) {
    if (indices[i]! >= entries || indices[i]! < 0) {
      throw new RangeError("a page refers beyond the end of its dictionary");
    }
  }
  return indices;
}

/** Booleans as runs behind their size in four bytes. */
function decodeRuns(bytes: Uint8Array, count: number): PlainValues {
  const booleans = new Uint8Array(count);
  decodeHybrid(bytes, booleans, { at: 4, width: 1 });
  return { as: "booleans", bytes: booleans };
}

function decodeDeltas(bytes: Uint8Array, { physical, count }: ValuePage): PlainValues {
  const { values } = physical === "int32"
    ? decodeDeltas32(bytes, { at: 0, atMost: count })
    : decodeDeltas64(bytes, { at: 0, atMost: count });
  if (values.length !== count) throw new RangeError(`it has ${values.length} of ${count} values`);
  const plain = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return { as: "fixed", width: values.BYTES_PER_ELEMENT, bytes: plain };
}

function fixedTexts({ bytes, offsets }: Texts, layout: ValueLayout): PlainValues {
  const width = widthOf(layout);
  for (let i = 1; i < offsets.length; i++) {
    if (offsets[i]! - offsets[i - 1]! !== width) {
      throw new RangeError(
        `a value has ${offsets[i]! - offsets[i - 1]!} bytes instead of ${width}`,
      );
    }
  }
  return { as: "fixed", width, bytes };
}

/** The first bytes of all values, then the second ones, and so on. */
function joinStreams(bytes: Uint8Array, page: ValuePage): PlainValues {
  const width = widthOf(page);
  const { count } = page;
  if (bytes.length < count * width) throw endsEarly();
  const joined = new Uint8Array(count * width);
  for (let stream = 0; stream < width; stream++) {
    for (let i = 0; i < count; i++) joined[i * width + stream] = bytes[stream * count + i]!;
  }
  return { as: "fixed", width, bytes: joined };
}

function endsEarly(): RangeError {
  return new RangeError("its values end early");
}
