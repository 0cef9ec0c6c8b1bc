import { PondError, toPondError } from "../base/mod.ts";
import { basename } from "../deps/std_path.ts";
import { isDotMatch, isGlob, isSourceUrl, parseSource } from "../paths/mod.ts";
import type { Pond, PondChange } from "../pond/mod.ts";
import {
  type ByteSource,
  changedError,
  type FormatOptions,
  readTextOptions,
  type SeriesOptions,
} from "../table/mod.ts";
import type { FileNode } from "../tinyfs/mod.ts";
import { parseEndpoint } from "./endpoint.ts";
import { isChanged, statHost } from "./host_file.ts";
import { expandHostGlob } from "./host_glob.ts";
import type { IngestOptions } from "./ingest_api.ts";
import { readPart } from "./ingest_text.ts";
import { Skipped } from "./skipped.ts";
import { nodeAt } from "./tree_facts.ts";

/** One source, globs expanded. */
export type IngestSource =
  | {
    readonly is: "file";
    /** How it is remembered. */
    readonly name: string;
    /** What a series is called that is made of it. */
    readonly stem: string;
    /** Standard input has an end; of any other file somebody may still be writing. */
    readonly isGrowing: boolean;
    /** Undefined where the name doesn't tell. */
    readonly format: FormatOptions | undefined;
    open(): Promise<OpenFile>;
  }
  | {
    readonly is: "table";
    readonly name: string;
    readonly stem: string;
    readonly node: FileNode;
  };

/** A file, opened. */
export interface OpenFile {
  readonly bytes: ByteSource;
  readonly identity: string | null;
  /** Milliseconds since 1970. */
  readonly modified: number | null;
}

/** Where sources are looked up. */
export interface SourceWorld {
  readonly pond: Pond;
  readonly change: PondChange;
  readonly options: IngestOptions;
  /** What standard input had, once somebody asks. */
  readonly stdin: () => Promise<ByteSource>;
}

/** The sources that `word` names. @throws {PondError} `not-found`, `usage`, `invalid-input` */
export async function ingestSources(word: string, world: SourceWorld): Promise<IngestSource[]> {
  if (isSourceUrl(word)) return await urlSources(word, world);
  const endpoint = parseEndpoint(word);
  if (endpoint.at === "stdio") {
    return [{
      is: "file",
      name: "-",
      stem: "stdin",
      isGrowing: false,
      format: undefined,
      open: async () => ({ bytes: await world.stdin(), identity: null, modified: null }),
    }];
  }
  if (endpoint.at === "host") {
    const skipped = new Skipped();
    const paths = await expandHostGlob(endpoint.hostPath, (found) => skipped.add(found));
    skipped.report("ingest", world.options.onProblem);
    return paths.map(hostSource);
  }
  const nodes = await pondNodes(endpoint.path, world);
  return nodes.map((node) =>
    node.table ? tableSource(node) : nodeSource(node, node.path, formatByName(node.path))
  );
}

async function urlSources(url: string, world: SourceWorld): Promise<IngestSource[]> {
  const { path, format } = parseSource(url);
  const nodes = await pondNodes(path, world);
  return nodes.map((node) => {
    if (node.table) return tableSource(node);
    if (!format) throw new PondError("invalid-input", `cannot ingest ${url}: it is no table`);
    return nodeSource(node, node.path, format);
  });
}

async function pondNodes(path: string, { change }: SourceWorld): Promise<FileNode[]> {
  const nodes: FileNode[] = [];
  if (!isGlob(path) || await nodeAt(change.tree, path)) {
    const node = await change.tree.resolve(path);
    if (node.broken) throw node.broken;
    if (node.kind === "directory" || node.kind === "symlink") {
      throw new PondError("is-a-directory", `cannot ingest ${path}: it is a directory`, {
        hint: `name what is in it: ${path === "/" ? "" : path}/*`,
      });
    }
    return [node];
  }
  for await (const match of change.tree.glob(path)) {
    const { node } = match;
    const isFile = node.kind !== "directory" && node.kind !== "symlink";
    if (isFile && !node.broken && !isDotMatch(match.path, path)) nodes.push(node);
  }
  if (nodes.length === 0) {
    throw new PondError("not-found", `cannot ingest ${path}: nothing matches`);
  }
  return nodes;
}

function tableSource(node: FileNode): IngestSource {
  return { is: "table", name: node.path, stem: stemOf(node.path), node };
}

