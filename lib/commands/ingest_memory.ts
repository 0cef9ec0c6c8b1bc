import { newHasher, PondError, sha256 } from "../base/mod.ts";
import { type ByteSource, readChunks } from "../table/mod.ts";
import type { FileNode } from "../tinyfs/mod.ts";
import { readPart } from "./ingest_text.ts";

/**
 * Of a file of more bytes that grew, and is the same file, the old part is looked at only at both
 * of its ends.
 */
const WHOLE_BYTES = 1024 * 1024;
/** What is looked at there. */
export const END_BYTES = 64 * 1024;

/**
 * What a version of a series remembers of the file that it was taken from: its attribute `ingest`.
 */
export interface TakenPart {
  /** `host:/path`, a pond path, or `-`. */
  readonly source: string;
  /** The same for all parts of one file. */
  readonly file: string;
  /** Of the host, its device and inode; of the pond, the node's id; null: not known. */
  readonly identity: string | null;
  /** When it was changed, milliseconds since 1970. */
  readonly modified: number | null;
  /** The bytes that were taken. */
  readonly from: number;
  readonly to: number;
  /** Hash of these bytes. */
  readonly sha256: string;
  readonly rows: number;
  /** Rows or values that `on_error` passed over; none where it isn't there. */
  readonly passed_over?: number;
  /** Ends of lines in these bytes. */
  readonly lines: number;
  /** The file in whose place it was taken. */
  readonly replaces?: string;
  /**
   * Hash of all up to the end of the file's first row: what tells it from the next one of its name.
   */
  readonly first: string;
  /** Hash of the last line, and how many bytes it has. */
  readonly last: string;
  readonly last_bytes: number;
  /** Hashes of both ends of all that was taken so far. */
  readonly head: string;
  readonly tail: string;
}

/** A file of which parts are in the series. */
export interface TakenFile {
  /** In order, with the versions that they are. */
  readonly parts: readonly (TakenPart & { readonly version: number })[];
}

/** A file as it is now. */
export interface PresentFile {
  readonly source: string;
  readonly identity: string | null;
  readonly modified: number | null;
  readonly bytes: ByteSource;
  /** As {@linkcode TakenPart.first}; null where it has no whole row. */
  readonly first: string | null;
}

/** A file whose old part is not what was taken, and how that is seen. */
export interface Changed {
  readonly is: "truncated" | "edited";
  readonly why: string;
}

/** How a file stands to what was taken from one of that name. */
export type Standing =
  | { readonly is: "same" }
  | { readonly is: "other" }
  | Changed;

/** What the versions of `series` were taken from, newest file first. */
export async function takenFiles(series: FileNode): Promise<readonly TakenFile[]> {
  const files = new Map<string, (TakenPart & { version: number })[]>();
  const replaced = new Set<string | undefined>();
  for (const { version, attributes } of await series.versions?.() ?? []) {
    const part = attributes["ingest"] as TakenPart | undefined;
    if (part === undefined) continue;
    replaced.add(part.replaces);
    const parts = files.get(part.file) ?? [];
    files.delete(part.file);
    files.set(part.file, parts);
    parts.push({ ...part, version });
  }
  return [...files].reverse().filter(([file]) => !replaced.has(file)).map(([, parts]) => ({
    parts,
  }));
}

/** The last part that was taken of a file. */
export function lastPart({ parts }: TakenFile): TakenPart {
  return parts[parts.length - 1]!;
}

/** The hash of the beginning of the first `to` bytes: the attribute `head`. */
export function headOf(bytes: ByteSource, to: number): string {
  return sha256(readPart(bytes, 0, Math.min(to, END_BYTES)));
}

/** The hashes of both ends of the first `to` bytes. */
export function endsOf(bytes: ByteSource, to: number): { head: string; tail: string } {
  return {
    head: headOf(bytes, to),
    tail: sha256(readPart(bytes, Math.max(0, to - END_BYTES), to)),
  };
}

