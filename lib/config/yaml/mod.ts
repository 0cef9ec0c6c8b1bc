/**
 * Configs in YAML. A room of its own because the parser takes 20 ms to load, and most commands meet
 * no config: whoever does imports this when it does.
 *
 * @module
 */
export { parseYaml } from "./parse_yaml.ts";
export { plainConfig, readConfig, readConfigDocuments } from "./read_config.ts";
