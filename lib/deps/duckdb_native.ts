/**
 * DuckDB's C API (duckdb.h of 1.1.0), as far as it is used: functions, casts and types made in
 * JavaScript. The build exports all of it. Pointers and sizes are numbers; `idx_t`, of 64 bits,
 * comes in as two numbers, the lower half first, and goes out as its lower half.
 */
const C_API = [
  ...["duckdb_create_scalar_function", "duckdb_destroy_scalar_function"],
  ...["duckdb_scalar_function_set_name", "duckdb_scalar_function_add_parameter"],
  ...["duckdb_scalar_function_set_varargs", "duckdb_scalar_function_set_special_handling"],
  ...["duckdb_scalar_function_set_return_type", "duckdb_scalar_function_set_extra_info"],
  ...["duckdb_scalar_function_get_extra_info", "duckdb_scalar_function_set_function"],
  ...["duckdb_scalar_function_set_error", "duckdb_register_scalar_function_set"],
  ...["duckdb_create_scalar_function_set", "duckdb_destroy_scalar_function_set"],
  ...["duckdb_add_scalar_function_to_set"],
  ...["duckdb_create_cast_function", "duckdb_destroy_cast_function"],
  ...["duckdb_cast_function_set_source_type", "duckdb_cast_function_set_target_type"],
  ...["duckdb_cast_function_set_implicit_cast_cost", "duckdb_cast_function_set_function"],
  ...["duckdb_cast_function_set_extra_info", "duckdb_cast_function_get_extra_info"],
  ...["duckdb_cast_function_get_cast_mode", "duckdb_cast_function_set_error"],
  ...["duckdb_cast_function_set_row_error", "duckdb_register_cast_function"],
  ...["duckdb_create_logical_type", "duckdb_create_list_type", "duckdb_create_struct_type"],
  ...["duckdb_create_map_type", "duckdb_create_decimal_type", "duckdb_destroy_logical_type"],
  ...["duckdb_logical_type_set_alias", "duckdb_logical_type_get_alias"],
  ...["duckdb_register_logical_type", "duckdb_get_type_id", "duckdb_decimal_width"],
  ...["duckdb_decimal_scale", "duckdb_enum_internal_type", "duckdb_enum_dictionary_value"],
  ...["duckdb_list_type_child_type", "duckdb_array_type_child_type"],
  ...["duckdb_array_type_array_size", "duckdb_map_type_key_type", "duckdb_map_type_value_type"],
  ...["duckdb_struct_type_child_count", "duckdb_struct_type_child_name"],
  ...["duckdb_struct_type_child_type"],
  ...["duckdb_data_chunk_get_column_count", "duckdb_data_chunk_get_vector"],
  ...["duckdb_data_chunk_get_size", "duckdb_vector_get_column_type", "duckdb_vector_get_data"],
  ...["duckdb_vector_get_validity", "duckdb_vector_ensure_validity_writable"],
  ...["duckdb_vector_assign_string_element_len", "duckdb_list_vector_get_child"],
  ...["duckdb_list_vector_get_size", "duckdb_list_vector_set_size", "duckdb_list_vector_reserve"],
  ...["duckdb_struct_vector_get_child", "duckdb_array_vector_get_child", "duckdb_free"],
] as const;

/**
 * `ExtensionUtil::AddFunctionOverload(DatabaseInstance&, ScalarFunctionSet)`: more overloads for a
 * built-in function.
 */
export const ADD_OVERLOADS =
  "_ZN6duckdb13ExtensionUtil19AddFunctionOverloadERNS_16DatabaseInstanceENS_17ScalarFunctionSetE";

/**
 * `ExtensionUtil::RegisterCastFunction(DatabaseInstance&, const LogicalType&, const LogicalType&, BoundCastInfo, int64_t)`.
 */
export const REGISTER_CAST =
  "_ZN6duckdb13ExtensionUtil20RegisterCastFunctionERNS_16DatabaseInstanceERKNS_11LogicalTypeES5_NS_13BoundCastInfoEx";

/**
 * `DefaultCasts::ReinterpretCast(Vector&, Vector&, idx_t, CastParameters&)` with its sizes in one
 * piece.
 */
export const REINTERPRET_CAST =
  "orig$_ZN6duckdb12DefaultCasts15ReinterpretCastERNS_6VectorES2_yRNS_14CastParametersE";

/** `Vector::Flatten(idx_t)`. */
export const FLATTEN = "_ZN6duckdb6Vector7FlattenEy";

/** Names that must stay among the exports of the module. */
export const NATIVE_EXPORTS: readonly string[] = [
  ...C_API,
  ADD_OVERLOADS,
  REGISTER_CAST,
  REINTERPRET_CAST,
  FLATTEN,
];

/** The functions themselves. */
export type NativeApi = Readonly<
  Record<(typeof C_API)[number] | typeof FLATTEN, (...values: number[]) => number>
>;

/** Types of values that cross between WebAssembly and JavaScript. */
export const I32 = 0x7f;
export const I64 = 0x7e;

/**
 * Puts `callback` where the engine can call it by a pointer, and returns that. Sizes of 64 bits
 * ({@linkcode I64}) are bigints. The standard has no other way to give a JavaScript function a
 * signature than to import it into a module and to export it again.
 */
export function functionPointer(
  table: WebAssembly.Table,
  { callback, takes, gives }: {
    readonly callback: (...values: never[]) => unknown;
    readonly takes: readonly number[];
    readonly gives: readonly number[];
  },
): number {
  const type = [0x60, takes.length, ...takes, gives.length, ...gives];
  const module = new WebAssembly.Module(
    new Uint8Array([
      ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // magic, version
      ...[1, type.length + 1, 1, ...type], // types
      ...[2, 7, 1, 1, 0x65, 1, 0x66, 0, 0], // import e.f, a function of type 0
      ...[7, 5, 1, 1, 0x66, 0, 0], // export it as f
    ]),
  );
  const { exports } = new WebAssembly.Instance(module, { e: { f: callback as () => unknown } });
  const slot = table.grow(1);
  table.set(slot, exports.f as () => unknown);
  return slot;
}
