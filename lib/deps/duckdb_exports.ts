import { NATIVE_EXPORTS } from "./duckdb_native.ts";

/**
 * What is used of the 97,000 exports of the engine's module: it is linked so that extensions could
 * call any of its functions, and the package's glue walks through all that it is given, which takes
 * longer than everything else until the first answer.
 */

/** What the glue names in its text. A test holds this to the package. */
const GLUE_EXPORTS = [
  "__dl_seterr",
  "__wasm_apply_data_relocs",
  "__wasm_call_ctors",
  "_emscripten_stack_alloc",
  "_emscripten_stack_restore",
  "_emscripten_tempret_get",
  "_emscripten_tempret_set",
  "_emscripten_timeout",
  "_emval_coro_resume",
  "duckdb_web_clear_response",
  "duckdb_web_collect_file_stats",
  "duckdb_web_connect",
  "duckdb_web_copy_file_to_buffer",
  "duckdb_web_copy_file_to_path",
  "duckdb_web_disconnect",
  "duckdb_web_export_file_stats",
  "duckdb_web_fail_with",
  "duckdb_web_flush_file",
  "duckdb_web_flush_files",
  "duckdb_web_fs_drop_file",
  "duckdb_web_fs_drop_files",
  "duckdb_web_fs_get_file_info_by_id",
  "duckdb_web_fs_get_file_info_by_name",
  "duckdb_web_fs_glob_add_path",
  "duckdb_web_fs_glob_file_infos",
  "duckdb_web_fs_register_file_buffer",
  "duckdb_web_fs_register_file_url",
  "duckdb_web_get_feature_flags",
  "duckdb_web_get_global_file_info",
  "duckdb_web_get_tablenames",
  "duckdb_web_get_version",
  "duckdb_web_insert_arrow_from_ipc_stream",
  "duckdb_web_insert_csv_from_path",
  "duckdb_web_insert_json_from_path",
  "duckdb_web_open",
  "duckdb_web_pending_query_cancel",
  "duckdb_web_pending_query_poll",
  "duckdb_web_pending_query_start",
  "duckdb_web_prepared_close",
  "duckdb_web_prepared_create",
  "duckdb_web_prepared_run",
  "duckdb_web_prepared_send",
  "duckdb_web_query_fetch_results",
  "duckdb_web_query_run",
  "duckdb_web_query_run_buffer",
  "duckdb_web_reset",
  "duckdb_web_tokenize",
  "duckdb_web_udf_scalar_create",
  "emscripten_builtin_memalign",
  "emscripten_stack_get_current",
  "free",
  "main",
  "malloc",
] as const;

/**
 * Registers the Parquet reader and writer with a database, given its `DuckDB*`. The build links it
 * and leaves it out.
 */
export const PARQUET_INIT = "duckdb_web_parquet_init";

/** `DatabaseInstance& DatabaseInstance::GetDatabase(ClientContext&)`, a static function. */
export const DATABASE_OF_CONTEXT = "_ZN6duckdb16DatabaseInstance11GetDatabaseERNS_13ClientContextE";

/** Everything that somebody names; the rest may be stripped from the module. */
export const USED_EXPORTS: readonly string[] = [
  ...GLUE_EXPORTS,
  PARQUET_INIT,
  DATABASE_OF_CONTEXT,
  ...NATIVE_EXPORTS,
];
