import { type Environment, newUuid } from "../base/mod.ts";
import type {
  Bounds,
  Field,
  ParquetTarget,
  Row,
  StagedFacts,
  StagedFile,
  StageOptions,
} from "./api.ts";
import { tableFile, type TableLocation } from "./layout.ts";
import { parquetSchemaOf } from "./parquet_schema.ts";
import { newParquetEncoder } from "./parquet_write.ts";
import { formatStats, mergeBounds, parseStats } from "./stats.ts";

const GROUP_ROWS = 10_000;
const GROUP_BYTES = 4 * 1024 * 1024;

/** What staging needs to know of the table. */
export interface StageContext extends TableLocation {
  readonly environment: Environment;
  readonly schema: readonly Field[];
}

/**
 * Writes rows, which come sorted, as one durable data file with small row groups.
 * @throws {PondError} `no-space`, `io`, `unsupported` for a type pond doesn't write
 */
export function stageSortedRows(
  context: StageContext,
  rows: AsyncIterable<Row> | Iterable<Row>,
  options: StageOptions = {},
): Promise<StagedFile> {
  const partitioned = new Set(Object.keys(options.partitionValues ?? {}));
  const fields = context.schema.filter((field) => !partitioned.has(field.name));
  return stageFile(context, options, async (write) => {
    const encoder = await newParquetEncoder(parquetSchemaOf(fields));
    const bounds = new Map<string, Bounds>();
    let count = 0;
    for await (const group of rowGroups(rows, fields)) {
      const columns = fields.map(({ name }) => group.map((row) => row[name] ?? null));
      const encoded = encoder.rowGroup(columns, group.length);
      fields.forEach(({ name }, index) => {
        const part = encoded.bounds[index]!;
        const before = bounds.get(name);
        const rows = { leftRows: count, rightRows: group.length };
        bounds.set(name, before ? mergeBounds(before, part, rows) : part);
      });
      write(encoded.bytes);
      count += group.length;
    }
    write(encoder.finish());
    return { rows: count, bounds };
  });
}

/**
 * Lets the caller write a Parquet file, durable when this returns.
 * @throws whatever `fill` throws; nothing is left behind then
 */
export function stageParquetFile(
  context: StageContext,
  fill: (target: ParquetTarget) => Promise<StagedFacts>,
  options: StageOptions = {},
): Promise<StagedFile> {
  return stageFile(context, options, (_write, target) => fill(target));
}

async function stageFile(
  context: StageContext,
  options: StageOptions,
  fill: (write: (bytes: Uint8Array) => void, target: ParquetTarget) => Promise<StagedFacts>,
): Promise<StagedFile> {
  const { store, environment, schema } = context;
  const path = `part-00000-${newUuid(environment)}-c000.zstd.parquet`;
  const name = tableFile(context, path);
  const writer = await store.create(name);
  let size = 0;
  const writeSync = (chunk: Uint8Array, offset: number) => {
    writer.writeSync(chunk, offset);
    size = Math.max(size, offset + chunk.length);
  };
  let facts: StagedFacts;
  try {
    try {
      facts = await fill((bytes) => writeSync(bytes, size), { writeSync });
      await writer.sync();
    } finally {
      writer.close();
    }
    await store.syncDirectory(context.root);
  } catch (error) {
    // The first error is the one to tell; a file left behind is unreferenced and vacuum takes it.
    await store.remove(name).catch(() => {});
    throw error;
  }
  const stats = formatStats(facts.rows, facts.bounds ?? new Map(), schema);
  return {
    staged: true,
    path,
    partitionValues: options.partitionValues ?? {},
    sizeBytes: size,
    modificationTime: Number(environment.nowUs() / 1000n),
    stats,
    rows: facts.rows,
    bounds: parseStats(stats, schema).bounds,
  };
}

/** Cuts rows into groups of at most {@linkcode GROUP_ROWS} rows and about {@linkcode GROUP_BYTES}. */
async function* rowGroups(
  rows: AsyncIterable<Row> | Iterable<Row>,
  fields: readonly Field[],
): AsyncGenerator<Row[]> {
  const large = fields.filter(({ type }) => type === "binary" || type === "string");
  let group: Row[] = [];
  let bytes = 0;
  for await (const row of rows) {
    group.push(row);
    for (const { name } of large) bytes += (row[name] as Large)?.length ?? 0;
    if (group.length >= GROUP_ROWS || bytes >= GROUP_BYTES) {
      yield group;
      [group, bytes] = [[], 0];
    }
  }
  if (group.length > 0) yield group;
}

type Large = string | Uint8Array | null | undefined;
