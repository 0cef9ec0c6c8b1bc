/**
 * What a session says before anything else. Nothing that a user writes can say SET, INSTALL or LOAD; these stand behind that
 * wall. External access can't be switched off as well: in DuckDB 1.1 that forbids `read_parquet` of any name, also of
 * those that the runtime answers.
 */
export const SETTINGS: readonly string[] = [
  "SET autoinstall_known_extensions = false",
  "SET autoload_known_extensions = false",
  "SET allow_community_extensions = false",
];
