import { type Environment, hashParts, isPondError, PondError } from "../base/mod.ts";
import type { CacheEntry, CacheFacts, CacheTarget, ResultCache } from "../cache/mod.ts";
import { convertText } from "../convert/mod.ts";
import type { SqlEngine } from "../sql/mod.ts";
import { readParquetFooter } from "../parquet/mod.ts";
import {
  type ByteSource,
  CSV_DEFAULTS,
  type FormatOptions,
  formatType,
  type ParquetFile,
  readChunks,
} from "../table/mod.ts";
import type { CachePolicy, Converted, FileNode } from "../tinyfs/mod.ts";
import { compressionOf, decompress } from "./decompress.ts";
import { type Identified, identify } from "./identity.ts";
import { entryFile, keyed, openEntry, timeFacts, writtenFacts } from "./table_facts.ts";

/** What conversions and computed results are made with. */
export interface ServiceOptions {
  readonly engine: () => Promise<SqlEngine>;
  /** Default {@linkcode convertText}. */
  readonly convertText?: typeof convertText;
  readonly cache: ResultCache;
  readonly environment: Environment;
  readonly warn: (message: string) => void;
}

/** Bumped when the same options give another file. */
const FORMAT_VERSION = "2";
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
 * `file` as a table. CSV and JSON lines are converted once and kept under a key of their content and all options;
 * Parquet is served as it is.
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
      const kept = await services.cache.get(key, maxAgeUs(policy, kindOf(options)));
      if (kept) return fromEntry(kept, { conversion, cache: "hit" });
      const entry = await services.cache.put(
        key,
        (target) => compute(conversion, identified, target),
      );
      return fromEntry(entry, { conversion, cache: "miss" });
    } catch (error) {
      if (!isPondError(error, "conflict") || attempt === ATTEMPTS) throw error;
    } finally {
      identified.source.close();
    }
  }
}

/** What {@linkcode convertFile} would give, if that costs nothing. */
export async function keptConversion(
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
  const { format, csv, schema, series } = options;
  return hashParts([
    "convert",
    FORMAT_VERSION,
    contentKey,
    format,
    compressionOf(file.path, options),
    format === "csv" ? JSON.stringify(Object.entries({ ...CSV_DEFAULTS, ...csv }).sort()) : "",
    JSON.stringify(
      schema?.map(({ name, type, nullable }) => [name, formatType(type), nullable]) ?? null,
    ),
    JSON.stringify(series ? [series.timeColumn] : null),
  ]);
}

/** Parquet as it is; undefined for anything else. */
function plainParquet(conversion: Conversion, { source, key }: Identified): Converted | undefined {
  const { file, options } = conversion;
  if (options.format !== "parquet" || compressionOf(file.path, options) !== "none") {
    return undefined;
  }
  const footer = readParquetFooter(source, file.path);
  const facts = timeFacts(footer, options.series, { label: file.path, allowText: true });
  const scanned: ParquetFile = {
    label: file.path,
    key,
    sizeBytes: source.sizeBytes,
    open: () => file.open(),
    rows: footer.rows,
    bounds: facts.bounds,
    schemaKey: footer.schemaKey,
    version: null,
  };
  const { columns, rows } = footer;
  const open = () => file.open();
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
  const { columns, rows, time, bounds } = entry;
  const scanned = { ...entryFile(entry, again), label: file.path };
  return {
    columns,
    rows,
    time,
    bounds,
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
  const { file, options } = conversion;
  await withPlainBytes(
    conversion,
    identified.source,
    (source) => write(conversion, source, target),
  );
  const facts = await writtenFacts(target, options.series, { label: file.path });
  const now = await identifyFor(conversion, identified);
  now.source.close();
  if (now.key !== identified.key) {
    throw new PondError("conflict", `cannot read ${file.path}: it changed while it was read`);
  }
  return facts;
}

async function write(
  { file, options, services }: Conversion,
  source: ByteSource,
  target: CacheTarget,
): Promise<void> {
  const label = file.path;
  const { format } = options;
  if (format === "parquet") return await copyTo(target, source);
  await (services.convertText ?? convertText)(source, target, { ...options, format, label });
}

/** Parquet that came compressed as a whole. */
async function copyTo(target: CacheTarget, source: ByteSource): Promise<void> {
  let offset = 0;
  for await (const chunk of readChunks(source, { reuse: true })) {
    target.writeSync(chunk, offset);
    offset += chunk.length;
  }
}

async function withPlainBytes(
  { file, options, services }: Conversion,
  source: ByteSource,
  work: (source: ByteSource) => Promise<void>,
): Promise<void> {
  const compression = compressionOf(file.path, options);
  if (compression === "none") return await work(source);
  const plain = await services.cache.scratch((target) =>
    decompress(source, target, { compression, label: file.path })
  );
  try {
    await work(keyed(plain, `${source.key} decompressed`));
  } finally {
    plain.close();
  }
}