function nodeSource(
  node: FileNode,
  name: string,
  format: FormatOptions | undefined,
): IngestSource {
  const hostPath = node.provenance?.().hostPath ?? null;
  return {
    is: "file",
    name,
    stem: stemOf(name),
    isGrowing: true,
    format,
    async open() {
      const bytes = await node.open();
      if (hostPath === null) return { bytes, identity: node.id, modified: null };
      const { dev, ino, mtime } = await statHost(hostPath);
      return { bytes, identity: identityOf(dev, ino), modified: mtime?.getTime() ?? null };
    },
  };
}

function hostSource(hostPath: string): IngestSource {
  const name = `host:${hostPath}`;
  return {
    is: "file",
    name,
    stem: stemOf(hostPath),
    isGrowing: true,
    format: formatByName(hostPath),
    open: () => openHost(hostPath, name),
  };
}

/** Opens a host file that a person named, its size as it is now; links are followed. */
async function openHost(hostPath: string, name: string): Promise<OpenFile> {
  const doing = `cannot read ${name}`;
  const file = await Deno.open(hostPath).catch((error) => {
    throw toPondError(error, doing);
  });
  const before = file.statSync();
  const { size, dev, ino, mtime, isFile } = before;
  if (!isFile) {
    file.close();
    throw new PondError("is-a-directory", `cannot ingest ${name}: it is no file`);
  }
  return {
    identity: identityOf(dev, ino),
    modified: mtime?.getTime() ?? null,
    bytes: {
      sizeBytes: size,
      key: `${name} ${dev} ${ino} ${size} ${mtime?.getTime()}`,
      readSync(offset, into) {
        try {
          file.seekSync(offset, Deno.SeekMode.Start);
          const wanted = into.subarray(0, Math.max(0, size - offset));
          const count = file.readSync(wanted) ?? 0;
          if (count === 0 && wanted.length > 0) throw changedError(name);
          return count;
        } catch (error) {
          throw toPondError(error, doing);
        }
      },
      whatChanged() {
        const now = file.statSync();
        if (!isChanged(before, now)) return null;
        return now.size > size ? "grown" : "other";
      },
      close: () => file.close(),
    },
  };
}

function identityOf(dev: number, ino: number | null): string | null {
  return ino === null ? null : `${dev}:${ino}`;
}

/**
 * How the bytes are read: as the URL or the name says, else as they look; with the options that
 * were given.
 */
export function formatOf(
  source: IngestSource & { is: "file" },
  bytes: ByteSource,
  { text = new Map(), timeColumn = [] }: IngestOptions,
): FormatOptions {
  const named = source.format ?? { format: formatByLook(bytes) };
  const series = seriesOf(timeColumn);
  if (source.format?.csv) return { ...named, series: named.series ?? series };
  const { format } = named;
  const read = readTextOptions(text, { format });
  if ("fault" in read) {
    const { name, why, hint } = read.fault;
    throw new PondError("usage", `cannot ingest ${source.name}: --${dashed(name)}: ${why}`, {
      ...(hint === undefined ? {} : { hint }),
    });
  }
  return { ...read.options, format, series };
}

function seriesOf(timeColumn: readonly string[]): SeriesOptions {
  return timeColumn.length > 1
    ? { timeColumn: null, joined: timeColumn }
    : { timeColumn: timeColumn[0] ?? null };
}

function dashed(name: string): string {
  return name.replaceAll("_", "-");
}

function formatByName(path: string): FormatOptions | undefined {
  const name = path.toLowerCase().replace(/\.(gz|zst)$/, "");
  if (/\.(csv|tsv|txt)(\.\d+|-\d+)?$/.test(name)) return { format: "csv" };
  if (/\.(jsonl|ndjson)(\.\d+|-\d+)?$/.test(name)) return { format: "jsonl" };
  return /\.(parquet|series|table)$/.test(name) ? { format: "parquet" } : undefined;
}

function formatByLook(bytes: ByteSource): "csv" | "jsonl" | "parquet" {
  const start = new TextDecoder().decode(readPart(bytes, 0, 64));
  if (start.startsWith("PAR1")) return "parquet";
  return start.trimStart().startsWith("{") ? "jsonl" : "csv";
}

/** The name without its endings. */
export function stemOf(path: string): string {
  const name = basename(path);
  const dot = name.indexOf(".", 1);
  return dot < 0 ? name : name.slice(0, dot);
}
