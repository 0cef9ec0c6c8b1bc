/**
 * A pond with series and tables to export, and a look at what came out that shares nothing with who
 * wrote it.
 */
import { systemEnvironment } from "../../lib/base/mod.ts";
import { type DeltaSnapshot, openDeltaTable } from "../../lib/delta/mod.ts";
import {
  type ExportedTable,
  type ExportTarget,
  initPond,
  type Pond,
  type PondChange,
} from "../../lib/pond/mod.ts";
import { localStore } from "../../lib/store/mod.ts";
import type { FileNode } from "../../lib/tinyfs/mod.ts";
import type { Relation } from "../../lib/table/mod.ts";
import { engine, fileOf, parquet } from "../sql/support.ts";

export interface Exporting {
  readonly pond: Pond;
  /** Where tables go. */
  readonly out: string;
  /** One more version of the series or table at `path`: the rows of a SELECT. */
  write(path: string, sql: string, kind?: "series" | "table"): Promise<void>;
  change(work: (change: PondChange) => Promise<void>): Promise<void>;
  node(path: string): Promise<FileNode>;
  export(path: string, target?: Partial<ExportTarget>): Promise<ExportedTable>;
  /** The Delta table `name`, at `version`. */
  delta(name: string, version?: number): Promise<DeltaSnapshot>;
  /** Rows of a query over the live files of the Delta table `name`. */
  deltaRows(name: string, sql: string, version?: number): Promise<unknown[]>;
  /** Rows of a query over all Parquet files below `name`. */
  fileRows(name: string, sql: string): Promise<unknown[]>;
  /** Everything below `name` in the directory of tables, sorted. */
  names(name?: string): string[];
}

/** Registers a test in a pond of its own. */
export function testExport(name: string, body: (exporting: Exporting) => Promise<void>): void {
  // DuckDB's bundle makes a message port when it looks what the platform can do, and never closes
  // it.
  Deno.test({ name, sanitizeResources: false, fn: () => withPond(body) });
}

/**
 * A SELECT of `count` hourly rows from `start`: `timestamp`, `v` (0, 1, …) and whatever `more`
 * says.
 */
export function hours(start: string, count: number, more = ""): string {
  return `SELECT TIMESTAMP '${start}' + INTERVAL (i) HOUR AS timestamp, i AS v${more} ` +
    `FROM range(${count}) r(i)`;
}

async function withPond(body: (exporting: Exporting) => Promise<void>): Promise<void> {
  const base = await Deno.realPath(await Deno.makeTempDir());
  const out = `${base}/out`;
  const pond = await initPond(`${base}/pond`);
  const change = async (work: (change: PondChange) => Promise<void>) => {
    await pond.transact(["test"], work);
  };
  const node = async (path: string) => await (await pond.read()).resolve(path) as FileNode;
  const delta = async (name: string, version?: number) => {
    const options = { environment: systemEnvironment, root: name, tmp: ".pond-export/test" };
    const table = await openDeltaTable(localStore(out), options);
    return await table.snapshot(version === undefined ? {} : { version });
  };
  try {
    await body({
      pond,
      out,
      change,
      node,
      delta,
      write: async (path, sql, kind = "series") => {
        const bytes = await parquet(sql);
        await change((open) => open.writeFile(path, once(bytes), { kind }));
      },
      export: async (path, target = {}) =>
        await pond.exportTable(await node(path), {
          hostPath: out,
          name: path.slice(1),
          layout: "delta",
          partition: [],
          ...target,
        }),
      deltaRows: async (name, sql, version) => {
        const { files } = await delta(name, version);
        return await rowsOf(files.map(({ path }) => `${out}/${name}/${path}`), sql);
      },
      fileRows: (name, sql) => rowsOf(below(`${out}/${name}`, ".parquet"), sql),
      names: (name = "") =>
        below(`${out}/${name}`).map((path) => path.slice(`${out}/${name}`.length + 1)),
    });
  } finally {
    await pond.close();
    await Deno.remove(base, { recursive: true });
  }
}

async function rowsOf(paths: readonly string[], sql: string): Promise<unknown[]> {
  const source: Relation = {
    type: "parquet",
    label: "exported",
    files: paths.map((path) => fileOf(Deno.readFileSync(path))),
    time: null,
    origin: { kind: "table", factory: null, cache: null },
  };
  await using result = await engine.run({ sql, relations: new Map([["source", source]]) });
  const rows: unknown[] = [];
  for await (const batch of result.batches) {
    for (const row of batch.toArray()) rows.push(Object.values(row.toJSON()));
  }
  return rows;
}

function below(directory: string, ending = ""): string[] {
  const found: string[] = [];
  try {
    for (const { name, isDirectory } of Deno.readDirSync(directory)) {
      if (isDirectory) found.push(...below(`${directory}/${name}`, ending));
      else if (name.endsWith(ending)) found.push(`${directory}/${name}`);
    }
  } catch (error) {
    // A table that was never made has no files.
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return found.sort();
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
