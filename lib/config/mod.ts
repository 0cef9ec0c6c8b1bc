/**
 * Configs: the fields of one as data, from which checking, help, README's table and the TypeScript
 * type derive; parsed values that know their position in the text, and errors that name it. The
 * YAML parser is in `yaml/`, which who meets a config imports when it does.
 *
 * @module
 */
export { checkNode, configError, readConfigValue } from "./config.ts";
export { configFault, type FaultContext } from "./fault.ts";
export { type FieldHelp, fieldsHelp } from "./help.ts";
export {
  type ConfigNode,
  type ConfigPath,
  type ConfigText,
  configText,
  type ListNode,
  type MapEntry,
  type MapNode,
  plainValue,
  type Position,
  type ScalarNode,
  withText,
} from "./node.ts";
export type { ConfigProblem, ConfigSchema, Field, FieldType, ReadConfigOptions } from "./schema.ts";
export type { ConfigFields, ConfigOf, FieldValue, PresentFields, ValueOf } from "./types.ts";
