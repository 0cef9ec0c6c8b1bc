import { isPondError, PondError } from "../base/mod.ts";
import { basename } from "../deps/std_path.ts";
import type { Pond, PondChange } from "../pond/mod.ts";
import { baseName, isSourceUrl } from "../paths/mod.ts";
import type { FileKind, FileNode, Node } from "../tinyfs/mod.ts";
import { onceAgain } from "../table/mod.ts";
import type { Copied, CopyOptions } from "./copy_options.ts";
import type { Endpoint, HostEndpoint } from "./endpoint.ts";
import { readHostFile, statHost } from "./host_file.ts";
import { Skipped } from "./skipped.ts";
import { nameOfSource, seriesUrl, sourceNode } from "./source_node.ts";
import { contentOf } from "./stored_content.ts";
import { expandSources } from "./pond_sources.ts";
import { canonicalPath, entryPath, nodeAt, targetPath } from "./tree_facts.ts";

/** What to copy into the pond. */
export interface CopyInOptions extends Omit<CopyOptions, "sources"> {
  readonly sources: readonly Endpoint[];
  /** A pond path as written. */
  readonly destination: string;
}

/** A copy under way. */
interface Job {
  readonly pond: Pond;
  readonly change: PondChange;
  readonly options: CopyInOptions;
  /** More than one source, once globs are expanded. */
  readonly several: boolean;
  filesDone: number;
  bytesDone: number;
  /** What the directories copied so far hold and isn't copied. */
  readonly skipped: Skipped;
}

/** Copies host files, standard input and pond nodes into the pond, in one transaction. */
export async function copyIn(pond: Pond, options: CopyInOptions): Promise<Copied> {
  const { value } = await pond.transact(options.argv, async (change) => {
    const sources = await expandEndpoints(change, options.sources);
    const job: Job = {
      pond,
      change,
      options,
      several: sources.length > 1,
      filesDone: 0,
      bytesDone: 0,
      skipped: new Skipped(),
    };
    for (const source of sources) {
      if (source.at === "host") await copyHost(job, source);
      else if (source.at === "pond") await copyPond(job, source.path);
      else await copyStdin(job);
    }
    job.skipped.report("copy", options.onProblem);
    return { files: job.filesDone, bytes: job.bytesDone };
  });
  return value;
}

/** Globs among the pond paths replaced by what they match. */
async function expandEndpoints(
  change: PondChange,
  endpoints: readonly Endpoint[],
): Promise<Endpoint[]> {
  const expanded: Endpoint[] = [];
  for (const endpoint of endpoints) {
    if (endpoint.at !== "pond") expanded.push(endpoint);
    else {
      for (const path of await expandSources(change.tree, [endpoint.path])) {
        expanded.push({ at: "pond", path });
      }
    }
  }
  return expanded;
}

/**
 * Whether the destination must be there already: one directory may become a new one, slash or not.
 */
function mustBeDirectory(job: Job, sourceIsDirectory: boolean): boolean {
  return job.several || (job.options.destination.endsWith("/") && !sourceIsDirectory);
}

async function copyStdin(job: Job): Promise<void> {
  const { change, options } = job;
  const path = canonicalPath(options.destination);
  const existing = await nodeAt(change.tree, path);
  if (mustBeDirectory(job, false) || existing?.kind === "directory") {
    throw new PondError("usage", `cannot copy standard input into ${path}: it has no name there`, {
      hint: "name the file: pond copy - /directory/name",
    });
  }
  await writeFile(job, path, () => options.stdin, {});
}

async function copyHost(job: Job, source: HostEndpoint): Promise<void> {
  const info = await statHost(source.hostPath);
  const to = await targetPath(job.change.tree, job.options.destination, {
    name: basename(source.hostPath),
    mustBeDirectory: mustBeDirectory(job, info.isDirectory),
  });
  if (!info.isDirectory) {
    const content = () => readHostFile(source.hostPath);
    return await writeFile(job, to, content, { bytesTotal: info.size });
  }
  if (!job.options.recursive) throw needsRecursive(`host:${source.hostPath}`);
  await copyHostDirectory(job, await job.pond.host.mountRoot(source.hostPath), [], to);
}

async function copyHostDirectory(
  job: Job,
  root: string,
  components: readonly string[],
  to: string,
): Promise<void> {
  await ensureDirectory(job.change, to);
  const { host } = job.pond;
  const listing = await host.list(root, components);
  job.skipped.add(listing.skipped);
  for (const { name, kind } of listing.entries) {
    const below = [...components, name];
    if (kind === "directory") await copyHostDirectory(job, root, below, entryPath(to, name));
    else {
      const file = {
        path: `host:${[root, ...below].join("/")}`,
        open: () => host.open(root, below),
      };
      await writeFile(job, entryPath(to, name), () => contentOf(file), {});
    }
  }
}

