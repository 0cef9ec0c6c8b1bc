import { isPondError, newHasher, newUuid, PondError } from "../../base/mod.ts";
import { type ParquetScan, readChunks, type TimeBounds } from "../../table/mod.ts";
import { readParquetFooter } from "../../parquet/mod.ts";
import {
  blobName,
  BlockSummer,
  type MergedPart,
  type SeriesPart,
  type SeriesRewriter,
  type TlogOptions,
} from "../rows/mod.ts";
import { type Contents, readTableFacts, seriesScan } from "../read/mod.ts";

/** What merging needs. */
export interface MergeContext {
  readonly options: TlogOptions;
  readonly rewriter: SeriesRewriter;
  readonly contents: Contents;
}

/**
 * Writes the rows of `group`, parts of the series at `path`, as one durable file beside the log,
 * which nothing names yet. It is kept only when it is proven to hold the same rows.
 * @throws {PondError} `unsupported` when it doesn't; `corrupt`, `no-space`, `io`
 */
export async function writeMerged(
  context: MergeContext,
  group: readonly SeriesPart[],
  path: string,
): Promise<MergedPart> {
  const { store, environment } = context.options;
  const tmpName = `tmp/blob-${newUuid(environment)}`;
  try {
    const scan = rawScan(context.contents, group, path);
    await writeSorted(context, { scan, tmpName, timeColumn: group[0]!.time!.name });
    const required = await requiredColumns(scan, group);
    const part = await describeMerged(context, { group, path, tmpName, required });
    await proveSame(context, { scan, part, tmpName });
    const name = blobName({ sha256: part.sha256, kind: "series" });
    const directory = name.slice(0, name.lastIndexOf("/"));
    await store.makeDirectory(directory);
    await store.rename(tmpName, name);
    await store.syncDirectory(directory);
    return part;
  } catch (error) {
    // The first error is the one to tell; what stays in tmp is swept by age.
    await store.remove(tmpName).catch(() => {});
    throw error;
  }
}

/**
 * The stored values as they are: with a time column the relation would turn them into timestamps.
 */
function rawScan(contents: Contents, group: readonly SeriesPart[], path: string): ParquetScan {
  return { ...seriesScan(group, { contents, path, kind: "series" }), time: null };
}

async function writeSorted(
  { options, rewriter }: MergeContext,
  { scan, tmpName, timeColumn }: { scan: ParquetScan; tmpName: string; timeColumn: string },
): Promise<void> {
  const writer = await options.store.create(tmpName);
  try {
    await rewriter.write(scan, writer, { timeColumn });
    await writer.sync();
  } finally {
    writer.close();
  }
}

/** The schemas are alike, so any version tells; what was merged before has it on record. */
async function requiredColumns(
  scan: ParquetScan,
  group: readonly SeriesPart[],
): Promise<readonly string[]> {
  const single = group.findIndex(({ first, last }) => first === last);
  if (single < 0) return group[0]!.required;
  const source = await scan.files[single]!.open();
  try {
    const { columns } = readParquetFooter(source, scan.label);
    return columns.filter(({ nullable }) => !nullable).map(({ name }) => name);
  } finally {
    source.close();
  }
}

interface Described {
  readonly group: readonly SeriesPart[];
  readonly path: string;
  readonly tmpName: string;
  readonly required: readonly string[];
}

async function describeMerged(
  { options }: MergeContext,
  { group, path, tmpName, required }: Described,
): Promise<MergedPart> {
  const [first, newest] = [group[0]!, group[group.length - 1]!];
  const reader = await options.store.open(tmpName);
  try {
    const [hasher, summer] = [newHasher(), new BlockSummer()];
    const merged = { ...reader, readSync: reader.readSync, key: tmpName };
    for await (const chunk of readChunks(merged, { reuse: true })) {
      hasher.update(chunk);
      summer.update(chunk);
    }
    const aim = { path, kind: "series", timeColumn: null, before: newest.time } as const;
    const { attributes, bounds } = await readTableFacts(reader, aim);
    const part: MergedPart = {
      first: first.first,
      last: newest.last,
      sha256: hasher.digest(),
      sizeBytes: reader.sizeBytes,
      rows: Number(attributes["rows"]),
      bounds,
      schemaKey: String(attributes["schema_key"]),
      versionsSchemaKey: newest.versionsSchemaKey!,
      // The unit of a Parquet timestamp may be another now; nobody needs it, and all parts of a
      // series say the same.
      time: newest.time,
      required,
      sums: summer.digest(),
    };
    refuseOtherFacts(group, part, path);
    return part;
  } finally {
    reader.close();
  }
}

/** What the log knew of the versions must hold for the merged file. */
function refuseOtherFacts(group: readonly SeriesPart[], part: MergedPart, path: string): void {
  const rows = group.reduce((sum, { rows }) => sum + rows!, 0);
  if (part.rows !== rows) throw notSame(path, `${part.rows} rows came out of ${rows}`);
  const bounds = boundsOf(group);
  if (!bounds || !part.bounds) return;
  if (part.bounds.minUs !== bounds.minUs || part.bounds.maxUs !== bounds.maxUs) {
    throw notSame(path, "its times came out differently");
  }
}

function boundsOf(group: readonly SeriesPart[]): TimeBounds | null {
  const known = group.filter(({ rows }) => rows !== 0).map(({ bounds }) => bounds);
  if (known.length === 0 || known.some((bounds) => bounds === null)) return null;
  return (known as TimeBounds[]).reduce((a, b) => ({
    minUs: a.minUs < b.minUs ? a.minUs : b.minUs,
    maxUs: a.maxUs > b.maxUs ? a.maxUs : b.maxUs,
  }));
}

async function proveSame(
  { options, rewriter }: MergeContext,
  { scan, part, tmpName }: { scan: ParquetScan; part: MergedPart; tmpName: string },
): Promise<void> {
  const open = async () => ({ ...await options.store.open(tmpName), key: part.sha256 });
  const { sizeBytes, rows, bounds, schemaKey } = part;
  const file = { ...scan.files[0]!, open, key: part.sha256, sizeBytes, rows, bounds, schemaKey };
  const difference = await rewriter.difference(scan, { ...scan, files: [file] });
  if (difference !== null) throw notSame(scan.label, difference);
}

function notSame(path: string, why: string): PondError {
  return new PondError("unsupported", `cannot merge versions of ${path}: ${why}`);
}

/** Whether an error concerns one series alone, so that others can go on. */
export function concernsOneSeries(error: unknown): error is PondError {
  return isPondError(
    error,
    "unsupported",
    "corrupt",
    "invalid-input",
    "invalid-query",
    "out-of-memory",
  );
}
