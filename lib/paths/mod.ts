/**
 * Names: a path in the pond, a glob that matches paths, and what a config or command names where it
 * wants a table, a path, a glob or a source URL. Nothing is looked up here.
 *
 * @module
 */
export { compileGlob, fixedPrefix, type Glob, type GlobState, isDotMatch, isGlob } from "./glob.ts";
export {
  baseName,
  checkName,
  compareNames,
  formatPath,
  isName,
  joinPath,
  parentOf,
  parsePath,
} from "./path.ts";
export { parseSource, type SourceName } from "./source_name.ts";
export { isSourceUrl, sourcePath } from "./source_path.ts";
