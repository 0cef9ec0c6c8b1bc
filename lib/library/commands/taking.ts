import {
  cacheClearCommand,
  checkCommand,
  type Checked,
  diffCommand,
  type Difference,
  fsckCommand,
  ingestCommand,
  type Ingested,
  type OnChange,
  restoreCommand,
  type TakenBack,
  undoCommand,
  type Undone,
} from "../../commands/mod.ts";
import type { Finding, Moment, RunOptions } from "../../pond/mod.ts";
import type { Pond } from "../api.ts";
import { hostPathOf } from "../host_path.ts";
import { coreOf } from "../pond.ts";
import { endpointOf, type ProblemOptions, strict } from "./options.ts";

/** How growing files are taken in. */
export interface IngestFilesOptions extends ProblemOptions {
  /** A series, stored or new; or a directory, in which each source has a series of its own. */
  readonly to: string;
  /** What happens where the old part of a source changed; default `error`. */
  readonly onChange?: OnChange;
  /** Columns that together tell a row: rows whose key is there already are left out. */
  readonly key?: string | readonly string[];
  /** Takes everything, whatever was taken before. */
  readonly again?: boolean;
  /** Everything is tried, nothing is kept. */
  readonly dryRun?: boolean;
  /** Takes columns of other types than before. */
  readonly allowTypeChange?: boolean;
  /** Of a new series; default found by name. Several are joined. */
  readonly timeColumn?: string | readonly string[];
  /** Told what a person should know of what was taken. */
  readonly onNote?: (note: string) => void;
}

/**
 * Appends to stored series what they don't hold yet of files that grow, rotate or are copied again,
 * in one transaction.
 * @param sources pond paths, `host:PATH`s, `file:` URLs and source URLs; globs too
 * @throws {PondError} `not-found`, `invalid-input` with file, line, column and value, …
 *
 * @example
 * ```ts
 * import { initPond } from "@pond/pond";
 * import { ingest } from "@pond/pond/commands";
 *
 * const directory = await Deno.makeTempDir();
 * await using pond = await initPond(`${directory}/pond`);
 * await Deno.writeTextFile(`${directory}/a.csv`, "timestamp,v\n2026-01-01,1\n");
 * await ingest(pond, `host:${directory}/a.csv`, { to: "/a.series" });
 * await Deno.writeTextFile(`${directory}/a.csv`, "2026-01-02,2\n", { append: true });
 * const [taken] = await ingest(pond, `host:${directory}/a.csv`, { to: "/a.series" });
 * if (taken?.rows !== 1) throw new Error("one row was new");
 * ```
 */
export async function ingest(
  pond: Pond,
  sources: string | URL | readonly (string | URL)[],
  { to, key = [], timeColumn = [], onProblem = strict, onNote = () => {}, ...options }:
    IngestFilesOptions,
): Promise<readonly Ingested[]> {
  const from = [sources].flat().map(endpointOf);
  return await ingestCommand(coreOf(pond), {
    argv: ["ingest", ...from, to],
    sources: from,
    destination: to,
    key: [key].flat(),
    timeColumn: [timeColumn].flat(),
    stdin: (async function* () {})(),
    onProblem,
    onNote,
    ...options,
  });
}

/** Which state a node is to have again. */
export interface RestoreNodeOptions {
  /** A time or a transaction. */
  readonly at?: Moment;
  /** The version whose content is to be the newest. */
  readonly version?: number;
}

/**
 * Makes a node, or a directory with all below it, what it was, in a new transaction; without
 * options what isn't there any more, as it was last.
 * @returns what was changed; empty when all is as it was
 * @throws {PondError} `usage`, `not-found`, `expired`, `exists`
 */
export async function restore(
  pond: Pond,
  path: string,
  options: RestoreNodeOptions = {},
): Promise<readonly TakenBack[]> {
  return await restoreCommand(coreOf(pond), { argv: ["restore", path], path, ...options });
}

/**
 * Undoes one transaction, the newest where none is named, by a new one.
 * @throws {PondError} `invalid-input` where later transactions stand on it; `not-found`, `expired`
 */
export async function undo(pond: Pond, transaction?: number): Promise<Undone> {
  const argv = ["undo", ...(transaction === undefined ? [] : [`${transaction}`])];
  return await undoCommand(coreOf(pond), { argv, transaction });
}

/** What is compared, and how. */
export interface DiffNodesOptions extends RunOptions {
  /** Another node; default the same one. */
  readonly with?: string;
  /** Moments of the first and the second node; what is left out is now. */
  readonly at?: readonly Moment[];
  /** Columns that say which rows are the same one. */
  readonly key?: string | readonly string[];
  /** Refuses what an earlier state has of the host. */
  readonly strict?: boolean;
}

/**
 * How a node differs from another, or from what it was.
 * @throws {PondError} `usage` where both are the same; `not-found` where neither is there
 */
export async function diff(
  pond: Pond,
  path: string,
  { with: after, at = [], key = [], strict = false, ...run }: DiffNodesOptions,
): Promise<Difference> {
  return await diffCommand(coreOf(pond), {
    before: path,
    after,
    at,
    key: [key].flat(),
    strict,
    run,
  });
}

/**
 * Reads every check node that the patterns name, or all there are; one that can't be read is a
 * finding.
 * @throws {PondError} `not-found`
 */
export async function check(
  pond: Pond,
  patterns: string | readonly string[] = [],
): Promise<Checked> {
  return await checkCommand(coreOf(pond), { patterns: [patterns].flat() });
}

/**
 * Reads everything there is in a pond's directory and says what is wrong and where; it need not be
 * one that can be opened.
 * @throws {PondError} `not-found`, `locked`, `io`, `permission`
 */
export async function fsck(
  directory: string | URL,
  { repair = false }: { readonly repair?: boolean } = {},
): Promise<readonly Finding[]> {
  return await fsckCommand({ hostPath: hostPathOf(directory), repair });
}

/**
 * Removes cached results of what the patterns match and all below it, or everything.
 * @returns how many
 * @throws {PondError} `not-found` for a path where nothing is, and of which nothing is kept
 */
export async function clearCache(
  pond: Pond,
  patterns: string | readonly string[] = [],
): Promise<number> {
  return await cacheClearCommand(coreOf(pond), { patterns: [patterns].flat() });
}
