import { type Environment, hashParts } from "../base/mod.ts";
import type { CacheEntry, CacheFacts, CacheTarget, ResultCache } from "../cache/mod.ts";
import type { convertText } from "../convert/mod.ts";
import type { SqlEngine } from "../sql/mod.ts";
import { readParquetFooter } from "../parquet/mod.ts";
import {
  type ByteSource,
  changedError,
  CSV_DEFAULTS,
  type FormatOptions,
  formatType,
  isChangedError,
  type ParquetFile,
  unchanging,
} from "../table/mod.ts";
import type { CachePolicy, Converted, FileNode } from "../tinyfs/mod.ts";
import { compressionByName, compressionOf } from "./decompress.ts";
import { type Identified, identify } from "./identity.ts";
import { entryFile, openEntry, timeFacts, writtenFacts } from "./table_facts.ts";
import { isGrowing, notesOf, writeConverted } from "./write_converted.ts";

/** What conversions and computed results are made with. */
export interface ServiceOptions {
  readonly engine: () => Promise<SqlEngine>;
  /** Default {@linkcode convertText}. */
  readonly convertText?: typeof convertText;
  readonly cache: ResultCache;
  readonly environment: Environment;
  readonly warn: (message: string) => void;
  /** Told how much of a file has been read for its conversion. */
  readonly onConversion?: (reading: ConversionProgress) => void;
}

/** How far a conversion has come. */
export interface ConversionProgress {
  /** The pond path of the file. */
  readonly path: string;
  /** Bytes read so far. */
  readonly bytesRead: number;
  /** Bytes that there are to read. */
  readonly bytesTotal: number;
}

/** Bumped when the same options give another file. */
const FORMAT_VERSION = "3";
const DAY_US = 86_400_000_000n;
/** A file that changes while it is read is read again so often. */
const ATTEMPTS = 3;

/** How long a result is kept when nothing is said: tables a day, series six hours. */
export function maxAgeUs(policy: CachePolicy, kind: "table" | "series"): { maxAgeUs?: bigint } {
  // With a ttl of 0 the content is looked at each time, so there is nothing an age could add.
  if (policy.ttlUs === 0n) return {};
  return { maxAgeUs: policy.ttlUs ?? (kind === "series" ? DAY_US / 4n : DAY_US) };
}

/**
 * `file` as a table. CSV and JSON lines are converted once and kept under a key of their content
 * and all options; Parquet is served as it is.
 * @throws {PondError} `invalid-input` with file, line, column and value
 */
export async function convertFile(
  file: FileNode,
  options: FormatOptions,
  { policy, services }: { readonly policy: CachePolicy; readonly services: ServiceOptions },
): Promise<Converted> {
  const conversion: Conversion = { file, options, policy, services };
  for (let attempt = 1;; attempt++) {
    const identified = await identifyFor(conversion);
    try {
      const plain = plainParquet(conversion, identified);
      if (plain) return plain;
      const key = keyOf(identified.key, conversion);
      const noted = policy.madeFor === undefined ? {} : { madeFor: policy.madeFor };
      const age = maxAgeUs(policy, kindOf(options));
      const kept = await services.cache.get(key, { ...age, ...noted });
      if (kept) return fromEntry(kept, { conversion, cache: "hit" });
      const entry = await services.cache.put(
        key,
        (target) => compute(conversion, identified, target),
        noted,
      );
      return fromEntry(entry, { conversion, cache: "miss" });
    } catch (error) {
      if (!isChangedError(error) || attempt === ATTEMPTS) throw error;
    } finally {
      identified.source.close();
    }
  }
}

/** What {@linkcode convertFile} would give, if that costs nothing. */
export async function cachedConversion(
  file: FileNode,
  options: FormatOptions,
  services: ServiceOptions,
): Promise<Converted | undefined> {
  const policy: CachePolicy = { ttlUs: null, refreshUs: null };
  const conversion: Conversion = { file, options, policy, services };
  const identified = await identifyFor(conversion);
  try {
    const plain = plainParquet(conversion, identified);
    if (plain) return plain;
    const entry = await services.cache.get(keyOf(identified.key, conversion));
    return entry && fromEntry(entry, { conversion, cache: "hit" });
  } finally {
    identified.source.close();
  }
}

interface Conversion {
  readonly file: FileNode;
  readonly options: FormatOptions;
  readonly policy: CachePolicy;
  readonly services: ServiceOptions;
}

function identifyFor(
  { file, policy, services }: Conversion,
  before?: Identified,
): Promise<Identified> {
  const { environment } = services;
  return identify(file, { environment, byContent: before?.hashed ?? policy.ttlUs === 0n });
}

function kindOf(options: FormatOptions): "table" | "series" {
  return options.series ? "series" : "table";
}

