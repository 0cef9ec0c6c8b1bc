import type { Bounds } from "./bounds.ts";
import type { ColumnValues, Store, Texts } from "./column_batch.ts";
import { bitWidth, BitWriter } from "./bit_writer.ts";
import { areClose, encodeDeltas } from "./delta_encoding.ts";
import type { ParquetType } from "./parquet_type.ts";
import type { PlainValues } from "./value_decoding.ts";

/** Values as a data page holds them. */
export interface EncodedValues {
  readonly encoding: "PLAIN" | "DELTA_BINARY_PACKED" | "RLE_DICTIONARY";
  readonly bytes: Uint8Array;
  readonly dictionary: Texts | null;
}

const TWO_32 = 4294967296;

/** Encodes the values of a column of `type` that lie within `bounds`. */
export function encodeValues(
  values: ColumnValues,
  type: ParquetType,
  bounds: Bounds | null,
): EncodedValues {
  switch (values.as) {
    case "indices": {
      const { indices, dictionary } = values;
      if (indices.length === 0) return plain(new Uint8Array(0));
      return { encoding: "RLE_DICTIONARY", bytes: packIndices(indices, dictionary), dictionary };
    }
    case "texts":
      return plain(plainTexts(values.texts));
    case "store": {
      if (!bounds || !isDelta(type, bounds)) return plain(plainStore(values.store, type));
      const bytes = encodeDeltas(numbersOf(values.store, type));
      return { encoding: "DELTA_BINARY_PACKED", bytes, dictionary: null };
    }
  }
}

/** Whether differences of neighbours are kept, which take fewer bits than the values. */
function isDelta({ asDeltas, layout }: ParquetType, { min, max }: Bounds): boolean {
  return asDeltas && areClose(Number(min), Number(max), { bits: layout === "int64" ? 64 : 32 });
}

function plain(bytes: Uint8Array): EncodedValues {
  return { encoding: "PLAIN", bytes, dictionary: null };
}

/** Decoded values in the encoding PLAIN. */
export function plainBytes(values: PlainValues): Uint8Array {
  switch (values.as) {
    case "texts":
      return plainTexts(values.texts);
    case "booleans":
      return packBits(values.bytes);
    case "fixed":
      return values.bytes;
  }
}

/** Texts, each behind its length. */
export function plainTexts({ bytes, offsets }: Texts): Uint8Array {
  const count = offsets.length - 1;
  const output = new Uint8Array(4 * count + offsets[count]!);
  let at = 0;
  for (let i = 0; i < count; i++) {
    const [start, end] = [offsets[i]!, offsets[i + 1]!];
    const length = end - start;
    output[at++] = length;
    output[at++] = length >> 8;
    output[at++] = length >> 16;
    output[at++] = length >> 24;
    if (length > 48) {
      output.set(bytes.subarray(start, end), at);
      at += length;
    } else for (let from = start; from < end; from++) output[at++] = bytes[from]!;
  }
  return output;
}

/** The width, then one run of bits. */
function packIndices(indices: Int32Array, { offsets }: Texts): Uint8Array {
  // Not every reader knows values of no bits.
  const width = Math.max(1, bitWidth(offsets.length - 2));
  const groups = Math.ceil(indices.length / 8);
  const output = new BitWriter(1 + 5 + groups * width);
  output.varint(width);
  output.varint(groups * 2 + 1);
  output.pack(indices, { from: 0, to: indices.length, width });
  return output.bytes.subarray(0, output.length);
}

function numbersOf(store: Store, { layout }: ParquetType): Float64Array {
  if (layout !== "int64") return Float64Array.from(store);
  const numbers = new Float64Array(store.length / 2);
  for (let i = 0; i < numbers.length; i++) {
    numbers[i] = store[2 * i + 1]! * TWO_32 + (store[2 * i]! >>> 0);
  }
  return numbers;
}

function plainStore(store: Store, { layout, node }: ParquetType): Uint8Array {
  switch (layout) {
    case "boolean":
      return packBits(store);
    case "int128":
      if (node.physical === "int32") return bytesOf(leadingWords(store as Int32Array, 1));
      if (node.physical === "int64") return bytesOf(leadingWords(store as Int32Array, 2));
      return bigEndian(bytesOf(store));
    default:
      // Integers of fewer bits are kept in 32.
      return bytesOf(store.BYTES_PER_ELEMENT < 4 ? Int32Array.from(store) : store);
  }
}

function packBits(values: Store): Uint8Array {
  const bits = new Uint8Array((values.length + 7) >> 3);
  for (let i = 0; i < values.length; i++) bits[i >> 3]! |= values[i]! << (i & 7);
  return bits;
}

/** The low words of values of four. */
function leadingWords(words: Int32Array, count: 1 | 2): Int32Array {
  return words.filter((_, i) => i % 4 < count);
}

/** Values of 16 bytes, each turned round. */
function bigEndian(bytes: Uint8Array): Uint8Array {
  const turned = bytes.slice();
  for (let at = 0; at < turned.length; at += 16) turned.subarray(at, at + 16).reverse();
  return turned;
}

function bytesOf(store: Store): Uint8Array {
  return new Uint8Array(store.buffer, store.byteOffset, store.byteLength);
}
