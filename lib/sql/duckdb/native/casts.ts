import { DATABASE_OF_CONTEXT } from "../../../deps/duckdb_exports.ts";
import {
  functionPointer,
  I32,
  I64,
  REGISTER_CAST,
  REINTERPRET_CAST,
} from "../../../deps/duckdb_native.ts";
import {
  type Input,
  type Output,
  type PlainType,
  plainType,
  type SqlType,
} from "../../calls/mod.ts";
import {
  CAST_TYPES,
  castTargets,
  dayOfMoment,
  jsonCast,
  type RowCast,
  validJson,
} from "../../functions/mod.ts";
import { VectorInput } from "./input.ts";
import { withType } from "./logical_type.ts";
import type { Memory } from "./memory.ts";
import { VectorOutput } from "./output.ts";
import type { Place } from "./place.ts";

type Native = (...pointers: number[]) => number;

/** Of overloads that need a cast the engine takes the one with the least cost. */
const JSON_COST = 1;
/** Those for a moment itself come first. */
const MOMENT_COST = 100;

/** `duckdb_cast_mode`: what can't be converted is NULL. */
const TRY = 1;
/** A text is taken for JSON where nothing else fits. */
const TO_JSON_COST = 400;
const JSON_TYPE = plainType("JSON");

/** Casts that are computed here, a batch at a time. */
export class CastShelf {
  readonly #memory: Memory;
  readonly #place: Place;
  readonly #casts: Cast[] = [];
  readonly #pointer: number;

  constructor(memory: Memory, place: Place) {
    this.#memory = memory;
    this.#place = place;
    this.#pointer = functionPointer(place.bindings.functionTable, {
      callback: (info: number, count: bigint, input: number, out: number) =>
        this.#call(info, { rows: Number(count), input: input >>> 0, out: out >>> 0 }),
      takes: [I32, I64, I32, I32],
      gives: [I32],
    });
  }

  register(cast: Cast): void {
    const { api } = this.#memory;
    const id = this.#casts.push(cast);
    const made = api.duckdb_create_cast_function();
    withType(
      this.#memory,
      cast.from,
      (from) => api.duckdb_cast_function_set_source_type(made, from),
    );
    withType(this.#memory, cast.to, (to) => api.duckdb_cast_function_set_target_type(made, to));
    api.duckdb_cast_function_set_implicit_cast_cost(made, ...costOf(cast));
    api.duckdb_cast_function_set_extra_info(made, id, 0);
    api.duckdb_cast_function_set_function(made, this.#pointer);
    api.duckdb_register_cast_function(this.#place.connection + 4, made);
    this.#memory.withHandle(made, (at) => api.duckdb_destroy_cast_function(at));
  }

  /** What the engine calls; returns whether all rows could be converted. No error may leave it. */
  #call(info: number, { rows, input, out }: { rows: number; input: number; out: number }): number {
    const memory = this.#memory;
    const { api } = memory;
    let converted = 1;
    try {
      const { from, to, rowCast } = this.#casts[api.duckdb_cast_function_get_extra_info(info) - 1]!;
      const values = new VectorInput(memory, { vector: input, type: from, rows });
      const output = new VectorOutput(memory, { vector: out, type: to });
      output.clear(rows);
      const cast = rowCast(values, output);
      const isTrying = api.duckdb_cast_function_get_cast_mode(info) === TRY;
      for (let row = 0; row < rows; row++) {
        if (values.isNull(row)) continue;
        try {
          cast(row);
        } catch (error) {
          if (!isTrying) throw error;
          converted = 0;
        }
      }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      memory.withCText(message, (text) => api.duckdb_cast_function_set_error(info, text));
      return 0;
    }
    return converted;
  }
}

/** One cast. */
export interface Cast {
  readonly from: SqlType;
  readonly to: SqlType;
  /** That it happens by itself, where nothing with less cost does. */
  readonly cost?: number;
  readonly rowCast: (input: Input, out: Output) => RowCast;
}

/** Both halves; -1: never by itself. */
function costOf({ cost }: Cast): readonly [low: number, high: number] {
  return cost === undefined ? [-1, -1] : [cost, 0];
}

/**
 * The type JSON: VARCHAR under another name, as DuckDB's extension has it, and casts from and to
 * it.
 */
export class JsonType {
  readonly #casts: CastShelf;
  readonly #known = new Set<string>();

  /** Makes the type, and casts to types without parts. */
  constructor(memory: Memory, { place, casts }: { place: Place; casts: CastShelf }) {
    this.#casts = casts;
    withType(memory, JSON_TYPE, (json) => {
      memory.api.duckdb_register_logical_type(place.connection + 4, json, 0);
    });
    // Where a VARCHAR is wanted it is one.
    reinterpret(memory, { place, from: "JSON", to: "VARCHAR", cost: JSON_COST });
    const from = plainType("VARCHAR");
    casts.register({ from, to: JSON_TYPE, cost: TO_JSON_COST, rowCast: validJson });
    for (const to of CAST_TYPES) this.#castTo(to);
  }

  /** Makes the casts to types with parts that `sql` has. */
  define(sql: string): void {
    for (const [text, to] of castTargets(sql)) {
      if (this.#known.has(text)) continue;
      this.#known.add(text);
      this.#castTo(to);
    }
  }

  #castTo(to: SqlType): void {
    this.#casts.register({
      from: JSON_TYPE,
      to,
      rowCast: (input, out) => jsonCast(input, out, to),
    });
  }
}

/**
 * A moment is taken for a TIMESTAMP, in UTC, by functions that have no overload for it: what they
 * say of one is true of the other, since the session's time zone is UTC.
 */
export function registerMomentCasts(
  memory: Memory,
  { place, casts }: { place: Place; casts: CastShelf },
): void {
  const from = "TIMESTAMP WITH TIME ZONE";
  reinterpret(memory, { place, from, to: "TIMESTAMP", cost: MOMENT_COST });
  casts.register({ from: plainType(from), to: plainType("DATE"), rowCast: dayOfMoment });
}

/** A cast that leaves the bytes as they are, and happens by itself. */
function reinterpret(
  memory: Memory,
  { place: { bindings, connection }, from, to, cost }: {
    readonly place: Place;
    readonly from: PlainType;
    readonly to: PlainType;
    readonly cost: number;
  },
): void {
  const { exports, functionTable } = bindings;
  const context = memory.words[(connection + 4) >>> 2]!;
  const database = (exports[DATABASE_OF_CONTEXT] as Native)(context);
  const slot = functionTable.grow(1);
  functionTable.set(slot, exports[REINTERPRET_CAST] as () => unknown);
  withType(
    memory,
    plainType(from),
    (source) =>
      withType(memory, plainType(to), (target) => {
        // A BoundCastInfo: a function, and two pointers to what it doesn't need.
        const { at } = memory.put("\0".repeat(24));
        const info = (at + 7) & ~7;
        memory.words[info >>> 2] = slot;
        (exports[REGISTER_CAST] as Native)(database, source, target, info, cost, 0);
      }),
  );
}