function keyOf(contentKey: string, { file, options }: Conversion): string {
  const { format, csv, schema, series, rejects } = options;
  return hashParts([
    "convert",
    FORMAT_VERSION,
    contentKey,
    format,
    compressionByName(file.path, options) ?? "",
    format === "parquet" ? "" : JSON.stringify(Object.entries({ ...CSV_DEFAULTS, ...csv }).sort()),
    JSON.stringify(
      schema?.map(({ name, type, nullable }) => [name, formatType(type), nullable]) ?? null,
    ),
    JSON.stringify(series ? [series.timeColumn, series.joined ?? []] : null),
    JSON.stringify([rejects ?? false, isGrowing(file)]),
  ]);
}

/** Parquet as it is; undefined for anything else. */
function plainParquet(conversion: Conversion, { source, key }: Identified): Converted | undefined {
  const { file, options } = conversion;
  if (options.format !== "parquet") return undefined;
  if ((compressionByName(file.path, options) ?? compressionOf(source)) !== "none") return undefined;
  const footer = readParquetFooter(source, file.path);
  // What has been found of the file holds for these bytes and no others.
  const open = async () => {
    const now = await file.open();
    if (!now.whatChanged || now.key === source.key) return unchanging(now, file.path);
    now.close();
    throw changedError(file.path);
  };
  const facts = timeFacts(footer, options.series, { label: file.path, allowText: true });
  const scanned: ParquetFile = {
    label: file.path,
    key,
    sizeBytes: source.sizeBytes,
    open,
    rows: footer.rows,
    bounds: facts.bounds,
    schemaKey: footer.schemaKey,
    version: null,
  };
  const { columns, rows } = footer;
  const relation = { ...scanOf(conversion, scanned, null), time: facts.time };
  return { columns, rows, ...facts, open, relation };
}

function fromEntry(
  entry: CacheEntry,
  { conversion, cache }: { readonly conversion: Conversion; readonly cache: "hit" | "miss" },
): Converted {
  const { file, services } = conversion;
  const again = async () => {
    const identified = await identifyFor(conversion);
    try {
      const key = keyOf(identified.key, conversion);
      return await services.cache.put(key, (target) => compute(conversion, identified, target));
    } finally {
      identified.source.close();
    }
  };
  tell(entry, services);
  const { columns, rows, time, bounds, notes } = entry;
  const scanned = { ...entryFile(entry, again), label: file.path };
  return {
    columns,
    rows,
    time,
    bounds,
    ...(notes ? { notes } : {}),
    open: () => openEntry(entry, again),
    relation: { ...scanOf(conversion, scanned, cache), time },
  };
}

function scanOf({ file, options }: Conversion, scanned: ParquetFile, cache: "hit" | "miss" | null) {
  return {
    type: "parquet" as const,
    label: file.path,
    files: [scanned],
    time: null,
    origin: { kind: kindOf(options), factory: file.factory, cache },
  };
}

async function compute(
  conversion: Conversion,
  identified: Identified,
  target: CacheTarget,
): Promise<CacheFacts> {
  const { file, options, services } = conversion;
  const label = file.path;
  const { cache, convertText } = services;
  const summary = await writeConverted(watched(identified.source, conversion), target, {
    file,
    options,
    cache,
    ...(convertText ? { convertText } : {}),
  });
  const series = options.series && !options.rejects
    ? { ...options.series, timeColumn: summary?.timeColumn ?? options.series.timeColumn }
    : undefined;
  const facts = await writtenFacts(target, series, { label });
  const now = await identifyFor(conversion, identified);
  now.source.close();
  if (now.key !== identified.key) {
    throw changedError(label);
  }
  const notes = summary && !options.rejects ? notesOf(summary) : undefined;
  return notes ? { ...facts, notes } : facts;
}

/** `source`, whose progress is told of; a reader that starts again begins again. */
function watched(source: ByteSource, { file, services }: Conversion): ByteSource {
  const { onConversion } = services;
  if (!onConversion) return source;
  return {
    sizeBytes: source.sizeBytes,
    key: source.key,
    readSync(offset, into) {
      const count = source.readSync(offset, into);
      const bytesRead = Math.min(source.sizeBytes, offset + into.length);
      onConversion({ path: file.path, bytesRead, bytesTotal: source.sizeBytes });
      return count;
    },
    close: () => source.close(),
  };
}

/** Files whose notes have been told, for each that tells. */
const told = new WeakMap<ServiceOptions, Set<string>>();

/** Says once what a file's conversion has passed over. */
function tell({ label, key, notes }: CacheEntry, services: ServiceOptions): void {
  if (!notes || notes.passedOver === 0) return;
  const known = told.get(services) ?? new Set();
  told.set(services, known);
  if (known.has(key)) return;
  known.add(key);
  const count = notes.passedOver === 1
    ? "1 row or value is"
    : `${notes.passedOver} rows or values are`;
  services.warn(`${label}: ${count} passed over, the first: ${notes.example}`);
}
