/**
 * The file-system model: what a node is, paths, globs and the walk, and the contract of factories.
 * No storage and no SQL: a stored file, a host file and the result of a query are the same to whoever
 * reads the tree. A file offers its content as bytes; a table or series offers metadata without content
 * and a {@linkcode Relation} too, which is plain data that an engine can read.
 *
 * @module
 */
export * from "./bytes.ts";
export { configError, readConfigValue } from "./config.ts";
export { type FieldHelp, fieldsHelp } from "./config_help.ts";
export {
  type ConfigNode,
  type ConfigPath,
  type ConfigText,
  configText,
  type ListNode,
  type MapEntry,
  type MapNode,
  type Place,
  type ScalarNode,
} from "./config_node.ts";
export * from "./config_schema.ts";
export type { ConfigFields, ConfigOf, FieldValue, PresentFields, ValueOf } from "./config_types.ts";
export * from "./dynamic.ts";
export * from "./factory.ts";
export { compileGlob, fixedPrefix, type Glob, isGlob } from "./glob.ts";
export * from "./glob.ts";
export * from "./node.ts";
export * from "./path.ts";
export * from "./path.ts";
export * from "./relation.ts";
export { followLink, linkTarget, resolveNode, type ResolveNodeOptions } from "./resolve.ts";
export * from "./source_path.ts";
export * from "./walk.ts";
