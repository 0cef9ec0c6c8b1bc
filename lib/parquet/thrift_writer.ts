import { COMPACT_FALSE, COMPACT_TRUE } from "./thrift_compact.ts";

/** Type numbers of Thrift's compact protocol. */
const I8 = 3;
const I32 = 5;
const I64 = 6;
const BINARY = 8;
const LIST = 9;
const STRUCT = 12;

const utf8 = new TextEncoder();

/**
 * Writes structs in Thrift's compact protocol
 * (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md). Fields go in
 * the order of their numbers; an absent value (undefined, null) writes nothing.
 */
export class ThriftWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;
  /** The number of the last field of each struct that is open. */
  readonly #fields: number[] = [];

  constructor(sizeBytes = 1024) {
    this.#bytes = new Uint8Array(sizeBytes);
  }

  /** A struct that stands alone. */
  struct(write: () => void): void {
    this.#fields.push(0);
    write();
    this.#fields.pop();
    this.#byte(0);
  }

  structField(id: number, write: () => void): void {
    this.#header(id, STRUCT);
    this.struct(write);
  }

  i8(id: number, value: number): void {
    this.#header(id, I8);
    this.#byte(value);
  }

  i32(id: number, value: number | null | undefined): void {
    if (value === null || value === undefined) return;
    this.#header(id, I32);
    this.#zigzag(value);
  }

  /** An integer of 64 bits that a number holds exactly. */
  i64(id: number, value: number | null | undefined): void {
    if (value === null || value === undefined) return;
    this.#header(id, I64);
    this.#zigzag(value);
  }

  boolean(id: number, value: boolean | null | undefined): void {
    if (value !== null && value !== undefined) {
      this.#header(id, value ? COMPACT_TRUE : COMPACT_FALSE);
    }
  }

  binary(id: number, value: Uint8Array | string | null | undefined): void {
    if (value === null || value === undefined) return;
    this.#header(id, BINARY);
    this.#binary(value);
  }

  structs<Value>(id: number, values: readonly Value[], write: (value: Value) => void): void {
    this.#listHeader(id, STRUCT, values.length);
    for (const value of values) this.struct(() => write(value));
  }

  i32s(id: number, values: readonly number[]): void {
    this.#listHeader(id, I32, values.length);
    for (const value of values) this.#zigzag(value);
  }

  binaries(id: number, values: readonly string[]): void {
    this.#listHeader(id, BINARY, values.length);
    for (const value of values) this.#binary(value);
  }

  /** All that was written; a view that later writing may change. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #header(id: number, type: number): void {
    const delta = id - this.#fields[this.#fields.length - 1]!;
    this.#fields[this.#fields.length - 1] = id;
    if (delta > 0 && delta <= 15) return this.#byte(delta << 4 | type);
    this.#byte(type);
    this.#zigzag(id);
  }

  #listHeader(id: number, type: number, count: number): void {
    this.#header(id, LIST);
    if (count < 15) return this.#byte(count << 4 | type);
    this.#byte(15 << 4 | type);
    this.#varint(count);
  }

  #binary(value: Uint8Array | string): void {
    const bytes = typeof value === "string" ? utf8.encode(value) : value;
    this.#varint(bytes.length);
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #zigzag(value: number): void {
    this.#varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  #varint(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.#byte(0x80 | rest % 0x80);
    this.#byte(rest);
  }

  #byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + count));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
