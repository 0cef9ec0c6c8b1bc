import { PondError } from "../../../base/mod.ts";
import { DATABASE_OF_CONTEXT } from "../../../deps/duckdb_exports.ts";
import {
  ADD_OVERLOADS,
  functionPointer,
  I32,
  type NativeApi,
} from "../../../deps/duckdb_native.ts";
import {
  type ComputedOverload,
  type Converter,
  convertersIn,
  parseSqlType,
  type SqlFunction,
  type Topic,
  type UserCall,
} from "../../calls/mod.ts";
import { converterFunction, FUNCTIONS } from "../../functions/mod.ts";
import { VectorBatch } from "./batch.ts";
import { CastShelf, JsonType, registerMomentCasts } from "./casts.ts";
import { withTypeNamed } from "./logical_type.ts";
import { Memory } from "./memory.ts";
import { VectorOutput } from "./output.ts";
import type { Place } from "./place.ts";

/** What functions come into. */
export interface ShelfOptions extends Place {
  /** Those of the library's user. */
  readonly yours: readonly UserCall[];
}

type Native = (...pointers: number[]) => number;

/**
 * The functions that a session doesn't have yet. All of them would take a part of a new process's
 * first answer, and most statements call none.
 */
export class FunctionShelf {
  readonly #options: ShelfOptions;
  readonly #left: Map<Topic, readonly SqlFunction[]>;
  readonly #calls: ComputedOverload[] = [];
  readonly #converters = new Set<string>();
  #casts: CastShelf | null = null;
  #json: JsonType | null = null;
  #native: { memory: Memory; pointer: number } | null = null;

  constructor(options: ShelfOptions) {
    this.#options = options;
    this.#left = Map.groupBy([...FUNCTIONS, ...options.yours], ({ topic }) => topic);
  }

  /**
   * Defines what `sql` could call of `topics`.
   * @throws {PondError} `invalid-query` for a type in JSON that is none; `usage` for a user's
   *   function that can't be one
   */
  define(sql: string, topics: readonly Topic[]): void {
    for (const each of this.#options.yours) each.restart();
    for (const topic of topics) {
      const functions = this.#left.get(topic);
      if (!functions) continue;
      this.#left.delete(topic);
      if (topic === "json" || topic === "time") this.#prepare(topic);
      for (const each of functions) this.#registerComputed(each);
      // Their expressions may call the others.
      for (const each of functions) this.#registerMacros(each);
    }
    if (!topics.includes("json")) return;
    this.#json?.define(sql);
    for (const converter of convertersIn(sql)) {
      if (this.#converters.has(converter.name)) continue;
      this.#registerComputed(functionOf(converter));
      this.#converters.add(converter.name);
    }
  }

  /** Types and casts that the functions of a topic want. */
  #prepare(topic: "json" | "time"): void {
    const memory = this.#memory;
    const casts = this.#casts ??= new CastShelf(memory, this.#options);
    const where = { place: this.#options, casts };
    if (topic === "json") this.#json = new JsonType(memory, where);
    else registerMomentCasts(memory, where);
  }

  get #memory(): Memory {
    return this.#started().memory;
  }

  #started(): { memory: Memory; pointer: number } {
    const { bindings } = this.#options;
    return this.#native ??= {
      memory: new Memory(bindings.mod, bindings.exports as unknown as NativeApi),
      pointer: functionPointer(bindings.functionTable, {
        callback: (info: number, chunk: number, out: number) => this.#call(info, chunk, out),
        takes: [I32, I32, I32],
        gives: [],
      }),
    };
  }

  #registerComputed({ names, overloads, topic }: SqlFunction): void {
    const computed = overloads.filter((each) => "call" in each);
    if (computed.length === 0) return;
    for (const name of names) {
      const set = this.#makeSet(name, computed);
      this.#registerSet(set, { name, isNew: topic === "yours" });
    }
  }

  #registerMacros({ names, overloads }: SqlFunction): void {
    const bodies = overloads.filter((each) => "macro" in each)
      .map(({ args, macro }) => `(${Object.keys(args).join(", ")}) AS ${macro}`);
    if (bodies.length === 0) return;
    const { bindings, connection } = this.#options;
    for (const name of names) {
      bindings.runQuery(connection, `CREATE OR REPLACE MACRO ${name}${bodies.join(", ")}`);
    }
  }

  #makeSet(name: string, overloads: readonly ComputedOverload[]): number {
    const { memory, pointer } = this.#started();
    const { api } = memory;
    const set = memory.withCText(name, (text) => api.duckdb_create_scalar_function_set(text));
    for (const overload of overloads) {
      const id = this.#calls.push(overload);
      const each = api.duckdb_create_scalar_function();
      memory.withCText(name, (text) => api.duckdb_scalar_function_set_name(each, text));
      for (const type of Object.values(overload.args)) {
        withTypeNamed(memory, type, (of) => api.duckdb_scalar_function_add_parameter(each, of));
      }
      if (overload.rest !== undefined) {
        withTypeNamed(
          memory,
          overload.rest,
          (of) => api.duckdb_scalar_function_set_varargs(each, of),
        );
      }
      if (overload.takesNull) api.duckdb_scalar_function_set_special_handling(each);
      withTypeNamed(
        memory,
        overload.returns,
        (of) => api.duckdb_scalar_function_set_return_type(each, of),
      );
      api.duckdb_scalar_function_set_extra_info(each, id, 0);
      api.duckdb_scalar_function_set_function(each, pointer);
      api.duckdb_add_scalar_function_to_set(set, each);
      memory.withHandle(each, (place) => api.duckdb_destroy_scalar_function(place));
    }
    return set;
  }

  #registerSet(set: number, { name, isNew }: { name: string; isNew: boolean }): void {
    const { memory } = this.#started();
    const { api } = memory;
    const { bindings, connection } = this.#options;
    try {
      if (api.duckdb_register_scalar_function_set(connection + 4, set) === 0) return;
      // The engine has functions of this name.
      if (isNew) {
        const why = "SQL has a function of that name";
        throw new PondError("usage", `cannot define the function ${name}: ${why}`);
      }
      const context = memory.words[(connection + 4) >>> 2]!;
      const database = (bindings.exports[DATABASE_OF_CONTEXT] as Native)(context);
      (bindings.exports[ADD_OVERLOADS] as Native)(database, set);
    } finally {
      memory.withHandle(set, (place) => api.duckdb_destroy_scalar_function_set(place));
    }
  }

  /** What the engine calls. No error may leave it: the instance would be broken. */
  #call(info: number, chunk: number, out: number): void {
    const { memory } = this.#started();
    const { api } = memory;
    try {
      const overload = this.#calls[api.duckdb_scalar_function_get_extra_info(info) - 1]!;
      const batch = new VectorBatch(memory, { chunk, overload });
      const output = new VectorOutput(memory, {
        vector: out,
        type: parseSqlType(overload.returns)!,
      });
      output.clear(batch.rows);
      overload.call(batch, output);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      memory.withCText(message, (text) => api.duckdb_scalar_function_set_error(info, text));
    }
  }
}

function functionOf(converter: Converter): SqlFunction {
  try {
    return converterFunction(converter);
  } catch (cause) {
    const why = (cause as Error).message;
    throw new PondError("invalid-query", `cannot run a query: ${why}`, { cause });
  }
}
