import {
  type AppliedDocument,
  applyCommand,
  type Copied,
  copyCommand,
  exportCommand,
  type ExportedTable,
  type ExportedView,
  type ExportLayout,
  exportViewsCommand,
  freezeCommand,
  type FrozenNode,
} from "../../commands/mod.ts";
import type { OutputFormat } from "../../base/mod.ts";
import type { Pond } from "../api.ts";
import { hostPathOf } from "../host_path.ts";
import { coreOf } from "../pond.ts";
import { endpointOf, type ProblemOptions, strict } from "./options.ts";

/** How documents are applied. */
export interface ApplyDocumentsOptions {
  /** Everything is tried, nothing is kept. */
  readonly dryRun?: boolean;
  /** What messages and the log call the text; default `documents`. */
  readonly name?: string;
}

/**
 * Makes what YAML documents ask for (`kind: mkdir`, `copy`, `mknod`, …), in one transaction; what
 * is so already stays.
 * @param yaml one document or several, with `---` between
 * @throws {PondError} `invalid-config` with line and column; as the changes themselves
 */
export async function apply(
  pond: Pond,
  yaml: string,
  { dryRun = false, name = "documents" }: ApplyDocumentsOptions = {},
): Promise<readonly AppliedDocument[]> {
  const files = [{ name, text: yaml }];
  return await applyCommand(coreOf(pond), { argv: ["apply", name], files, dryRun });
}

/**
 * Stores what a dynamic node, or a whole directory, shows now as ordinary versions, in one
 * transaction.
 * @throws {PondError} `not-found`, `exists`, `invalid-path`
 */
export async function freeze(
  pond: Pond,
  path: string,
  { to }: { readonly to: string },
): Promise<readonly FrozenNode[]> {
  return await freezeCommand(coreOf(pond), {
    argv: ["freeze", path, to],
    path,
    destination: to,
    onProgress: () => {},
  });
}

/** How files are copied. */
export interface CopyFilesOptions extends ProblemOptions {
  /**
   * A pond path, or `host:PATH`, or a `file:` URL; a directory for several sources or with a
   * trailing `/`.
   */
  readonly to: string | URL;
  /** Directories with all they hold. */
  readonly recursive?: boolean;
  /** Kind of new files in the pond; default `data`. */
  readonly kind?: "data" | "table" | "series";
  /** Of new series; default found by name. */
  readonly timeColumn?: string;
  /** Out of the pond: what tables are written as. */
  readonly format?: OutputFormat;
}

/**
 * Copies files between the pond and the host, or within the pond, in one transaction.
 * @param sources pond paths, `host:PATH`s and `file:` URLs; globs too
 * @throws {PondError} `not-found`, `is-a-directory`, `permission`, …
 */
export async function copy(
  pond: Pond,
  sources: string | URL | readonly (string | URL)[],
  { to, onProblem = strict, ...options }: CopyFilesOptions,
): Promise<Copied> {
  const [from, destination] = [[sources].flat().map(endpointOf), endpointOf(to)];
  return await copyCommand(coreOf(pond), {
    argv: ["copy", ...from, destination],
    sources: from,
    destination,
    ...options,
    onProblem,
    stdin: (async function* () {})(),
    stdout: { write: () => Promise.resolve() },
    onProgress: () => {},
  });
}

/** How tables are exported. */
export interface ExportTablesOptions extends ProblemOptions {
  /** A directory of the host. */
  readonly to: string | URL;
  /** Default `delta`. */
  readonly layout?: ExportLayout;
  /** `year`, `year,month` or `year,month,day`; default not partitioned. */
  readonly partition?: string;
}

/**
 * Writes tables and series for other engines, or what the tables there lack since the last time.
 * @throws {PondError} `invalid-path` inside the pond, `exists`, `no-space`, `permission`
 */
export function exportTables(
  pond: Pond,
  patterns: string | readonly string[],
  options: ExportTablesOptions,
): AsyncIterable<ExportedTable> {
  return exportCommand(coreOf(pond), exportOptions(patterns, options));
}

/** How tables and what derives from them are exported. */
export interface ExportViewsOptions extends ExportTablesOptions {
  /** A dbt project as well; default false. */
  readonly dbt?: boolean;
}

/**
 * As {@linkcode exportTables}, but derived nodes become views over the tables that they stand on,
 * for DuckDB, Spark and dbt.
 * @throws {PondError} as {@linkcode exportTables}
 */
export function exportViews(
  pond: Pond,
  patterns: string | readonly string[],
  options: ExportViewsOptions,
): AsyncIterable<ExportedTable | ExportedView> {
  const { dbt = false } = options;
  return exportViewsCommand(coreOf(pond), { ...exportOptions(patterns, options), dbt });
}

function exportOptions(
  patterns: string | readonly string[],
  { to, layout = "delta", partition, onProblem = strict }: ExportTablesOptions,
) {
  return {
    patterns: [patterns].flat(),
    to: hostPathOf(to),
    layout,
    partition,
    onProgress: () => {},
    onProblem,
  };
}
