import { type Column, type FormatOptions, type Relation, relationKey } from "../table/mod.ts";
import type { CachePolicy, FileNode, TakingTableServices } from "../tinyfs/mod.ts";
import { cachedConversion, convertFile, type ServiceOptions } from "./convert.ts";
import { convertOnce, plainBytes } from "./convert_once.ts";
import { cachedQuery, columnsOf, keptResult, materialiseRelation } from "./materialise.ts";
import { resolveSource } from "./resolve.ts";

/** Relations whose columns are remembered: a chain asks for those of each of its levels at every question. */
const COLUMNS_KEPT = 256;

/** Conversion, resolution and materialisation over one engine and one cache. The engine starts when it is needed. */
export function createTableServices(services: ServiceOptions): TakingTableServices {
  const convert = (file: FileNode, options: FormatOptions, policy: CachePolicy) =>
    convertFile(file, options, { policy, services });
  return {
    convert,
    convertOnce: (source, options, named) => convertOnce(source, { options, ...named }, services),
    plain: async (source, options, named) => {
      const bytes = await plainBytes(source, { options, ...named }, services);
      return bytes ? { ...bytes, key: `${source.key} decompressed` } : null;
    },
    cached: (file, options) => cachedConversion(file, options, services),
    resolve: (source, options) => resolveSource(source, options, { convert, warn: services.warn }),
    materialise: (relation, options) => materialiseRelation(relation, options, services),
    cachedQuery: (kept, policy) => cachedQuery(kept, policy, services),
    keptResult: (kept, policy) => keptResult(kept, policy, services),
    columns: cachedColumns((relation) => columnsOf(relation, services)),
    checkQuery: async (sql) => await (await services.engine()).relationNames(sql),
  };
}

/** Equal keys, equal rows, so equal columns too. */
function cachedColumns(
  find: (relation: Relation) => Promise<readonly Column[]>,
): (relation: Relation) => Promise<readonly Column[]> {
  const known = new Map<string, Promise<readonly Column[]>>();
  return (relation) => {
    const key = relationKey(relation);
    const finding = known.get(key) ?? find(relation);
    known.delete(key);
    known.set(key, finding);
    if (known.size > COLUMNS_KEPT) known.delete(known.keys().next().value!);
    finding.catch(() => known.delete(key));
    return finding;
  };
}
