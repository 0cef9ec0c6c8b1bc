import { type ByteSource, readAll, readChunks } from "../table/mod.ts";
import type { FileNode, Node, TreeReader } from "../tinyfs/mod.ts";
import { PondError } from "../base/mod.ts";
import { streamOf } from "./streams.ts";

/** What is known of a file without its content. */
export interface FileStat {
  /** Data, a table or a series. */
  readonly kind: FileNode["kind"];
  /** Newest version, from 1. */
  readonly version: number;
  /** Null where only computing the content would tell. */
  readonly size: number | null;
  /** When it was written; null where that is not known. */
  readonly modified: Date | null;
  /** Content hash, 64 hex digits; null where it isn't recorded. */
  readonly sha256: string | null;
}

/**
 * A file of the pond in `Blob`'s words. Nothing is read before it is asked for, and each question
 * looks anew. The bytes of a table or series are Parquet.
 */
export interface PondFile {
  /** As it was asked for. */
  readonly path: string;
  /** Of the content, in bytes. */
  readonly size: Promise<number>;
  /** @throws {PondError} `not-found`, `is-a-directory`, … as all that reads */
  /** The content as text. */
  text(): Promise<string>;
  /** The content. */
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
  /** The content. */
  arrayBuffer(): Promise<ArrayBuffer>;
  /** The content parsed as JSON. */
  json<T = unknown>(): Promise<T>;
  /** The content, read piece by piece. */
  stream(): ReadableStream<Uint8Array<ArrayBuffer>>;
  /** A part of the content, from `start` up to `end`; negative counts from the end. */
  slice(start?: number, end?: number): PondFile;
  /** The content as a stored version has it, from 1. */
  version(version: number): PondFile;
  /** Facts that cost no content. */
  stat(): Promise<FileStat>;
  /** Whether it is there. */
  exists(): Promise<boolean>;
}

/** Whatever finds nodes by path. */
type Tree = Pick<TreeReader, "resolve">;

/**
 * Which bytes of which version: slices are taken of slices, so they are kept as they were asked
 * for.
 */
interface Part {
  readonly version?: number;
  readonly slices: readonly { readonly start: number; readonly end: number | undefined }[];
}

/** The file at `path`, as `read` sees it. */
export function fileOf(
  read: () => Promise<Tree>,
  path: string,
  part: Part = { slices: [] },
): PondFile {
  const reading = async <T>(use: (source: ByteSource) => T | Promise<T>): Promise<T> => {
    const source = await openPart(await read(), path, part);
    try {
      return await use(source);
    } finally {
      source.close();
    }
  };
  const bytes = () => reading(readAll);
  const text = async () => new TextDecoder().decode(await bytes());
  return {
    path,
    get size() {
      return reading(({ sizeBytes }) => sizeBytes);
    },
    text,
    bytes,
    arrayBuffer: async () => (await bytes()).buffer,
    json: async () => JSON.parse(await text()),
    stream: () =>
      streamOf(async function* () {
        const source = await openPart(await read(), path, part);
        try {
          yield* readChunks(source);
        } finally {
          source.close();
        }
      }),
    slice: (start = 0, end) =>
      fileOf(read, path, { ...part, slices: [...part.slices, { start, end }] }),
    version: (version) => fileOf(read, path, { ...part, version }),
    stat: async () => await statOf(fileAt(await (await read()).resolve(path))),
    exists: async () => await isThere(await read(), path),
  };
}

/** Whether anything is at `path`. */
export async function isThere(reader: Tree, path: string): Promise<boolean> {
  try {
    await reader.resolve(path);
    return true;
  } catch (error) {
    const codes = ["not-found", "not-a-directory"];
    if (error instanceof PondError && codes.includes(error.code)) return false;
    throw error;
  }
}

async function openPart(
  reader: Tree,
  path: string,
  { version, slices }: Part,
): Promise<ByteSource> {
  const whole = await fileAt(await reader.resolve(path)).open(
    version === undefined ? {} : { version },
  );
  let [first, last] = [0, whole.sizeBytes];
  for (const { start, end } of slices) {
    const size = last - first;
    const [from, to] = [placeIn(size, start), placeIn(size, end ?? size)];
    [first, last] = [first + from, first + Math.max(from, to)];
  }
  return {
    key: whole.key,
    sizeBytes: last - first,
    readSync: (offset, into) =>
      whole.readSync(first + offset, into.subarray(0, Math.max(0, last - first - offset))),
    close: () => whole.close(),
  };
}

/** Where `place` is in `size` bytes, as `Blob.slice` counts. */
function placeIn(size: number, place: number): number {
  return place < 0 ? Math.max(0, size + place) : Math.min(size, place);
}

function fileAt(node: Node): FileNode {
  if (node.kind !== "directory" && node.kind !== "symlink") return node;
  throw new PondError("is-a-directory", `cannot read ${node.path}: it is a ${node.kind}`);
}

async function statOf(file: FileNode): Promise<FileStat> {
  const { version, sizeBytes, modifiedUs, sha256 } = await file.stat();
  return {
    kind: file.kind,
    version,
    size: sizeBytes,
    modified: modifiedUs === null ? null : new Date(Number(modifiedUs / 1000n)),
    sha256,
  };
}
