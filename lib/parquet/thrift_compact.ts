/**
 * A decoded Thrift struct: values by field id. Integers of every width are numbers: in a Parquet
 * footer they are counts and offsets, and one beyond 2^53 fails the checks that follow anyway.
 */
export class ThriftStruct {
  readonly fields: Map<number, ThriftValue> = new Map();
  /** The header byte of each boolean field and where it stands; its low four bits are the value. */
  booleanHeaders: Map<number, { readonly offset: number; readonly byte: number }> | undefined;

  struct(id: number): ThriftStruct | undefined {
    const value = this.fields.get(id);
    return value instanceof ThriftStruct ? value : undefined;
  }

  list(id: number): readonly ThriftValue[] | undefined {
    const value = this.fields.get(id);
    return Array.isArray(value) ? value : undefined;
  }

  number(id: number): number | undefined {
    const value = this.fields.get(id);
    return typeof value === "number" ? value : undefined;
  }

  bytes(id: number): Uint8Array | undefined {
    const value = this.fields.get(id);
    return value instanceof Uint8Array ? value : undefined;
  }

  boolean(id: number): boolean | undefined {
    const value = this.fields.get(id);
    return typeof value === "boolean" ? value : undefined;
  }
}

/** A decoded Thrift value. */
export type ThriftValue = boolean | number | Uint8Array | ThriftValue[] | ThriftStruct;

/** Low bits of a boolean field's header: with field id 1 the whole byte is `0x11` or `0x12`. */
export const COMPACT_TRUE = 1;
export const COMPACT_FALSE = 2;

const MAX_DEPTH = 32;

/**
 * Decodes one struct in Thrift's compact protocol
 * (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md). Every length
 * is checked against what is left, so forged counts cost no memory.
 * @throws {RangeError} when the bytes are not such a struct
 */
export function readThriftStruct(bytes: Uint8Array): ThriftStruct {
  return new CompactReader(bytes).struct(0);
}

/**
 * As {@linkcode readThriftStruct}, and how many bytes the struct takes.
 * @throws {RangeError} when the bytes don't begin with such a struct
 */
export function readThriftPrefix(
  bytes: Uint8Array,
): { readonly struct: ThriftStruct; readonly length: number } {
  const reader = new CompactReader(bytes);
  return { struct: reader.struct(0), length: reader.offset };
}

class CompactReader {
  /** Bytes read so far. */
  offset = 0;
  readonly #view: DataView;

  constructor(readonly bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  struct(depth: number): ThriftStruct {
    if (depth > MAX_DEPTH) throw new RangeError("structs nest too deep");
    const struct = new ThriftStruct();
    let id = 0;
    while (true) {
      const headerOffset = this.offset;
      const header = this.#byte();
      if (header === 0) return struct;
      const type = header & 0x0f;
      id = header >> 4 === 0 ? this.#zigzag() : id + (header >> 4);
      if (type === COMPACT_TRUE || type === COMPACT_FALSE) {
        (struct.booleanHeaders ??= new Map()).set(id, { offset: headerOffset, byte: header });
        struct.fields.set(id, type === COMPACT_TRUE);
      } else struct.fields.set(id, this.#value(type, depth));
    }
  }

  #value(type: number, depth: number): ThriftValue {
    switch (type) {
      case 3:
        return this.#byte() << 24 >> 24;
      case 4:
      case 5:
      case 6:
        return this.#zigzag();
      case 7:
        this.#take(8);
        return this.#view.getFloat64(this.offset - 8, true);
      case 8:
        return this.#take(this.#varint());
      case 9:
      case 10:
        return this.#list(depth);
      case 11:
        return this.#map(depth);
      case 12:
        return this.struct(depth + 1);
      default:
        throw new RangeError(`field type ${type} is unknown`);
    }
  }

  #list(depth: number): ThriftValue[] {
    const header = this.#byte();
    const type = header & 0x0f;
    const count = header >> 4 === 15 ? this.#varint() : header >> 4;
    this.#checkCount(count);
    const values: ThriftValue[] = [];
    for (let i = 0; i < count; i++) values.push(this.#element(type, depth));
    return values;
  }

  /** Parquet has no maps; one is passed over, as keys and values in turn. */
  #map(depth: number): ThriftValue[] {
    const count = this.#varint();
    this.#checkCount(count);
    const types = count === 0 ? 0 : this.#byte();
    const values: ThriftValue[] = [];
    for (let i = 0; i < count; i++) {
      values.push(this.#element(types >> 4, depth), this.#element(types & 0x0f, depth));
    }
    return values;
  }

  #element(type: number, depth: number): ThriftValue {
    if (type === COMPACT_TRUE || type === COMPACT_FALSE) return this.#byte() === COMPACT_TRUE;
    if (type === 9 || type === 10 || type === 11) {
      if (depth >= MAX_DEPTH) throw new RangeError("lists nest too deep");
      return this.#value(type, depth + 1);
    }
    return this.#value(type, depth);
  }

  /** Each element takes a byte at least. */
  #checkCount(count: number): void {
    if (count > this.bytes.length - this.offset) throw new RangeError("a list ends past the end");
  }

  #byte(): number {
    const byte = this.bytes[this.offset++];
    if (byte === undefined) throw new RangeError("it ends too early");
    return byte;
  }

  #take(length: number): Uint8Array {
    if (length > this.bytes.length - this.offset) {
      throw new RangeError("a value ends past the end");
    }
    this.offset += length;
    return this.bytes.subarray(this.offset - length, this.offset);
  }

  /** Exact up to 2^53; beyond it only the magnitude counts. */
  #varint(): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 10; i++) {
      const byte = this.#byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    throw new RangeError("an integer is too long");
  }

  #zigzag(): number {
    const value = this.#varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}