/** The hash of a range of bytes, and how many lines end in it. */
export async function hashRange(
  bytes: ByteSource,
  from: number,
  to: number,
): Promise<{ sha256: string; lines: number }> {
  const hasher = newHasher();
  let lines = 0;
  for await (const chunk of readChunks(bytes, { start: from, end: to, reuse: true })) {
    hasher.update(chunk);
    for (let i = chunk.indexOf(10); i >= 0; i = chunk.indexOf(10, i + 1)) lines++;
  }
  return { sha256: hasher.digest(), lines };
}

/**
 * Whether `file` begins with what was taken. A file of up to 1 MiB, one that is another by its
 * identity, and one that was changed without having grown is read up to there; else its first and
 * last 64 KiB of that.
 */
export async function standingOf(file: PresentFile, taken: TakenFile): Promise<Standing> {
  const last = lastPart(taken);
  const { bytes } = file;
  if (bytes.sizeBytes >= last.to) {
    const isKnown = file.identity !== null && file.identity === last.identity;
    const mayBeEdited = bytes.sizeBytes === last.to && file.modified !== last.modified;
    const changed = isKnown && last.to > WHOLE_BYTES && !mayBeEdited
      ? changedEnd(bytes, last)
      : await changedPart(bytes, taken);
    if (changed === null) return { is: "same" };
    return file.first === last.first || holdsLastLine(bytes, last)
      ? { is: "edited", why: `${changed} are not what was taken` }
      : { is: "other" };
  }
  // Without a row a file of that name is another one if it is so by its identity.
  const isOther = file.first === null
    ? file.identity !== null && last.identity !== null && file.identity !== last.identity
    : file.first !== last.first;
  if (isOther) return { is: "other" };
  return {
    is: "truncated",
    why: `it has ${bytes.sizeBytes} bytes, ${last.to} were taken`,
  };
}

function changedEnd(bytes: ByteSource, { head, tail, to }: TakenPart): string | null {
  const now = endsOf(bytes, to);
  if (now.head !== head) return `bytes of its first ${END_BYTES}`;
  return now.tail === tail ? null : `bytes of ${Math.max(0, to - END_BYTES)} to ${to}`;
}

async function changedPart(bytes: ByteSource, { parts }: TakenFile): Promise<string | null> {
  for (const { from, to, sha256, version } of parts) {
    const now = await hashRange(bytes, from, to);
    if (now.sha256 !== sha256) {
      return `bytes of ${from} to ${to}, version ${version} of the series,`;
    }
  }
  return null;
}

/**
 * Whether the last line that was taken is still there, if elsewhere: what comes before it has been
 * edited.
 */
function holdsLastLine(bytes: ByteSource, { to, last, last_bytes: size }: TakenPart): boolean {
  if (size > END_BYTES) return false;
  const start = Math.max(0, to - size - END_BYTES);
  const near = readPart(bytes, start, to + END_BYTES);
  for (let end = near.indexOf(10) + 1; end > 0; end = near.indexOf(10, end) + 1) {
    if (end >= size && sha256(near.subarray(end - size, end)) === last) return true;
  }
  return false;
}

/** The last line of the first `to` bytes: its hash, and its size. */
export function lastLineOf(bytes: ByteSource, to: number): { last: string; last_bytes: number } {
  const near = readPart(bytes, Math.max(0, to - END_BYTES), to);
  const line = near.subarray(near.lastIndexOf(10, near.length - 2) + 1);
  return { last: sha256(line), last_bytes: line.length };
}

/** @throws {PondError} always */
export function refuseChanged(
  source: string,
  dest: string,
  standing: Changed,
): never {
  const what = standing.is === "truncated" ? "was truncated" : "was edited in its old part";
  throw new PondError(
    "invalid-input",
    `cannot ingest ${source} into ${dest}: it ${what} since the last time, ${standing.why}`,
    {
      hint:
        "--on-change replace takes it in place of what was taken, append takes it whole besides, skip leaves it; " +
        "of one that is rotated by copying name the copies too",
      data: { source, change: standing.is },
    },
  );
}
