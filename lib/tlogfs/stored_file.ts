import { PondError } from "../base/mod.ts";
import {
  type Column,
  readParquetFooter,
  type TableDescription,
  type TimeBounds,
  type TimeColumn,
} from "../table/mod.ts";
import {
  type ByteSource,
  type FileKind,
  type FileNode,
  memorySource,
  type NodeStat,
  type NodeVersion,
  type OpenOptions,
  type ParquetFile,
  type ParquetScan,
  type RelationRequest,
  type TableView,
} from "../tinyfs/mod.ts";
import { attributesOf, recordedTime } from "./attributes.ts";
import type { OplogRow } from "./oplog_row.ts";
import { statOf, type TreeContext, versionRow, versionsOf } from "./tree_context.ts";

/** Which file: its newest row, where it was reached, its kind. */
export interface StoredFilePlace {
  readonly row: OplogRow;
  readonly path: string;
  readonly kind: FileKind;
}

/** A stored file with its versions. */
export class StoredFile implements FileNode {
  readonly kind: FileKind;
  readonly path: string;
  readonly id: string;
  readonly factory = null;
  readonly table: TableView | null;
  readonly row: OplogRow;

  constructor(private readonly context: TreeContext, { row, path, kind }: StoredFilePlace) {
    this.kind = kind;
    this.path = path;
    this.id = row.nodeId;
    this.row = row;
    this.table = kind === "data" ? null : {
      describe: () => this.describe(),
      relation: (request) => this.scan(request),
    };
  }

  /** The size of a series of several versions is known only when they have been merged. */
  stat(): Promise<NodeStat> {
    const stat = statOf(this.row);
    const isMerged = this.kind === "series" && this.row.version > 1;
    return Promise.resolve(isMerged ? { ...stat, sizeBytes: null, sha256: null } : stat);
  }

  versions(): Promise<readonly NodeVersion[]> {
    return versionsOf(this.context, this.row);
  }

  async open({ version }: OpenOptions = {}): Promise<ByteSource> {
    if (this.kind !== "series" || version !== undefined) {
      const { row, path } = this;
      return await this.context.contents.open(
        await versionRow(this.context, { row, path, version }),
      );
    }
    const parts = await this.parts();
    if (parts.length === 0) return memorySource(new Uint8Array(0), "empty");
    if (parts.length === 1) return await this.context.contents.open(parts[0]!);
    return await this.context.mergeSeries(this.scanOf(parts));
  }

  /** The versions that make up the present content: all of a series, the newest of a table; empty ones hold no rows. */
  private async parts(version?: number): Promise<readonly OplogRow[]> {
    const isWhole = this.kind === "series" && version === undefined;
    const { row, path } = this;
    const rows = isWhole
      ? await this.context.rows.versions(row)
      : [await versionRow(this.context, { row, path, version })];
    return rows.filter(({ sizeBytes }) => sizeBytes > 0);
  }

  private async scan({ version }: RelationRequest): Promise<ParquetScan> {
    return this.scanOf(await this.nonEmptyParts(version));
  }

  private async nonEmptyParts(version?: number): Promise<readonly OplogRow[]> {
    const parts = await this.parts(version);
    if (parts.length > 0) return parts;
    const which = version === undefined ? "" : `version ${version} of `;
    throw new PondError(
      "invalid-input",
      `cannot read ${which}${this.path} as a table: it is empty, not even a schema is there`,
    );
  }

  private scanOf(parts: readonly OplogRow[]): ParquetScan {
    return {
      type: "parquet",
      label: this.path,
      files: parts.map((part) => this.fileOf(part)),
      time: timeOf(parts),
      origin: { kind: this.kind, factory: null, cache: null },
    };
  }

  private fileOf(part: OplogRow): ParquetFile {
    const { rows, schema_key: schemaKey } = attributesOf(part);
    return {
      label: this.kind === "series" ? `${this.path} version ${part.version}` : this.path,
      key: `sha256:${part.sha256}`,
      sizeBytes: part.sizeBytes,
      open: () => this.context.contents.open(part),
      bounds: boundsOf(part),
      rows: typeof rows === "number" ? rows : null,
      schemaKey: typeof schemaKey === "string" ? schemaKey : null,
      version: part.version,
    };
  }

  private async describe(): Promise<TableDescription> {
    const parts = await this.parts();
    const rows = parts.map((part) => attributesOf(part)["rows"]);
    return {
      format: "parquet",
      columns: await this.columns(parts),
      rows: rows.every((count) => typeof count === "number")
        ? rows.reduce((sum, count) => sum + count, 0)
        : null,
      time: timeOf(parts),
      bounds: coverAll(parts),
    };
  }

  /** One footer is read for each schema there is, not for each version. */
  private async columns(parts: readonly OplogRow[]): Promise<readonly Column[]> {
    const bySchema = new Map<unknown, OplogRow>();
    for (const part of parts) bySchema.set(attributesOf(part)["schema_key"] ?? part.version, part);
    const schemas: (readonly Column[])[] = [];
    for (const part of bySchema.values()) {
      const source = await this.context.contents.open(part);
      try {
        schemas.push(readParquetFooter(source, this.path).columns);
      } finally {
        source.close();
      }
    }
    return uniteColumns(schemas);
  }
}

function timeOf(parts: readonly OplogRow[]): TimeColumn | null {
  const newest = parts[parts.length - 1];
  return newest ? recordedTime(newest) : null;
}

function boundsOf({ minEventTimeUs, maxEventTimeUs }: OplogRow): TimeBounds | null {
  if (minEventTimeUs === null || maxEventTimeUs === null) return null;
  return { minUs: minEventTimeUs, maxUs: maxEventTimeUs };
}

/** The bounds of all parts; unknown as soon as those of one with rows are. */
function coverAll(parts: readonly OplogRow[]): TimeBounds | null {
  let all: TimeBounds | null = null;
  for (const part of parts) {
    const bounds = boundsOf(part);
    if (!bounds && attributesOf(part)["rows"] === 0) continue;
    if (!bounds) return null;
    all = {
      minUs: all && all.minUs < bounds.minUs ? all.minUs : bounds.minUs,
      maxUs: all && all.maxUs > bounds.maxUs ? all.maxUs : bounds.maxUs,
    };
  }
  return all;
}

/** All columns by name; the newest schema says the type, and one that lacks a column makes it nullable. */
function uniteColumns(schemas: readonly (readonly Column[])[]): Column[] {
  const columns = new Map<string, Column>();
  for (const schema of schemas) {
    for (const column of schema) {
      const nullable = column.nullable || (columns.get(column.name)?.nullable ?? false);
      columns.set(column.name, { ...column, nullable });
    }
  }
  const everywhere = (name: string) =>
    schemas.every((schema) => schema.some((column) => column.name === name));
  return [...columns.values()].map((column) =>
    everywhere(column.name) ? column : { ...column, nullable: true }
  );
}
