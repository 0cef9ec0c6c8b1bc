import { PondError } from "../../base/mod.ts";
import {
  type ByteSource,
  type Column,
  memorySource,
  type ParquetScan,
  type TableDescription,
  type TimeBounds,
  unitedType,
} from "../../table/mod.ts";
import { readParquetFooter, topColumns } from "../../parquet/mod.ts";
import type {
  FileKind,
  FileNode,
  NodeStat,
  NodeVersion,
  OpenOptions,
  RelationRequest,
  TableView,
} from "../../tinyfs/mod.ts";
import { type OplogRow, type SeriesPart, seriesParts, versionPart } from "../rows/mod.ts";
import { seriesScan, timeOf } from "./series_scan.ts";
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

  readonly #context: TreeContext;

  constructor(context: TreeContext, { row, path, kind }: StoredFilePlace) {
    this.#context = context;
    this.kind = kind;
    this.path = path;
    this.id = row.nodeId;
    this.row = row;
    this.table = kind === "data" ? null : {
      describe: () => this.#describe(),
      relation: (request) => this.#scan(request),
    };
  }

  /** The size of a series of several versions is known only when they have been merged. */
  stat(): Promise<NodeStat> {
    const stat = statOf(this.row);
    const isMerged = this.kind === "series" && this.row.version > 1;
    return Promise.resolve(isMerged ? { ...stat, sizeBytes: null, sha256: null } : stat);
  }

  versions(): Promise<readonly NodeVersion[]> {
    return versionsOf(this.#context, this.row);
  }

  async open({ version }: OpenOptions = {}): Promise<ByteSource> {
    if (this.kind !== "series" || version !== undefined) {
      const { row, path } = this;
      return await this.#context.contents.open(
        await versionRow(this.#context, { row, path, version }),
      );
    }
    const parts = await this.#parts();
    if (parts.length === 0) return memorySource(new Uint8Array(0), "empty");
    const scan = this.#scanOf(parts);
    if (parts.length === 1) return await scan.files[0]!.open();
    return await this.#context.mergeSeries(scan);
  }

  /**
   * The files that make up the present content: all of a series, the newest of a table; empty ones
   * hold no rows.
   */
  async #parts(version?: number): Promise<readonly SeriesPart[]> {
    const { row, path } = this;
    if (this.kind === "series" && version === undefined) {
      return seriesParts(await this.#context.rows.history(row));
    }
    const only = await versionRow(this.#context, { row, path, version });
    return only.sizeBytes > 0 ? [versionPart(only)] : [];
  }

  async #scan({ version }: RelationRequest): Promise<ParquetScan> {
    return this.#scanOf(await this.#nonEmptyParts(version));
  }

  async #nonEmptyParts(version?: number): Promise<readonly SeriesPart[]> {
    const parts = await this.#parts(version);
    if (parts.length > 0) return parts;
    const which = version === undefined ? "" : `version ${version} of `;
    throw new PondError(
      "invalid-input",
      `cannot read ${which}${this.path} as a table: it is empty, not even a schema is there`,
    );
  }

  #scanOf(parts: readonly SeriesPart[]): ParquetScan {
    return seriesScan(parts, {
      contents: this.#context.contents,
      path: this.path,
      kind: this.kind === "series" ? "series" : "table",
    });
  }

  async #describe(): Promise<TableDescription> {
    const parts = await this.#parts();
    const rows = parts.map((part) => part.rows);
    return {
      format: "parquet",
      ...await this.#columns(parts),
      rows: rows.every((count) => count !== null)
        ? rows.reduce((sum, count) => sum + count, 0)
        : null,
      time: timeOf(parts),
      bounds: coverAll(parts),
    };
  }

  /** One footer is read for each schema there is, not for each version. */
  async #columns(
    parts: readonly SeriesPart[],
  ): Promise<Pick<TableDescription, "columns" | "untyped">> {
    const { files } = this.#scanOf(parts);
    const bySchema = new Map<unknown, number>();
    parts.forEach((part, i) => bySchema.set(part.versionsSchemaKey ?? part.first, i));
    const schemas: (readonly Column[])[] = [];
    for (const i of bySchema.values()) {
      const source = await files[i]!.open();
      try {
        const required = new Set(parts[i]!.required);
        const footer = readParquetFooter(source, this.path);
        const { untyped } = topColumns(footer);
        schemas.push(footer.columns.map(({ name, type, nullable }) => ({
          name,
          type: untyped.has(name.toLowerCase()) ? { is: "null" } : type,
          nullable: nullable && !required.has(name),
        })));
      } finally {
        source.close();
      }
    }
    const united = uniteColumns(schemas);
    const untyped = united.filter(({ type }) => type.is === "null").map(({ name }) => name);
    // Queries see text there.
    const columns = united.map((column) =>
      column.type.is === "null" ? { ...column, type: { is: "string" } as const } : column
    );
    return untyped.length > 0 ? { columns, untyped } : { columns };
  }
}

/** The bounds of all parts; unknown as soon as those of one with rows are. */
function coverAll(parts: readonly SeriesPart[]): TimeBounds | null {
  let all: TimeBounds | null = null;
  for (const { bounds, rows } of parts) {
    if (!bounds && rows === 0) continue;
    if (!bounds) return null;
    all = {
      minUs: all && all.minUs < bounds.minUs ? all.minUs : bounds.minUs,
      maxUs: all && all.maxUs > bounds.maxUs ? all.maxUs : bounds.maxUs,
    };
  }
  return all;
}

/**
 * All columns by name, each of the type that all schemas have in common, as queries see it; one
 * that lacks a column makes it nullable.
 */
function uniteColumns(schemas: readonly (readonly Column[])[]): Column[] {
  const columns = new Map<string, Column>();
  for (const schema of schemas) {
    for (const column of schema) {
      const { type, nullable } = columns.get(column.name) ?? column;
      columns.set(column.name, {
        ...column,
        type: unitedType(type, column.type),
        nullable: nullable || column.nullable,
      });
    }
  }
  const everywhere = (name: string) =>
    schemas.every((schema) => schema.some((column) => column.name === name));
  return [...columns.values()].map((column) =>
    everywhere(column.name) ? column : { ...column, nullable: true }
  );
}
