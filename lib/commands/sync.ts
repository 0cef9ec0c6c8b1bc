import { PondError } from "../base/mod.ts";
import {
  checkPond,
  clonePond,
  type CopyReport,
  type Finding,
  type Moment,
  type Pond,
  type SyncOptions,
} from "../pond/mod.ts";
import { resolve } from "../deps/std_path.ts";
import { writeHostFile } from "./host_file.ts";
import { locatePond } from "./locate.ts";

/** What became of two copies of a pond. */
export interface Synced {
  /**
   * `copied`; `equal` when neither lacked anything; `behind` when the other one lacks what is here,
   * so that there was nothing to pull.
   */
  readonly status: "copied" | "equal" | "behind";
  /** The other copy's directory on the host. */
  readonly directory: string;
  /** Nothing was changed. */
  readonly dryRun: boolean;
  /** The newest transaction of the copy that was read. */
  readonly transaction: number;
  /** The newest transaction of the one that was written, before; null where there was no pond. */
  readonly before: number | null;
  /** Transactions that were copied. */
  readonly transactions: number;
  /** Files that were written. */
  readonly files: number;
  /** Bytes in them. */
  readonly bytes: number;
}

/** The other copy, and how. */
export interface SyncCommandOptions extends SyncOptions {
  /** On the host; one that has a `.pond` and is none stands for that. */
  readonly directory: string;
}

/**
 * Copies what is new to the copy of the pond in a directory, or makes one there.
 * @throws {PondError} `conflict` where the other is ahead, or went another way; `exists`, `locked`,
 *   `corrupt`, `no-space`, `io`, `permission`
 */
export async function pushCommand(
  pond: Pond,
  { directory: given, ...options }: SyncCommandOptions,
): Promise<Synced> {
  const directory = await locatePond(given);
  const report = await pond.push(directory, options);
  if (report.status !== "ahead") return syncedOf(report, directory, report.status);
  const more = transactionsText(report.before! - report.source);
  throw new PondError(
    "conflict",
    `cannot push to ${directory}: it is ahead by ${more} (${report.before}, this pond ${report.source})`,
    { hint: `pond pull ${given} brings them here`, data: { transaction: report.before! } },
  );
}

/**
 * Copies what is new in the copy of the pond in a directory.
 * @throws {PondError} `conflict` where the two went different ways; `not-found` where no pond is;
 *   `locked`, `corrupt`, `no-space`, `io`, `permission`
 */
export async function pullCommand(
  pond: Pond,
  { directory: given, ...options }: SyncCommandOptions,
): Promise<Synced> {
  const directory = await locatePond(given);
  const report = await pond.pull(directory, options);
  return syncedOf(report, directory, report.status === "ahead" ? "behind" : report.status);
}

/** From where to where, as of when. */
export interface CloneOptions extends SyncOptions {
  /** A pond's directory on the host. */
  readonly directory: string;
  /** The new pond's directory. */
  readonly to: string;
  /** A transaction or a time; default the newest state. */
  readonly at?: Moment | undefined;
}

/**
 * Makes a whole copy of a pond, history and all, in a directory where none is.
 * @throws {PondError} `not-found`, `exists`, `expired`, `corrupt`, `no-space`, `io`, `permission`
 */
export async function cloneCommand(
  { directory: given, to, at, ...options }: CloneOptions,
): Promise<Synced> {
  const directory = await locatePond(given);
  const target = resolve(to);
  const report = await clonePond(directory, target, {
    ...options,
    ...(at === undefined ? {} : { at }),
  });
  return syncedOf(report, target, "copied");
}

/** What a copy was found to be. */
export interface Verified {
  /** On the host. */
  readonly directory: string;
  /** What was found; `info` is nothing wrong. */
  readonly findings: readonly Finding[];
}

/**
 * Reads every byte of a copy and holds it against the checksums.
 * @throws {PondError} `not-found` where no pond is; `io`, `permission`
 */
export async function verifyCommand(
  { place }: { readonly place: string },
): Promise<Verified> {
  const directory = await locatePond(place);
  return { directory, findings: await checkPond(directory) };
}

/** What is packed, and where to. */
export interface PackCommandOptions {
  /** A host file; null where its bytes go to `write`. */
  readonly to: string | null;
  /** Takes the bytes, in order, where `to` is null. */
  readonly write?: (chunk: Uint8Array) => Promise<void>;
  /** A transaction or a time; default the newest state. */
  readonly at?: Moment | undefined;
  /** How long it tries again when somebody tidies up the pond meanwhile. */
  readonly waitMs?: number;
  /** Told how many bytes were written, of how many. */
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
}

/** What was packed. */
export interface Packed {
  /** The file; null where it went elsewhere. */
  readonly file: string | null;
  /** The newest transaction in it. */
  readonly transaction: number;
  /** Files in it. */
  readonly files: number;
  /** Bytes in these. */
  readonly bytes: number;
}

/**
 * Writes a pond, history and all, as one file: a tar with a manifest of hashes first. Equal ponds
 * make equal files. The file appears whole or not at all.
 * @throws {PondError} `not-found`, `expired`, `corrupt`, `permission`, `no-space`, `io`
 */
export async function packCommand(
  pond: Pond,
  { to, write, onProgress, at, waitMs }: PackCommandOptions,
): Promise<Packed> {
  const pack = await pond.pack({
    doing: to === null ? "pack it" : `pack it as ${to}`,
    ...(at === undefined ? {} : { at }),
    ...(waitMs === undefined ? {} : { waitMs }),
  });
  let done = 0;
  const chunks = pack.chunks((count) => onProgress?.(done += count, pack.sizeBytes));
  if (to !== null) await writeHostFile(to, chunks, { sync: true });
  else for await (const chunk of chunks) await write?.(chunk);
  const { transaction, files } = pack.manifest;
  return { file: to, transaction, files: files.length, bytes: pack.sizeBytes };
}

function syncedOf(
  { dryRun, source, before, transactions, files, bytes }: CopyReport,
  directory: string,
  status: Synced["status"],
): Synced {
  return { status, directory, dryRun, transaction: source, before, transactions, files, bytes };
}

/** `1 transaction`, `12 transactions`. */
function transactionsText(count: number): string {
  return count === 1 ? "1 transaction" : `${count} transactions`;
}
