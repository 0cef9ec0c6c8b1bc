/**
 * Optimizer rules that give wrong rows. `duplicate_groups` drops a key of GROUP BY ROLLUP that a
 * join makes equal to another.
 */
export const DISABLED_RULES = "duplicate_groups";

/**
 * What a session says before anything else. Nothing that a user writes can say SET, INSTALL or
 * LOAD; these stand behind that wall. External access can't be switched off as well: in DuckDB 1.1
 * that forbids `read_parquet` of any name, also of those that the runtime answers.
 */
export const SETTINGS: readonly string[] = [
  `SET disabled_optimizers = '${DISABLED_RULES}'`,
  "SET autoinstall_known_extensions = false",
  "SET autoload_known_extensions = false",
  "SET allow_community_extensions = false",
];
