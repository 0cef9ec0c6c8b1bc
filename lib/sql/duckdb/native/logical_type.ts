import { parseSqlType, type PlainType, plainType, type SqlType } from "../../calls/mod.ts";
import type { Memory } from "./memory.ts";

/** `duckdb_type` of duckdb.h, for types without parts. */
const IDS: Readonly<Record<PlainType, number>> = {
  BOOLEAN: 1,
  TINYINT: 2,
  SMALLINT: 3,
  INTEGER: 4,
  BIGINT: 5,
  UTINYINT: 6,
  USMALLINT: 7,
  UINTEGER: 8,
  UBIGINT: 9,
  FLOAT: 10,
  DOUBLE: 11,
  TIMESTAMP: 12,
  DATE: 13,
  TIME: 14,
  INTERVAL: 15,
  HUGEINT: 16,
  VARCHAR: 17,
  JSON: 17,
  BLOB: 18,
  TIMESTAMP_S: 20,
  TIMESTAMP_MS: 21,
  TIMESTAMP_NS: 22,
  ENUM: 23,
  UUID: 27,
  BIT: 29,
  "TIME WITH TIME ZONE": 30,
  "TIMESTAMP WITH TIME ZONE": 31,
  UHUGEINT: 32,
  ANY: 34,
  NULL: 36,
};
const DECIMAL = 19;
const LIST = 24;
const STRUCT = 25;
const MAP = 26;
const UNION = 28;
const ARRAY = 33;
const NAMES = new Map(
  Object.entries(IDS).filter(([name]) => name !== "JSON")
    .map(([name, id]) => [id, name as PlainType] as const),
).set(0, "NULL");

/** A pointer to a `duckdb_logical_type`, to be given back. */
export type TypeHandle = number;

/** Calls `work` with `type` as the API has it. */
export function withType<T>(memory: Memory, type: SqlType, work: (handle: TypeHandle) => T): T {
  const handle = makeType(memory, type);
  try {
    return work(handle);
  } finally {
    destroy(memory, handle);
  }
}

/** As {@linkcode withType}, of a type by its name. */
export function withTypeNamed<T>(
  memory: Memory,
  name: string,
  work: (handle: TypeHandle) => T,
): T {
  const type = parseSqlType(name);
  if (!type) throw new Error(`there is no type ${name}`);
  return withType(memory, type, work);
}

/** What `handle` stands for, and gives it back. */
export function takeType(memory: Memory, handle: TypeHandle): SqlType {
  try {
    return readType(memory, handle);
  } finally {
    destroy(memory, handle);
  }
}

function makeType(memory: Memory, type: SqlType): TypeHandle {
  const { api } = memory;
  switch (type.is) {
    case "plain": {
      const handle = api.duckdb_create_logical_type(IDS[type.name]);
      if (type.name === "JSON") {
        memory.withCText("JSON", (name) => api.duckdb_logical_type_set_alias(handle, name));
      }
      return handle;
    }
    case "decimal":
      return api.duckdb_create_decimal_type(type.width, type.scale);
    case "list":
      return withType(memory, type.of, (of) => api.duckdb_create_list_type(of));
    case "map":
      return withType(
        memory,
        type.key,
        (key) => withType(memory, type.value, (value) => api.duckdb_create_map_type(key, value)),
      );
    case "struct":
      return makeStruct(memory, type.fields);
  }
}

function makeStruct(
  memory: Memory,
  fields: (SqlType & { readonly is: "struct" })["fields"],
): TypeHandle {
  const { api } = memory;
  const types = fields.map(([, type]) => makeType(memory, type));
  const names = fields.map(([name]) => name);
  // One piece of memory: pointers to types, pointers to names, names.
  const heads = 8 * fields.length;
  const { at } = memory.put(`${" ".repeat(heads)}    ${names.map((name) => `${name}\0`).join("")}`);
  const base = (at + 3) & ~3;
  let text = at + heads + 4;
  fields.forEach((_, i) => {
    memory.words[base / 4 + i] = types[i]!;
    memory.words[base / 4 + fields.length + i] = text;
    text = memory.bytes.indexOf(0, text) + 1;
  });
  const handle = api.duckdb_create_struct_type(base, base + 4 * fields.length, fields.length, 0);
  for (const type of types) destroy(memory, type);
  return handle;
}

function readType(memory: Memory, handle: TypeHandle): SqlType {
  const { api } = memory;
  const id = api.duckdb_get_type_id(handle);
  switch (id) {
    case DECIMAL:
      return {
        is: "decimal",
        width: api.duckdb_decimal_width(handle),
        scale: api.duckdb_decimal_scale(handle),
      };
    case LIST:
      return { is: "list", of: takeType(memory, api.duckdb_list_type_child_type(handle)) };
    case MAP:
      return {
        is: "map",
        key: takeType(memory, api.duckdb_map_type_key_type(handle)),
        value: takeType(memory, api.duckdb_map_type_value_type(handle)),
      };
    case STRUCT: {
      const count = api.duckdb_struct_type_child_count(handle);
      const fields = Array.from({ length: count }, (_, i) =>
        [
          memory.takeCText(api.duckdb_struct_type_child_name(handle, i, 0)),
          takeType(memory, api.duckdb_struct_type_child_type(handle, i, 0)),
        ] as const);
      return { is: "struct", fields };
    }
    case ARRAY:
    case UNION:
      throw new Error(`a function takes no ${id === ARRAY ? "ARRAY, cast it to a list" : "UNION"}`);
  }
  const name = NAMES.get(id);
  if (name === undefined || name === "ENUM") {
    throw new Error(`a function takes no value of this type${name ? ", cast it to VARCHAR" : ""}`);
  }
  if (name !== "VARCHAR") return plainType(name);
  const alias = memory.takeCText(api.duckdb_logical_type_get_alias(handle));
  return plainType(alias === "JSON" ? "JSON" : "VARCHAR");
}

function destroy(memory: Memory, handle: TypeHandle): void {
  memory.withHandle(handle, (place) => memory.api.duckdb_destroy_logical_type(place));
}
