import { type Environment, newUuid } from "../base/mod.ts";
import type { StoreReader, StoreWriter } from "../store/mod.ts";
import { type Bounds, newParquetEncoder, type ParquetEncoder } from "../parquet/mod.ts";
import type { Field, ParquetTarget, Row, StagedFacts, StagedFile, StageOptions } from "./api.ts";
import { tableFile, type TableLocation } from "./layout.ts";
import { parquetSchemaOf } from "./parquet_schema.ts";
import { formatStats, mergeBounds, parseStats } from "./stats.ts";
import { SUPERSEDED_TAGS } from "./superseded.ts";

const GROUP_ROWS = 10_000;
const GROUP_BYTES = 4 * 1024 * 1024;
/**
 * A run with so many rows in a group doesn't share it: a lookup in a small run decodes no large
 * one's rows.
 */
const OWN_GROUP_ROWS = GROUP_ROWS / 2;

/** What staging needs to know of the table. */
export interface StageContext extends TableLocation {
  readonly environment: Environment;
  readonly schema: readonly Field[];
  /** The order in which rows come. Those that are equal in its first column are a run. */
  readonly sortBy: readonly string[];
}

/**
 * Writes rows, which come sorted, as one durable data file with small row groups.
 * @throws {PondError} `no-space`, `io`, `unsupported` for a type pond doesn't write
 */
export async function stageSortedRows(
  context: StageContext,
  rows: Iterable<Row>,
  options: StageOptions = {},
): Promise<StagedFile> {
  const file = await RowFile.create(context, options);
  try {
    for (const row of rows) file.add(row);
    return await file.finish();
  } catch (error) {
    await file.discard();
    throw error;
  }
}

/** A row, and whether another file has a newer state of what it is a state of. */
export interface StateRow {
  readonly row: Row;
  readonly isSuperseded: boolean;
}

/**
 * As {@linkcode stageSortedRows}, with superseded rows in a file of their own, tagged as such. A
 * sort without rows gets none.
 * @throws {PondError} `no-space`, `io`, `unsupported` for a type pond doesn't write
 */
export async function stageStates(
  context: StageContext,
  rows: AsyncIterable<StateRow>,
): Promise<readonly StagedFile[]> {
  let newest: RowFile | undefined;
  let superseded: RowFile | undefined;
  try {
    for await (const { row, isSuperseded } of rows) {
      const file = isSuperseded
        ? superseded ??= await RowFile.create(context, { tags: SUPERSEDED_TAGS })
        : newest ??= await RowFile.create(context);
      file.add(row);
    }
    const staged: StagedFile[] = [];
    for (const file of [newest, superseded]) if (file) staged.push(await file.finish());
    return staged;
  } catch (error) {
    for (const file of [newest, superseded]) await file?.discard();
    throw error;
  }
}

/**
 * Lets the caller write a Parquet file, durable when this returns.
 * @throws whatever `fill` throws; nothing is left behind then
 */
export async function stageParquetFile(
  context: StageContext,
  fill: (target: ParquetTarget) => Promise<StagedFacts>,
  options: StageOptions = {},
): Promise<StagedFile> {
  const file = await UnfinishedFile.create(context, options);
  try {
    return await file.finish(await fill(file));
  } catch (error) {
    await file.discard();
    throw error;
  }
}

/** A data file that is being written. */
class UnfinishedFile implements ParquetTarget {
  #sizeBytes = 0;
  #isOpen = true;

  readonly #context: StageContext;
  readonly #options: StageOptions;
  readonly #path: string;
  readonly #writer: StoreWriter;

  private constructor(
    context: StageContext,
    options: StageOptions,
    path: string,
    writer: StoreWriter,
  ) {
    this.#context = context;
    this.#options = options;
    this.#path = path;
    this.#writer = writer;
  }

  static async create(context: StageContext, options: StageOptions): Promise<UnfinishedFile> {
    const path = `part-00000-${newUuid(context.environment)}-c000.zstd.parquet`;
    const writer = await context.store.create(tableFile(context, path));
    return new UnfinishedFile(context, options, path, writer);
  }

  writeSync(chunk: Uint8Array, offset: number): void {
    this.#writer.writeSync(chunk, offset);
    this.#sizeBytes = Math.max(this.#sizeBytes, offset + chunk.length);
  }

  open(): Promise<StoreReader> {
    return this.#context.store.open(tableFile(this.#context, this.#path));
  }

