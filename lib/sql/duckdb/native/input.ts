import { FLATTEN } from "../../../deps/duckdb_native.ts";
import { dateText, decimalText, timeText } from "../../../encode/mod.ts";
import type { Input, SqlType, SqlValue } from "../../calls/mod.ts";
import type { Memory } from "./memory.ts";

/** `string_t`: a length, then up to twelve bytes in place, or four of them and a pointer. */
const STRING_BYTES = 16;
const INLINED_BYTES = 12;
const TWO_32 = 2 ** 32;

/** A vector of the engine, flat, for reading. */
export class VectorInput implements Input {
  readonly type: SqlType;
  readonly #memory: Memory;
  readonly #data: number;
  readonly #validity: number;
  readonly #vector: number;
  readonly #rows: number;
  readonly #span = { from: 0, to: 0 };
  #reader: ((row: number) => SqlValue) | null = null;

  constructor(
    memory: Memory,
    { vector, type, rows }: { vector: number; type: SqlType; rows: number },
  ) {
    this.#memory = memory;
    this.#vector = vector;
    this.#rows = rows;
    this.type = type;
    this.#data = memory.api.duckdb_vector_get_data(vector) >>> 0;
    this.#validity = memory.api.duckdb_vector_get_validity(vector) >>> 0;
  }

  get hasNulls(): boolean {
    return this.#validity !== 0;
  }

  get bytes(): Uint8Array {
    return this.#memory.bytes;
  }

