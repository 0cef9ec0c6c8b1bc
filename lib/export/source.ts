import { hashParts, isPondError, newUuid, PondError } from "../base/mod.ts";
import {
  type Column,
  type ParquetFile,
  type ParquetScan,
  type Relation,
  relationKey,
  type TimeColumn,
  timeColumnOf,
} from "../table/mod.ts";
import type { FileNode, NodeVersion, TableView } from "../tinyfs/mod.ts";
import type { ExportServices } from "./api.ts";
import { type ExportRecord, RECORD_FORMAT, versionsKey } from "./record.ts";

/** Versions of a series go into one file together up to so many bytes. */
const PART_BYTES = 256 * 1024 * 1024;

/** What a node holds now. */
export interface Source {
  readonly path: string;
  /** What is in a table that holds all of it. */
  readonly record: ExportRecord;
  readonly columns: readonly Column[];
  readonly time: TimeColumn | null;
  /** A computed series comes out in time order. */
  readonly ordered: boolean;
  /** All of it. */
  readonly parts: readonly SourcePart[];
  /** What a table that holds `record` lacks; null: only a rewrite gives the right rows. */
  since(record: ExportRecord): Promise<readonly SourcePart[] | null>;
}

/** Rows that go into one file, or one a partition. */
export interface SourcePart {
  readonly relation: Relation;
  /** Newest version in it; 0 where there are none. */
  readonly version: number;
  /** Of its rows. */
  readonly key: string;
}

/**
 * Looks at a table or series; nothing is computed yet.
 * @throws {PondError} `invalid-input` for bytes that are no table; whatever opening the source may
 *   throw
 */
export async function readSource(node: FileNode, services: ExportServices): Promise<Source> {
  const { table } = node;
  if (!table) {
    throw new PondError("invalid-input", `cannot export ${node.path}: it is bytes, not a table`, {
      hint: "a csv-directory shows CSV files as tables; `copy` takes bytes out as they are",
    });
  }
  const relation = await table.relation({ chain: [] });
  const isStored = node.kind === "series" && node.factory === null;
  const versions = isStored ? await node.versions?.() : undefined;
  const common = {
    path: node.path,
    columns: await services.columns(relation),
    time: timeColumnOf(relation),
  };
  const record = { format: RECORD_FORMAT, path: node.path, node: node.id };
  if (versions && relation.type === "parquet") {
    return { ...common, ...storedSeries(record, { versions, scan: relation, table }) };
  }
  const key = services.isVolatile(relation)
    ? newUuid(services.environment)
    : hashParts([relationKey(relation)]);
  const now = { ...record, versions: null, key };
  return {
    ...common,
    record: now,
    ordered: node.kind === "series",
    parts: [{ relation, version: 0, key }],
    since: (before) => Promise.resolve(holdsSame(before, now) ? [] : null),
  };
}

interface StoredSeries {
  readonly versions: readonly NodeVersion[];
  readonly scan: ParquetScan;
  readonly table: TableView;
}

/** A series only ever grows by versions, so what a table has of it stays right. */
function storedSeries(
  common: Pick<ExportRecord, "format" | "path" | "node">,
  series: StoredSeries,
): Pick<Source, "record" | "ordered" | "parts" | "since"> {
  const { versions, scan } = series;
  const last = versions.at(-1)?.version ?? 0;
  const record = { ...common, versions: last, key: versionsKey(versions, last) };
  return {
    record,
    ordered: false,
    parts: partsOf(scan, scan.files),
    async since(before) {
      if (holdsSame(before, record)) return [];
      const isPrefix = before.format === RECORD_FORMAT && before.node === record.node &&
        before.versions !== null && before.versions < last &&
        before.key === versionsKey(versions, before.versions);
      if (!isPrefix) return null;
      const files = await filesAfter(series, before.versions);
      return files && partsOf(scan, files);
    },
  };
}

function holdsSame(before: ExportRecord, now: ExportRecord): boolean {
  return before.format === now.format && before.node === now.node &&
    before.versions === now.versions && before.key === now.key;
}

/**
 * The files of the versions after `last`. Maintenance may have merged versions into one file: then
 * each version is asked for by itself, and null says that one has been dropped since.
 */
async function filesAfter(
  { versions, scan, table }: StoredSeries,
  last: number,
): Promise<readonly ParquetFile[] | null> {
  const full = versions.filter(({ sizeBytes }) => sizeBytes > 0);
  const isPlain = scan.files.length === full.length &&
    full.every(({ version }, i) => scan.files[i]!.version === version);
  if (isPlain) return scan.files.filter(({ version }) => version! > last);
  const files: ParquetFile[] = [];
  for (const { version } of full.filter((each) => each.version > last)) {
    try {
      const relation = await table.relation({ chain: [], version });
      if (relation.type !== "parquet") return null;
      files.push(...relation.files);
    } catch (error) {
      if (isPondError(error, "expired")) return null;
      throw error;
    }
  }
  return files;
}

function partsOf(scan: ParquetScan, files: readonly ParquetFile[]): SourcePart[] {
  const parts: SourcePart[] = [];
  let batch: ParquetFile[] = [];
  const close = () => {
    const relation = { ...scan, files: batch };
    parts.push({
      relation,
      version: Math.max(0, ...batch.map(({ version }) => version ?? 0)),
      key: relationKey(relation),
    });
    batch = [];
  };
  let bytes = 0;
  for (const file of files) {
    if (batch.length > 0 && bytes + file.sizeBytes > PART_BYTES) {
      close();
      bytes = 0;
    }
    batch.push(file);
    bytes += file.sizeBytes;
  }
  if (batch.length > 0) close();
  return parts;
}
