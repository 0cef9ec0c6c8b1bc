import { isPondError, PondError } from "../base/mod.ts";
import type { Pond, PondChange } from "../pond/mod.ts";
import { onceAgain } from "../table/mod.ts";
import type { FileNode } from "../tinyfs/mod.ts";
import {
  type ApplyDocument,
  type ApplyFile,
  errorIn,
  moved,
  readDocuments,
  type Wanted,
  type WantedIngest,
} from "./apply_documents.ts";
import { inOrderOfNeed } from "./apply_order.ts";
import { parseEndpoint } from "./endpoint.ts";
import { readHostFile } from "./host_file.ts";
import { ingestInto } from "./ingest.ts";
import type { IngestOptions } from "./ingest_api.ts";
import { makeDirectories } from "./mkdir.ts";
import { contentOf, hashOf, holds, timeColumnOf } from "./stored_content.ts";
import { parentOf } from "../paths/mod.ts";
import { canonicalPath, nodeAt } from "./tree_facts.ts";

/** What to apply. */
export interface ApplyOptions {
  readonly argv: readonly string[];
  /** Documents count in this order; each may build on those before it. */
  readonly files: readonly ApplyFile[];
  /** Everything is tried, nothing is kept. */
  readonly dryRun: boolean;
  /** Told what a person should know of what was taken in. */
  readonly onNote?: (note: string) => void;
}

/** What became of a path. */
export type Action = "created" | "updated" | "unchanged";

/** What became of one document. */
export interface AppliedDocument {
  /** What became of it. */
  readonly action: Action;
  /** What sort of node it is. */
  readonly kind: "mkdir" | "copy" | "mknod" | "ingest";
  /** A pond path. */
  readonly path: string;
}

/**
 * Makes the pond be what the documents say, in one transaction: all of it or nothing. What is so
 * already stays as it is, and where that is everything there is no transaction.
 * @throws {PondError} naming file and path: `invalid-config`, `exists` where something else is,
 *   whatever making it throws
 */
export async function applyCommand(
  pond: Pond,
  { argv, files, dryRun, onNote = () => {} }: ApplyOptions,
): Promise<readonly AppliedDocument[]> {
  const documents: ApplyDocument[] = [];
  for (const file of files) documents.push(...await readDocuments(file, pond));
  const { value } = await pond.transact(argv, async (change) => {
    const applied: AppliedDocument[] = [];
    for (const { file, path, wanted } of inOrderOfNeed(documents)) {
      try {
        if (path !== "/") await makeDirectories(change, parentOf(path));
        const action = await apply({ pond, change, argv, onNote }, path, wanted);
        applied.push({ action, kind: wanted.kind, path });
      } catch (error) {
        throw isPondError(error) ? errorIn(`${file}, ${path}`, error) : error;
      }
    }
    return applied;
  }, { dryRun });
  return value;
}

/** An apply under way. */
interface Job {
  readonly pond: Pond;
  readonly change: PondChange;
  readonly argv: readonly string[];
  readonly onNote: (note: string) => void;
}

function apply(job: Job, path: string, wanted: Wanted): Promise<Action> {
  const { change } = job;
  switch (wanted.kind) {
    case "ingest":
      return applyIngest(job, path, wanted);
    case "mkdir":
      return applyDirectory(change, path);
    case "copy":
      return applyCopy(job, path, wanted);
    case "mknod":
      return applyDynamic(change, path, wanted);
  }
}

async function applyDirectory(change: PondChange, path: string): Promise<Action> {
  const existing = await nodeAt(change.tree, path);
  await makeDirectories(change, path);
  return existing ? "unchanged" : "created";
}

