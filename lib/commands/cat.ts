import type {
  Explanation,
  NodeQuery,
  ParquetTarget,
  Pond,
  QueryResult,
  WriteSummary,
} from "../pond/mod.ts";
import type { FileNode } from "../tinyfs/mod.ts";
import { readChunks } from "../table/mod.ts";
import type { OutputFormat } from "../base/mod.ts";
import { inOrder } from "./in_order.ts";
import { querySource } from "./query_source.ts";
import { canonicalPath } from "./tree_facts.ts";

/** What to read, and as what. */
export interface CatOptions {
  /** A pond path; with a query a glob or source URL too. */
  readonly path: string;
  /** Query, restriction in time, version, limits: any of the first makes it a query. */
  readonly query: NodeQuery;
  /** Absent: the bytes of a file, the rows of a table or series. */
  readonly format?: OutputFormat | undefined;
}

/** Something to be written out. */
export type Content =
  | { readonly is: "bytes"; readonly sizeBytes: number; readonly chunks: AsyncIterable<Uint8Array> }
  | { readonly is: "rows"; readonly result: QueryResult }
  | {
    readonly is: "parquet";
    /** Runs the query; the chunks come in order, synchronously. */
    write(to: (chunk: Uint8Array) => void): Promise<WriteSummary>;
  };

/**
 * The content of a file, or the answer to a question about it.
 * @throws {PondError} `not-found`, `is-a-directory`, `invalid-query` also for a query on bytes that
 *   are no table, `expired`, `timeout`, …
 */
export async function catCommand(pond: Pond, options: CatOptions): Promise<Content> {
  const reader = await pond.read();
  const { query, format } = options;
  const source = await querySource(reader, options.path);
  const asked = isQuery(query) || typeof source === "string";
  if (typeof source !== "string" && !asked) {
    const asBytes = source.table === null ? format === undefined : format === "parquet";
    if (asBytes) return await bytesOf(source, query.version);
  }
  const path = typeof source === "string" ? source : canonicalPath(options.path);
  if (format === "parquet") {
    return parquetContent((target) => reader.queryParquet(path, target, query));
  }
  return { is: "rows", result: await reader.query(path, query) };
}

/**
 * What the query would read, after running it.
 * @throws {PondError} as {@linkcode catCommand}
 */
export async function catExplain(
  pond: Pond,
  options: Pick<CatOptions, "path" | "query">,
): Promise<Explanation> {
  const reader = await pond.read();
  const source = await querySource(reader, options.path);
  const path = typeof source === "string" ? source : canonicalPath(options.path);
  return await reader.explain(path, options.query);
}

/** Parquet that `run` writes at offsets, for a stream. */
export function parquetContent(
  run: (target: ParquetTarget) => Promise<WriteSummary>,
): Content {
  return {
    is: "parquet",
    async write(to) {
      const ordered = inOrder(to);
      const summary = await run({ writeSync: ordered.write });
      ordered.finish();
      return summary;
    },
  };
}

async function bytesOf(node: FileNode, version: number | undefined): Promise<Content> {
  const source = await node.open(version === undefined ? {} : { version });
  return { is: "bytes", sizeBytes: source.sizeBytes, chunks: closing(source) };
}

async function* closing(source: Awaited<ReturnType<FileNode["open"]>>) {
  try {
    yield* readChunks(source);
  } finally {
    source.close();
  }
}

/** Whether rows are asked for, not the content itself. */
function isQuery({ sql, where, limit, range }: NodeQuery): boolean {
  return sql !== undefined || where !== undefined || limit !== undefined || range !== undefined;
}
