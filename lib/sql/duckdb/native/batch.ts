import { type Batch, type ComputedOverload, parseSqlType, type SqlType } from "../../calls/mod.ts";
import { VectorInput } from "./input.ts";
import { takeType } from "./logical_type.ts";
import type { Memory } from "./memory.ts";

/** A data chunk of the engine as the arguments of a function. */
export class VectorBatch implements Batch {
  readonly rows: number;
  readonly args: readonly VectorInput[];
  /** Those that make a row NULL by being it. */
  readonly #nullable: readonly VectorInput[];

  constructor(
    memory: Memory,
    { chunk, overload }: { readonly chunk: number; readonly overload: ComputedOverload },
  ) {
    const { api } = memory;
    const types = Object.values(overload.args);
    this.rows = api.duckdb_data_chunk_get_size(chunk);
    const count = api.duckdb_data_chunk_get_column_count(chunk);
    this.args = Array.from({ length: count }, (_, i) => {
      const vector = api.duckdb_data_chunk_get_vector(chunk, i, 0) >>> 0;
      return new VectorInput(memory, {
        vector,
        rows: this.rows,
        type: typeOf(memory, { vector, declared: types[i] ?? overload.rest! }),
      });
    });
    this.#nullable = overload.takesNull ? [] : this.args.filter((arg) => arg.hasNulls);
  }

  isLive(row: number): boolean {
    for (const arg of this.#nullable) if (arg.isNull(row)) return false;
    return true;
  }
}

function typeOf(
  memory: Memory,
  { vector, declared }: { readonly vector: number; readonly declared: string },
): SqlType {
  if (declared !== "ANY") return parseSqlType(declared)!;
  return takeType(memory, memory.api.duckdb_vector_get_column_type(vector));
}