  isNull(row: number): boolean {
    if (this.#validity === 0) return false;
    return (this.#memory.bytes[this.#validity + (row >>> 3)]! >>> (row & 7) & 1) === 0;
  }

  span(row: number): { readonly from: number; readonly to: number } {
    const { words } = this.#memory;
    const at = this.#data + STRING_BYTES * row;
    const length = words[at >>> 2]!;
    const from = length <= INLINED_BYTES ? at + 4 : words[(at >>> 2) + 2]!;
    this.#span.from = from;
    this.#span.to = from + length;
    return this.#span;
  }

  text(row: number): string {
    const { from, to } = this.span(row);
    return this.#memory.text(from, to);
  }

  isSame(row: number, other: number): boolean {
    const { words } = this.#memory;
    const [a, b] = [(this.#data >>> 2) + 4 * row, (this.#data >>> 2) + 4 * other];
    const length = words[a]!;
    if (length !== words[b] || words[a + 2] !== words[b + 2]) return false;
    return length > INLINED_BYTES ||
      (words[a + 1] === words[b + 1] && words[a + 3] === words[b + 3]);
  }

  number(row: number): number {
    const { words } = this.#memory;
    const at = (this.#data >>> 2) + 2 * row;
    return (words[at + 1]! | 0) * TWO_32 + words[at]!;
  }

  value(row: number): SqlValue {
    if (this.isNull(row)) return null;
    this.#reader ??= this.#readerOf(this.type);
    return this.#reader(row);
  }

  #readerOf(type: SqlType): (row: number) => SqlValue {
    switch (type.is) {
      case "plain":
        return this.#plainReader(type.name);
      case "decimal":
        return this.#decimalReader(type);
      case "list": {
        const items = this.#elements(type.of);
        return (row) => {
          const { offset, length } = this.#listAt(row);
          return Array.from({ length }, (_, i) => items.value(offset + i));
        };
      }
      case "map": {
        const entries = this.#elements({
          is: "struct",
          fields: [["key", type.key], ["value", type.value]],
        });
        return (row) => {
          const { offset, length } = this.#listAt(row);
          return new Map(
            Array.from({ length }, (_, i) => {
              const { key, value } = entries.value(offset + i) as Record<string, SqlValue>;
              return [key!, value!] as const;
            }),
          );
        };
      }
      case "struct": {
        const fields = type.fields.map(([name, field], i) =>
          [name, this.#field(i, field)] as const
        );
        return (row) => {
          const value: Record<string, SqlValue> = Object.create(null);
          for (const [name, field] of fields) value[name] = field.value(row);
          return value;
        };
      }
    }
  }

  #listAt(row: number): { readonly offset: number; readonly length: number } {
    const { words } = this.#memory;
    const at = (this.#data >>> 2) + 4 * row;
    return { offset: words[at]!, length: words[at + 2]! };
  }

  #elements(type: SqlType): VectorInput {
    const { api } = this.#memory;
    const vector = api.duckdb_list_vector_get_child(this.#vector) >>> 0;
    return this.#child(vector, { type, rows: api.duckdb_list_vector_get_size(this.#vector) });
  }

  #field(i: number, type: SqlType): VectorInput {
    const vector = this.#memory.api.duckdb_struct_vector_get_child(this.#vector, i, 0) >>> 0;
    return this.#child(vector, { type, rows: this.#rows });
  }

  /** The engine hands over flat vectors, but what is in them may be compressed still. */
  #child(vector: number, { type, rows }: { type: SqlType; rows: number }): VectorInput {
    this.#memory.api[FLATTEN](vector, rows, 0);
    return new VectorInput(this.#memory, { vector, type, rows });
  }

  #plainReader(name: (SqlType & { readonly is: "plain" })["name"]): (row: number) => SqlValue {
    const data = this.#data;
    const view = () => this.#memory.view;
    switch (name) {
      case "BOOLEAN":
        return (row) => this.#memory.bytes[data + row] !== 0;
      case "TINYINT":
        return (row) => view().getInt8(data + row);
      case "UTINYINT":
        return (row) => view().getUint8(data + row);
      case "SMALLINT":
        return (row) => view().getInt16(data + 2 * row, true);
      case "USMALLINT":
        return (row) => view().getUint16(data + 2 * row, true);
      case "INTEGER":
        return (row) => view().getInt32(data + 4 * row, true);
      case "UINTEGER":
        return (row) => view().getUint32(data + 4 * row, true);
      case "FLOAT":
        return (row) => view().getFloat32(data + 4 * row, true);
      case "DOUBLE":
        return (row) => view().getFloat64(data + 8 * row, true);
      case "UBIGINT":
        return (row) => view().getBigUint64(data + 8 * row, true);
      case "BIGINT":
      case "TIMESTAMP":
      case "TIMESTAMP WITH TIME ZONE":
        return (row) => view().getBigInt64(data + 8 * row, true);
      case "TIMESTAMP_S":
        return (row) => view().getBigInt64(data + 8 * row, true) * 1_000_000n;
      case "TIMESTAMP_MS":
        return (row) => view().getBigInt64(data + 8 * row, true) * 1000n;
      case "TIMESTAMP_NS":
        return (row) => BigInt.asIntN(64, view().getBigInt64(data + 8 * row, true) / 1000n);
      case "HUGEINT":
        return (row) => this.#huge(row);
      case "UHUGEINT":
        return (row) => BigInt.asUintN(128, this.#huge(row));
      case "DATE":
        return (row) => dateText(view().getInt32(data + 4 * row, true));
      case "TIME":
        return (row) => timeText(view().getBigInt64(data + 8 * row, true), 1_000_000n);
      case "INTERVAL":
        return (row) => ({
          months: view().getInt32(data + 16 * row, true),
          days: view().getInt32(data + 16 * row + 4, true),
          us: view().getBigInt64(data + 16 * row + 8, true),
        });
      case "UUID":
        return (row) => uuidText(BigInt.asUintN(128, this.#huge(row)));
      case "BLOB":
        return (row) => {
          const { from, to } = this.span(row);
          return this.#memory.bytes.slice(from, to);
        };
      case "VARCHAR":
      case "JSON":
        return (row) => this.text(row);
      case "NULL":
        return () => null;
      default:
        throw new Error(`a function takes no ${name}, cast it to VARCHAR`);
    }
  }

  #decimalReader(
    { width, scale }: SqlType & { readonly is: "decimal" },
  ): (row: number) => SqlValue {
    const data = this.#data;
    const view = () => this.#memory.view;
    if (width <= 4) {
      return (row) => decimalText(BigInt(view().getInt16(data + 2 * row, true)), scale);
    }
    if (width <= 9) {
      return (row) => decimalText(BigInt(view().getInt32(data + 4 * row, true)), scale);
    }
    if (width <= 18) return (row) => decimalText(view().getBigInt64(data + 8 * row, true), scale);
    return (row) => decimalText(this.#huge(row), scale);
  }

  #huge(row: number): bigint {
    const { view } = this.#memory;
    const at = this.#data + 16 * row;
    return view.getBigInt64(at + 8, true) * 2n ** 64n + view.getBigUint64(at, true);
  }
}

/** A UUID is stored with its highest bit turned, so that it sorts as a signed number. */
function uuidText(stored: bigint): string {
  const hex = (stored ^ (1n << 127n)).toString(16).padStart(32, "0");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