  append(chunk: Uint8Array): void {
    this.writeSync(chunk, this.#sizeBytes);
  }

  /** The file is durable when this returns. */
  async finish({ rows, bounds = new Map() }: StagedFacts): Promise<StagedFile> {
    const path = this.#path;
    const { store, environment, schema, root } = this.#context;
    await this.#writer.sync();
    this.#close();
    await store.syncDirectory(root);
    const stats = formatStats(rows, bounds, schema);
    return {
      staged: true,
      path,
      partitionValues: this.#options.partitionValues ?? {},
      sizeBytes: this.#sizeBytes,
      modificationTime: Number(environment.nowUs() / 1000n),
      stats,
      rows,
      bounds: parseStats(stats, schema).bounds,
      tags: this.#options.tags ?? {},
    };
  }

  /**
   * The error that led here is the one to tell; a file left behind is unreferenced and vacuum takes
   * it.
   */
  async discard(): Promise<void> {
    this.#close();
    await this.#context.store.remove(tableFile(this.#context, this.#path)).catch(() => {});
  }

  #close(): void {
    if (this.#isOpen) this.#writer.close();
    this.#isOpen = false;
  }
}

/**
 * A data file that is being written row by row, in groups of {@linkcode GROUP_ROWS} and about
 * {@linkcode GROUP_BYTES} at most.
 */
class RowFile {
  readonly #bounds = new Map<string, Bounds>();
  readonly #large: readonly Field[];
  #group: Row[] = [];
  #groupBytes = 0;
  /** Where in the group the run of its last row begins. */
  #runStart = 0;
  #written = 0;

  readonly #file: UnfinishedFile;
  readonly #fields: readonly Field[];
  readonly #encoder: ParquetEncoder;
  readonly #runColumn: string | undefined;

  private constructor(
    file: UnfinishedFile,
    fields: readonly Field[],
    encoder: ParquetEncoder,
    runColumn: string | undefined,
  ) {
    this.#file = file;
    this.#fields = fields;
    this.#encoder = encoder;
    this.#runColumn = runColumn;
    this.#large = fields.filter(({ type }) => type === "binary" || type === "string");
  }

  static async create(context: StageContext, options: StageOptions = {}): Promise<RowFile> {
    const partitioned = new Set(Object.keys(options.partitionValues ?? {}));
    const fields = context.schema.filter((field) => !partitioned.has(field.name));
    const encoder = newParquetEncoder(parquetSchemaOf(fields));
    const file = await UnfinishedFile.create(context, options);
    return new RowFile(file, fields, encoder, context.sortBy[0]);
  }

  add(row: Row): void {
    const [group, runColumn] = [this.#group, this.#runColumn];
    const before = group.at(-1);
    if (runColumn !== undefined && before && before[runColumn] !== row[runColumn]) {
      if (group.length - this.#runStart >= OWN_GROUP_ROWS) this.#writeGroups();
      this.#runStart = this.#group.length;
    }
    this.#group.push(row);
    for (const { name } of this.#large) this.#groupBytes += (row[name] as Large)?.length ?? 0;
    if (this.#group.length >= GROUP_ROWS || this.#groupBytes >= GROUP_BYTES) this.#writeGroups();
  }

  async finish(): Promise<StagedFile> {
    this.#writeGroups();
    this.#file.append(this.#encoder.finish());
    return await this.#file.finish({ rows: this.#written, bounds: this.#bounds });
  }

  async discard(): Promise<void> {
    await this.#file.discard();
  }

  /** What is left: one group, or two where the last run is large. */
  #writeGroups(): void {
    const [group, runStart] = [this.#group, this.#runStart];
    const cut = group.length - runStart >= OWN_GROUP_ROWS ? runStart : 0;
    for (const part of [group.slice(0, cut), group.slice(cut)]) this.#writeGroup(part);
    [this.#group, this.#groupBytes, this.#runStart] = [[], 0, 0];
  }

  #writeGroup(group: readonly Row[]): void {
    if (group.length === 0) return;
    const [fields, bounds, written] = [this.#fields, this.#bounds, this.#written];
    const columns = fields.map(({ name }) => group.map((row) => row[name] ?? null));
    const encoded = this.#encoder.rowGroup(columns, group.length);
    const rows = { leftRows: written, rightRows: group.length };
    fields.forEach(({ name }, index) => {
      const part = encoded.bounds[index]!;
      const before = bounds.get(name);
      bounds.set(name, before ? mergeBounds(before, part, rows) : part);
    });
    this.#file.append(encoded.bytes);
    this.#written += group.length;
  }
}

type Large = string | Uint8Array | null | undefined;
