/**
 * Door to `yaml` (eemeli/yaml). `@std/yaml` gives values without positions, and a config error has to name its line and
 * column, so this library reads the configs.
 */
export {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  stringify,
  visit,
} from "npm:yaml@2.9.0";
export type { Document, Node as YamlNode, ParsedNode, YAMLMap, YAMLSeq } from "npm:yaml@2.9.0";