async function applyDynamic(
  change: PondChange,
  path: string,
  { factory, yaml, position }: Wanted & { kind: "mknod" },
): Promise<Action> {
  const existing = await nodeAt(change.tree, path);
  if (existing && (existing.kind === "symlink" || !existing.config)) {
    throw new PondError("exists", `cannot make ${path}: what is there is no dynamic node`);
  }
  if (existing?.factory === factory && await existing.config?.() === yaml) return "unchanged";
  try {
    await change.mknod(path, { factory, yaml, overwrite: existing !== undefined });
  } catch (error) {
    throw isPondError(error) ? moved(error, position) : error;
  }
  return existing ? "updated" : "created";
}

async function applyIngest(
  job: Job,
  path: string,
  wanted: WantedIngest,
): Promise<Action> {
  const existing = await nodeAt(job.change.tree, path);
  const options: IngestOptions = {
    ...wanted,
    argv: job.argv,
    destination: path,
    stdin: nothing(),
    onProblem: () => {},
    onNote: job.onNote,
  };
  const { ingested, failed } = await ingestInto({ ...job, options });
  for (const { error } of failed) throw error;
  if (ingested.every(({ action }) => action === "unchanged" || action === "skipped")) {
    return "unchanged";
  }
  return existing ? "updated" : "created";
}

/** A series gets the rows of another one that it lacks, not all of them again. */
async function appendRows(
  job: Job,
  path: string,
  source: string,
): Promise<Action> {
  return await applyIngest(job, path, {
    sources: [source],
    onChange: "error",
    key: [],
    timeColumn: [],
    text: new Map(),
  });
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

async function applyCopy(
  job: Job,
  path: string,
  wanted: Wanted & { kind: "copy" },
): Promise<Action> {
  const { change } = job;
  const source = await sourceOf(change, wanted.source);
  const kind = wanted.as ?? source.kind;
  const timeColumn = wanted.timeColumn ?? source.timeColumn;
  const existing = await nodeAt(change.tree, path);
  if (existing) {
    if (wanted.as !== undefined && existing.kind !== wanted.as) {
      throw new PondError("exists", `cannot copy to ${path}: it is a ${existing.kind}`);
    }
    if (existing.kind !== "directory" && existing.kind !== "symlink") {
      if (await holds(existing, await onceAgain(() => hashOf(source.chunks())))) return "unchanged";
      if (existing.kind === "series" && source.isTable) {
        return await appendRows(job, path, wanted.source);
      }
    }
  }
  try {
    await onceAgain(() =>
      change.writeFile(path, source.chunks(), {
        kind,
        ...(timeColumn === undefined ? {} : { timeColumn }),
      })
    );
  } catch (error) {
    // A series has these bytes as one of its earlier versions.
    if (isPondError(error, "exists") && error.data.version !== undefined) return "unchanged";
    throw error;
  }
  return existing ? "updated" : "created";
}

/** A file to copy; its bytes can be asked for more than once. */
interface Source {
  readonly chunks: () => AsyncIterable<Uint8Array>;
  readonly kind: FileNode["kind"];
  readonly timeColumn: string | undefined;
  /** Whether its rows can be asked for. */
  readonly isTable: boolean;
}

async function sourceOf({ tree }: PondChange, word: string): Promise<Source> {
  const endpoint = parseEndpoint(word);
  if (endpoint.at === "stdio") {
    throw new PondError("usage", "cannot copy standard input here: name a file, host:PATH");
  }
  if (endpoint.at === "host") {
    const chunks = () => readHostFile(endpoint.hostPath);
    return { chunks, kind: "data", timeColumn: undefined, isTable: false };
  }
  const path = canonicalPath(endpoint.path);
  const node = await tree.resolve(path);
  if (node.broken) throw node.broken;
  if (node.kind === "directory" || node.kind === "symlink") {
    throw new PondError("is-a-directory", `cannot copy ${path}: it is a ${node.kind}`, {
      hint: "write one document for each file",
    });
  }
  const timeColumn = await timeColumnOf(node);
  return {
    chunks: () => contentOf(node),
    kind: node.kind,
    timeColumn,
    isTable: node.table !== null,
  };
}
