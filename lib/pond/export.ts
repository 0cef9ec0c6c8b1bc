import { type Environment, PondError } from "../base/mod.ts";
import type { ResultCache } from "../cache/mod.ts";
import { basename, dirname, join, relative, resolve } from "../deps/std_path.ts";
import { type ExportedTable, exportTable, type ExportTarget } from "../export/mod.ts";
import { isVolatile } from "../sources/mod.ts";
import type { RunOptions, SqlEngine } from "../sql/mod.ts";
import type { FileNode, TableServices } from "../tinyfs/mod.ts";

export { writeViews } from "../export/mod.ts";

/** What of a pond exporting needs. */
export interface ExportContext {
  readonly hostPath: string;
  readonly environment: Environment;
  readonly tables: TableServices;
  readonly cache: ResultCache;
  readonly engine: () => Promise<SqlEngine>;
  readonly warn: (message: string) => void;
  readonly onProgress?: RunOptions["onProgress"];
}

/**
 * Writes a table or series of a pond for other engines.
 * @throws {PondError} `invalid-path` when that would be inside the pond, or the pond inside of it
 */
export function exportNode(
  context: ExportContext,
  node: FileNode,
  target: ExportTarget,
): Promise<ExportedTable> {
  const { cache, tables } = context;
  const hostPath = resolve(target.hostPath);
  refuseOverlap(context.hostPath, join(hostPath, target.name));
  return exportTable(node, { ...target, hostPath }, {
    ...context,
    isVolatile,
    columns: (relation) => tables.columns(relation),
    scratch: (write) => cache.scratch(write),
  });
}

function refuseOverlap(pond: string, table: string): void {
  const [outer, inner] = [realPath(pond), realPath(table)];
  if (!isWithin(inner, outer) && !isWithin(outer, inner)) return;
  throw new PondError("invalid-path", `cannot export to ${table}: the pond itself is there`);
}

/** With links resolved, as far as it exists; what doesn't exist can't be a link. */
function realPath(hostPath: string): string {
  try {
    return Deno.realPathSync(hostPath);
  } catch (error) {
    const parent = dirname(hostPath);
    // Whatever else is wrong with it shows when it is written.
    if (!(error instanceof Deno.errors.NotFound) || parent === hostPath) return hostPath;
    return join(realPath(parent), basename(hostPath));
  }
}

function isWithin(inner: string, outer: string): boolean {
  const way = relative(outer, inner);
  return way === "" || (way !== ".." && !way.startsWith("../") && !way.startsWith("/"));
}
