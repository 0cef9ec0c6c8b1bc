import type { IntervalValue, Output, SqlType, SqlValue } from "../../calls/mod.ts";
import { daysOf, timeUsOf, unscaledOf, uuidOf } from "../../functions/mod.ts";
import type { Memory } from "./memory.ts";

/** `string_t`: a length, then up to twelve bytes in place, or four of them and a pointer. */
const STRING_BYTES = 16;
const INLINED_BYTES = 12;
const TWO_32 = 2 ** 32;
const FIRST_CAPACITY = 2048;

/** A vector of the engine for writing. What isn't set is NULL. */
export class VectorOutput implements Output {
  readonly #memory: Memory;
  readonly #vector: number;
  readonly #type: SqlType;
  #data = 0;
  #validity = 0;
  #writer: ((row: number, value: SqlValue) => void) | null = null;
  #children: readonly VectorOutput[] = [];
  /** Elements of a list so far, and room for them. */
  #used = 0;
  #capacity = FIRST_CAPACITY;

  constructor(memory: Memory, { vector, type }: { vector: number; type: SqlType }) {
    this.#memory = memory;
    this.#vector = vector;
    this.#type = type;
    memory.api.duckdb_vector_ensure_validity_writable(vector);
    this.#locate();
  }

  /** Makes `rows` rows NULL until they are set. */
  clear(rows: number): void {
    const { bytes } = this.#memory;
    bytes.fill(0, this.#validity, this.#validity + Math.ceil(rows / 8));
  }

  /** Where the vector's parts stand, which changes when it grows. */
  #locate(): void {
    const { api } = this.#memory;
    this.#data = api.duckdb_vector_get_data(this.#vector) >>> 0;
    this.#validity = api.duckdb_vector_get_validity(this.#vector) >>> 0;
  }

