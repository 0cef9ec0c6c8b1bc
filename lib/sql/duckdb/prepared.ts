import type { ParquetFile } from "../../table/mod.ts";
import type { EngineQuery, RunOptions } from "../engine.ts";
import { type CompatibleContext, makeCompatible } from "./compatible.ts";
import { compile, type Compiled } from "./compile.ts";
import { FileSet } from "./file_set.ts";
import { buildGraph, inOrder, type QueryNode, type ScanNode } from "./graph.ts";
import { type AskedTimes, scanSql } from "./scan_sql.ts";
import { askedTimes, schemaFiles, selectFiles, type Selection } from "./prune.ts";
import type { Session } from "./session.ts";
import { userError } from "./user_error.ts";

/** A query whose files are chosen and open. Close it, whatever happens. */
export interface Prepared {
  readonly files: FileSet;
  /** Lets go of the files that were opened for it alone. */
  close(): Promise<void>;
  /** When the work on it began, by `performance.now()`. */
  readonly startedMs: number;
  readonly versionsTotal: number;
  readonly versionsSkipped: number;
  /** The statement, with columns of the result cast. */
  compile(casts?: ReadonlyMap<string, string>): Compiled;
}

/**
 * Chooses and opens what `query` reads.
 * @throws {PondError} `invalid-query`, and what opening a file throws
 */
export async function prepare(
  session: Session,
  query: EngineQuery,
  options: PrepareOptions,
): Promise<Prepared> {
  const startedMs = performance.now();
  const root = buildGraph(query);
  const files = options.files ?? new FileSet(session, options.onProgress);
  const close = () => options.files ? Promise.resolve() : files.close();
  try {
    const reader = new ScanReader(session, files);
    await makeCompatible(root, reader.compatibility());
    const selection = await selectFiles(root, {
      session,
      read: (scan, only) => reader.sql(scan, { files: only, asked: null }),
    });
    await files.retain(new Set([...selection.values()].flatMap((selected) => selected.files)));
    const scans = new Map<ScanNode, string>();
    for (const [scan, selected] of selection) scans.set(scan, await reader.sql(scan, selected));
    return {
      files,
      close,
      startedMs,
      ...countVersions(selection),
      compile: (casts) =>
        compile(root, {
          scan: (scan) => scans.get(scan)!,
          ...(casts === undefined ? {} : { casts }),
        }),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** How a query is prepared. */
export interface PrepareOptions extends RunOptions {
  /** Where files are opened, to stay open for others after it; default a set of its own. */
  readonly files?: FileSet;
}

/** What of a query must be opened to know its columns. */
export async function prepareColumns(
  session: Session,
  query: EngineQuery,
): Promise<Prepared> {
  const root = buildGraph(query);
  const files = new FileSet(session, undefined);
  try {
    const scans = new Map<ScanNode, string>();
    const reader = new ScanReader(session, files);
    await makeCompatible(root, reader.compatibility());
    for (const scan of scansOf(root)) {
      const only = { files: schemaFiles(scan.files), asked: null };
      scans.set(scan, await reader.sql(scan, only));
    }
    return {
      files,
      close: () => files.close(),
      startedMs: performance.now(),
      versionsTotal: 0,
      versionsSkipped: 0,
      compile: () => compile(root, { scan: (scan) => scans.get(scan)! }),
    };
  } catch (error) {
    await files.close();
    throw error;
  }
}

/** The names and SQL types of a statement's columns. */
export async function describe(
  session: Session,
  compiled: Compiled,
): Promise<readonly { readonly name: string; readonly type: string }[]> {
  try {
    const bytes = await session.run(`DESCRIBE ${compiled.sql}`);
    const { loadArrow } = await import("../../deps/arrow.ts");
    const { tableFromIPC } = await loadArrow();
    const table = tableFromIPC(bytes);
    const [names, types] = [table.getChildAt(0)!, table.getChildAt(1)!];
    return Array.from({ length: table.numRows }, (_, i) => ({
      name: String(names.get(i)),
      type: String(types.get(i)),
    }));
  } catch (error) {
    throw await userError(error, { compiled, session });
  }
}

/** As {@linkcode describe}, for a statement without a user's text. */
function describeOwn(session: Session, sql: string) {
  return describe(session, { sql, regions: [], parts: () => [] });
}

/** What a query needs of one of its scans. */
export interface ScanTimes {
  readonly scan: ScanNode;
  readonly files: readonly ParquetFile[];
  /** What is asked of its time; null: anything. */
  readonly asked: AskedTimes | null;
}

/** What `query` needs of each of its scans, in order; null where the engine doesn't say. */
export async function scanTimes(
  session: Session,
  query: EngineQuery,
): Promise<readonly ScanTimes[] | null> {
  const root = buildGraph(query);
  const files = new FileSet(session, undefined);
  try {
    const reader = new ScanReader(session, files);
    await makeCompatible(root, reader.compatibility());
    const read = (scan: ScanNode, only: readonly ParquetFile[]) =>
      reader.sql(scan, { files: only, asked: null });
    const selected = await selectFiles(root, { session, read });
    const asked = await askedTimes(root, { selected, context: { session, read } });
    const scans = scansOf(root);
    return asked &&
      scans.map((scan, i) => ({ scan, files: selected.get(scan)!.files, asked: asked[i]! }));
  } finally {
    await files.close();
  }
}

/** Writes the SELECT of a scan over some of its files. */
class ScanReader {
  readonly #session: Session;
  readonly #files: FileSet;

  constructor(session: Session, files: FileSet) {
    this.#session = session;
    this.#files = files;
  }

  async sql(scan: ScanNode, { files, asked, isImplied }: Selection): Promise<string> {
    const mixed = isMixed(files);
    const fileNames = await this.#files.names(files);
    const columns = mixed && files.length < scan.files.length ? await this.#columns(scan) : null;
    return scanSql(scan, { fileNames, mixed, columns, asked, isImplied });
  }

  /** What {@linkcode makeCompatible} needs. */
  compatibility(): CompatibleContext {
    const session = this.#session;
    return {
      session,
      scanSql: (scan) => this.sql(scan, { files: schemaFiles(scan.files), asked: null }),
      namesOf: async (compiled) => (await describe(session, compiled)).map(({ name }) => name),
    };
  }

  /** The columns of all files together: their order must not depend on which files are left out. */
  async #columns(scan: ScanNode): Promise<readonly string[]> {
    const fileNames = await this.#files.names(schemaFiles(scan.files));
    const sql = scanSql(scan, { fileNames, mixed: true, columns: null, asked: null });
    const described = await describeOwn(this.#session, sql);
    return described.map(({ name }) => name);
  }
}

function isMixed(files: readonly { readonly schemaKey: string | null }[]): boolean {
  const [first] = files;
  return files.length > 1 &&
    (first!.schemaKey === null || files.some((file) => file.schemaKey !== first!.schemaKey));
}

function scansOf(root: QueryNode): readonly ScanNode[] {
  return inOrder(root).filter((node) => node.kind === "scan");
}

function countVersions(
  selection: ReadonlyMap<ScanNode, Selection>,
): { versionsTotal: number; versionsSkipped: number } {
  const total = new Set([...selection.keys()].flatMap((scan) => scan.files));
  const kept = new Set([...selection.values()].flatMap(({ files }) => files));
  return { versionsTotal: total.size, versionsSkipped: total.size - kept.size };
}