/** What a source URL names becomes a table, or a series where that is asked for. */
async function copySource(job: Job, url: string): Promise<void> {
  const { change, options, pond } = job;
  if (options.kind === "data") {
    throw new PondError("usage", `cannot copy ${url} --as data: it is read as a table`, {
      hint: "name the file by its path to copy its bytes",
    });
  }
  const asked = options.kind === "series" ? seriesUrl(url, options.timeColumn) : url;
  const node = await sourceNode(asked, { tables: pond.tables, tree: change.tree });
  const to = await targetPath(change.tree, options.destination, {
    name: nameOfSource(url),
    mustBeDirectory: mustBeDirectory(job, false),
  });
  await copyFile(job, node, to);
}

async function copyPond(job: Job, path: string): Promise<void> {
  const { change, options } = job;
  if (isSourceUrl(path)) return await copySource(job, path);
  const from = canonicalPath(path);
  const node = await change.tree.resolve(from);
  const to = await targetPath(change.tree, options.destination, {
    name: baseName(from),
    mustBeDirectory: mustBeDirectory(job, node.kind === "directory"),
  });
  if (node.kind === "directory") {
    if (!options.recursive) throw needsRecursive(from);
    if (to === node.path || to.startsWith(entryPath(node.path, ""))) {
      throw new PondError("invalid-path", `cannot copy ${from} to ${to}: that is inside itself`);
    }
  } else if ((await nodeAt(change.tree, to))?.id === node.id) {
    throw new PondError("invalid-path", `cannot copy ${from} to ${to}: they are the same file`);
  }
  await copyNode(job, node, to);
}

async function copyNode(job: Job, node: Node, to: string): Promise<void> {
  if (node.broken) throw node.broken;
  if (node.kind === "symlink") return await job.change.makeLink(to, node.target);
  if (node.kind !== "directory") return await copyFile(job, node, to);
  await ensureDirectory(job.change, to);
  for await (const entry of node.list()) await copyNode(job, entry.node, entryPath(to, entry.name));
}

/** A copy of a table is a table, stored or computed, with the same time column. */
async function copyFile(job: Job, node: FileNode, to: string): Promise<void> {
  const time = node.kind === "series" ? (await node.table?.describe())?.time : undefined;
  const { sizeBytes } = await node.stat();
  await writeFile(job, to, () => contentOf(node), {
    kind: node.kind,
    ...(sizeBytes === null ? {} : { bytesTotal: sizeBytes }),
    ...(time ? { timeColumn: time.name } : {}),
  });
}

async function ensureDirectory(change: PondChange, path: string): Promise<void> {
  if (path === "/") return;
  const existing = await nodeAt(change.tree, path);
  if (!existing) await change.makeDirectory(path);
  else if (existing.kind !== "directory") {
    throw new PondError("not-a-directory", `cannot copy a directory to ${path}: a file is there`);
  }
}

interface WriteFacts {
  readonly kind?: FileKind;
  readonly timeColumn?: string;
  readonly bytesTotal?: number;
}

/** What exists keeps its kind; the transaction sees to that. @param content opens what it reads */
async function writeFile(
  job: Job,
  to: string,
  content: () => AsyncIterable<Uint8Array>,
  facts: WriteFacts,
): Promise<void> {
  const { change, options } = job;
  const timeColumn = options.timeColumn ?? facts.timeColumn;
  const { bytesDone } = job;
  try {
    await onceAgain(async () => {
      job.bytesDone = bytesDone;
      await change.writeFile(to, counted(job, content(), facts.bytesTotal), {
        kind: options.kind ?? facts.kind ?? "data",
        mustBeKind: options.kind !== undefined,
        check: options.check ?? true,
        again: options.again ?? false,
        allowTypeChange: options.allowTypeChange ?? false,
        onWidening: options.onNote ?? (() => {}),
        ...(timeColumn === undefined ? {} : { timeColumn }),
      });
    });
    job.filesDone++;
  } catch (error) {
    if (!isPondError(error, "invalid-input") || error.hint !== undefined) throw error;
    throw new PondError(error.code, error.message, {
      cause: error,
      data: error.data,
      hint: "copy it --as data; a csv-directory node shows CSV files as tables",
    });
  }
}

async function* counted(
  job: Job,
  content: AsyncIterable<Uint8Array>,
  bytesTotal: number | undefined,
): AsyncGenerator<Uint8Array> {
  const total = bytesTotal === undefined || job.several ? null : bytesTotal;
  for await (const chunk of content) {
    job.bytesDone += chunk.length;
    job.options.onProgress(job.bytesDone, total);
    yield chunk;
  }
}

function needsRecursive(what: string): PondError {
  return new PondError("is-a-directory", `cannot copy ${what}: it is a directory`, {
    hint: "-r copies directories",
  });
}
