import { checkLimits, type OutputFormat, PondError, toPondError } from "../base/mod.ts";
import { join } from "../deps/std_path.ts";
import type { Pond, PondReader } from "../pond/mod.ts";
import { baseName, isSourceUrl } from "../paths/mod.ts";
import type { FileNode, Node } from "../tinyfs/mod.ts";
import { onceAgain, readUnchanging } from "../table/mod.ts";
import type { Copied, CopyOptions } from "./copy_options.ts";
import { encodeRows } from "./encode.ts";
import type { HostEndpoint, StdioEndpoint } from "./endpoint.ts";
import { isHostDirectory, makeHostDirectory, writeHostFile } from "./host_file.ts";
import { nameOfSource, sourceNode } from "./source_node.ts";
import { expandSources } from "./pond_sources.ts";
import { canonicalPath, entryPath } from "./tree_facts.ts";

/** What to copy out of the pond. */
export interface CopyOutOptions extends Omit<CopyOptions, "sources" | "destination"> {
  /** Pond paths and globs. */
  readonly sources: readonly string[];
  readonly destination: HostEndpoint | StdioEndpoint;
}

/** A copy under way. */
interface Job {
  readonly reader: PondReader;
  readonly tables: Pond["tables"];
  readonly options: CopyOutOptions;
  filesDone: number;
  bytesDone: number;
}

/** Copies nodes to host files or standard output; what fails is reported and the rest goes on. */
export async function copyOut(pond: Pond, options: CopyOutOptions): Promise<Copied> {
  const { tables } = pond;
  const job: Job = { reader: await pond.read(), tables, options, filesDone: 0, bytesDone: 0 };
  const sources = await expandSources(job.reader, options.sources);
  if (sources.length === 1) await copySource(job, sources[0]!, options.sources.length > 1);
  else {
    for (const source of sources) {
      try {
        await copySource(job, source, true);
      } catch (error) {
        checkLimits();
        options.onProblem(toPondError(error, `cannot copy ${source}`));
      }
    }
  }
  return { files: job.filesDone, bytes: job.bytesDone };
}

async function copySource(job: Job, source: string, several: boolean): Promise<void> {
  const { options, reader } = job;
  const isUrl = isSourceUrl(source);
  const path = isUrl ? source : canonicalPath(source);
  const node =
    await (isUrl ? sourceNode(source, { tables: job.tables, tree: reader }) : reader.resolve(path));
  if (node.kind === "directory" && !options.recursive) {
    throw new PondError("is-a-directory", `cannot copy ${path}: it is a directory`, {
      hint: "-r copies directories",
    });
  }
  const { destination } = options;
  if (destination.at === "host") {
    const name = isUrl ? `${nameOfSource(path)}.${options.format ?? "parquet"}` : baseName(path);
    const to = await hostTarget(destination, { path, name, several });
    return await copyTree(job, node, { path, to });
  }
  if (node.kind === "directory" || node.kind === "symlink") {
    throw new PondError("is-a-directory", `cannot copy ${path} to standard output: no file`);
  }
  for await (const chunk of contentOf(job, node, { path, to: "-" })) {
    await options.stdout.write(chunk);
  }
  job.filesDone++;
}

async function hostTarget(
  destination: HostEndpoint,
  { path, name, several }: {
    readonly path: string;
    readonly name: string;
    readonly several: boolean;
  },
): Promise<string> {
  const { hostPath } = destination;
  if (await isHostDirectory(hostPath)) {
    return join(hostPath, name);
  }
  if (!several && !destination.isDirectory) return hostPath;
  throw new PondError("not-found", `cannot copy ${path} into host:${hostPath}: no such directory`);
}

interface Place {
  /** In the pond, as it was reached. */
  readonly path: string;
  readonly to: string;
}

async function copyTree(job: Job, node: Node, { path, to }: Place): Promise<void> {
  if (node.broken) throw node.broken;
  if (node.kind === "symlink") {
    throw new PondError(
      "unsupported",
      `cannot copy ${path}: it is a link to a directory or to nothing`,
    );
  }
  if (node.kind !== "directory") {
    await onceAgain(() => writeHostFile(to, contentOf(job, node, { path, to })));
    job.filesDone++;
    return;
  }
  await makeHostDirectory(to);
  for await (const entry of node.list()) {
    const place = { path: entryPath(path, entry.name), to: join(to, entry.name) };
    try {
      await copyTree(job, await throughLink(job, entry.node, place.path), place);
    } catch (error) {
      checkLimits();
      job.options.onProblem(toPondError(error, `cannot copy ${place.path}`));
    }
  }
}

/**
 * A link to a file comes out as that file; one to a directory stays a link, since it may lead back
 * up.
 */
async function throughLink(job: Job, node: Node, path: string): Promise<Node> {
  if (node.kind !== "symlink") return node;
  const target = await job.reader.resolve(path);
  return target.kind === "directory" ? node : target;
}

async function* contentOf(
  job: Job,
  node: FileNode,
  { path, to }: Place,
): AsyncGenerator<Uint8Array> {
  const { onProgress, sources } = job.options;
  const format = job.options.format ?? (node.table === null ? undefined : formatByEnding(to));
  const { csvSafe = false } = job.options;
  if (csvSafe && format !== "csv") {
    throw new PondError("usage", `cannot copy ${path} with --csv-safe: it is not written as CSV`, {
      hint: "--format csv writes a table as CSV",
    });
  }
  if (format !== undefined && (format !== "parquet" || node.table === null)) {
    await using result = await job.reader.query(path);
    for await (const chunk of encodeRows(result, { format, csvSafe })) {
      job.bytesDone += chunk.length;
      onProgress(job.bytesDone, null);
      yield chunk;
    }
    return;
  }
  const source = await node.open();
  const total = sources.length === 1 && node.path === path ? source.sizeBytes : null;
  try {
    for await (const chunk of readUnchanging(source, path)) {
      job.bytesDone += chunk.length;
      onProgress(job.bytesDone, total);
      yield chunk;
    }
  } finally {
    source.close();
  }
}

const ENDINGS: Readonly<Record<string, OutputFormat>> = {
  csv: "csv",
  json: "json",
  jsonl: "jsonl",
  ndjson: "jsonl",
  md: "md",
  arrow: "arrow",
  parquet: "parquet",
};

/** What a file of that name holds; undefined where its ending doesn't tell. */
function formatByEnding(hostPath: string): OutputFormat | undefined {
  const ending = /\.([a-z]+)$/i.exec(hostPath)?.[1]?.toLowerCase() ?? "";
  return Object.hasOwn(ENDINGS, ending) ? ENDINGS[ending] : undefined;
}
