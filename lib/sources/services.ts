import type { CachePolicy, FileNode, FormatOptions, TableServices } from "../tinyfs/mod.ts";
import { convertFile, keptConversion, type ServiceOptions } from "./convert.ts";
import { columnsOf, keepResult, materialiseRelation } from "./materialise.ts";
import { resolveSource } from "./resolve.ts";

/** Conversion, resolution and materialisation over one engine and one cache. The engine starts when it is needed. */
export function createTableServices(services: ServiceOptions): TableServices {
  const convert = (file: FileNode, options: FormatOptions, policy: CachePolicy) =>
    convertFile(file, options, { policy, services });
  return {
    convert,
    kept: (file, options) => keptConversion(file, options, services),
    resolve: (source, options) => resolveSource(source, options, convert),
    materialise: (relation, options) => materialiseRelation(relation, options, services),
    keep: (query, policy) => keepResult(query, policy, services),
    columns: (relation) => columnsOf(relation, services),
    checkQuery: async (sql) => await (await services.engine()).relationNames(sql),
  };
}