  setSpan(row: number, { from, to }: { readonly from: number; readonly to: number }): void {
    this.#markValid(row);
    const length = to - from;
    if (length <= INLINED_BYTES) {
      const { bytes, words } = this.#memory;
      const at = this.#data + STRING_BYTES * row;
      const word = at >>> 2;
      words[word] = length;
      words[word + 1] = words[word + 2] = words[word + 3] = 0;
      for (let i = 0; i < length; i++) bytes[at + 4 + i] = bytes[from + i]!;
    } else {
      this.#memory.api.duckdb_vector_assign_string_element_len(
        this.#vector,
        row,
        0,
        from,
        length,
        0,
      );
    }
  }

  setNumber(row: number, value: number): void {
    this.#markValid(row);
    const { words } = this.#memory;
    const at = (this.#data >>> 2) + 2 * row;
    words[at] = value;
    words[at + 1] = Math.floor(value / TWO_32);
  }

  set(row: number, value: SqlValue): void {
    if (value === null || value === undefined) return this.#setNull(row);
    this.#writer ??= this.#writerOf(this.#type);
    this.#writer(row, value);
    this.#markValid(row);
  }

  #markValid(row: number): void {
    this.#memory.bytes[this.#validity + (row >>> 3)]! |= 1 << (row & 7);
  }

  #setNull(row: number): void {
    this.#memory.bytes[this.#validity + (row >>> 3)]! &= ~(1 << (row & 7));
    if (this.#type.is !== "struct") return;
    this.#writer ??= this.#writerOf(this.#type);
    for (const child of this.#children) child.#setNull(row);
  }

  #writerOf(type: SqlType): (row: number, value: SqlValue) => void {
    switch (type.is) {
      case "plain":
        return this.#plainWriter(type.name);
      case "decimal":
        return this.#decimalWriter(type);
      case "list":
        return this.#listWriter(type.of, (value) => value as readonly SqlValue[]);
      case "map": {
        const entry = { is: "struct", fields: [["key", type.key], ["value", type.value]] } as const;
        return this.#listWriter(
          entry,
          (value) =>
            [...value as ReadonlyMap<SqlValue, SqlValue>].map(([key, each]) => ({
              key,
              value: each,
            })),
        );
      }
      case "struct": {
        const { api } = this.#memory;
        this.#children = type.fields.map(([, field], i) => {
          const vector = api.duckdb_struct_vector_get_child(this.#vector, i, 0) >>> 0;
          return new VectorOutput(this.#memory, { vector, type: field });
        });
        return (row, value) =>
          type.fields.forEach(([name], i) =>
            this.#children[i]!.set(row, (value as Record<string, SqlValue>)[name] ?? null)
          );
      }
    }
  }

  #listWriter(
    of: SqlType,
    items: (value: SqlValue) => readonly SqlValue[],
  ): (row: number, value: SqlValue) => void {
    const { api } = this.#memory;
    api.duckdb_list_vector_reserve(this.#vector, this.#capacity, 0);
    const vector = api.duckdb_list_vector_get_child(this.#vector) >>> 0;
    const child = new VectorOutput(this.#memory, { vector, type: of });
    this.#children = [child];
    return (row, value) => {
      const elements = items(value);
      const end = this.#used + elements.length;
      if (end > this.#capacity) {
        while (end > this.#capacity) this.#capacity *= 2;
        api.duckdb_list_vector_reserve(this.#vector, this.#capacity, 0);
        child.#moved();
      }
      elements.forEach((element, i) => child.set(this.#used + i, element));
      const { words } = this.#memory;
      const at = (this.#data >>> 2) + 4 * row;
      [words[at], words[at + 1]] = [this.#used, 0];
      [words[at + 2], words[at + 3]] = [elements.length, 0];
      this.#used = end;
      api.duckdb_list_vector_set_size(this.#vector, end, 0);
    };
  }

  #moved(): void {
    this.#locate();
    if (this.#type.is === "struct") { for (const child of this.#children) child.#moved(); }
  }

  #plainWriter(
    name: (SqlType & { readonly is: "plain" })["name"],
  ): (row: number, value: SqlValue) => void {
    const view = () => this.#memory.view;
    switch (name) {
      case "BOOLEAN":
        return (row, value) => view().setUint8(this.#data + row, value ? 1 : 0);
      case "TINYINT":
      case "UTINYINT":
        return (row, value) => view().setInt8(this.#data + row, Number(value));
      case "SMALLINT":
      case "USMALLINT":
        return (row, value) => view().setInt16(this.#data + 2 * row, Number(value), true);
      case "INTEGER":
      case "UINTEGER":
        return (row, value) => view().setInt32(this.#data + 4 * row, Number(value), true);
      case "DATE":
        return (row, value) => view().setInt32(this.#data + 4 * row, daysOf(value), true);
      case "FLOAT":
        return (row, value) => view().setFloat32(this.#data + 4 * row, Number(value), true);
      case "DOUBLE":
        return (row, value) => view().setFloat64(this.#data + 8 * row, Number(value), true);
      case "BIGINT":
      case "UBIGINT":
      case "TIMESTAMP":
      case "TIMESTAMP WITH TIME ZONE":
        return (row, value) =>
          view().setBigInt64(this.#data + 8 * row, BigInt(value as bigint), true);
      case "TIME":
        return (row, value) => view().setBigInt64(this.#data + 8 * row, timeUsOf(value), true);
      case "HUGEINT":
      case "UHUGEINT":
        return (row, value) => this.#setHuge(row, BigInt(value as bigint));
      case "UUID":
        return (row, value) => this.#setHuge(row, uuidOf(value));
      case "INTERVAL":
        return (row, value) => {
          const { months, days, us } = value as unknown as IntervalValue;
          view().setInt32(this.#data + 16 * row, months, true);
          view().setInt32(this.#data + 16 * row + 4, days, true);
          view().setBigInt64(this.#data + 16 * row + 8, us, true);
        };
      case "VARCHAR":
      case "JSON":
        return (row, value) => {
          const { at, length } = this.#memory.put(String(value));
          this.setSpan(row, { from: at, to: at + length });
        };
      default:
        throw new Error(`a function gives no ${name}`);
    }
  }

  #decimalWriter(
    { width, scale }: SqlType & { readonly is: "decimal" },
  ): (row: number, value: SqlValue) => void {
    const view = () => this.#memory.view;
    const unscaled = (value: SqlValue) => unscaledOf(value, scale);
    if (width <= 4) {
      return (row, value) => view().setInt16(this.#data + 2 * row, Number(unscaled(value)), true);
    }
    if (width <= 9) {
      return (row, value) => view().setInt32(this.#data + 4 * row, Number(unscaled(value)), true);
    }
    if (width <= 18) {
      return (row, value) => view().setBigInt64(this.#data + 8 * row, unscaled(value), true);
    }
    return (row, value) => this.#setHuge(row, unscaled(value));
  }

  #setHuge(row: number, value: bigint): void {
    const { view } = this.#memory;
    const at = this.#data + 16 * row;
    view.setBigUint64(at, BigInt.asUintN(64, value), true);
    view.setBigInt64(at + 8, BigInt.asIntN(64, value >> 64n), true);
  }
}
