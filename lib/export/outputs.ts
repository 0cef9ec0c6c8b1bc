import { newUuid, PondError, quoteName } from "../base/mod.ts";
import type { StagedFacts } from "../delta/mod.ts";
import type { WriteSummary } from "../parquet/mod.ts";
import type { ParquetFile, ParquetScan, Relation } from "../table/mod.ts";
import type { ExportServices, ScratchBytes, WriteTarget } from "./api.ts";
import { type Partition, partitionsOf } from "./partition.ts";
import { selectSql, sortedSql } from "./select.ts";
import type { Shape } from "./shape.ts";
import type { SourcePart } from "./source.ts";
import { boundsOfFooter } from "./statistics.ts";

/** A file to be written. */
export interface Output {
  readonly part: SourcePart;
  /** Null: the table has none. */
  readonly partition: Partition | null;
  write(target: WriteTarget): Promise<StagedFacts>;
}

/** The files of `parts`; each is written before the next one is asked for. */
export async function* outputsOf(
  parts: readonly SourcePart[],
  shape: Shape,
  services: ExportServices,
): AsyncGenerator<Output> {
  for (const part of parts) {
    if (shape.partition.length > 0) {
      yield* partitioned(part, shape, services);
      continue;
    }
    const sql = await partSql(part, shape, services);
    yield {
      part,
      partition: null,
      write: (target) => writeRows(services, shape, { sql, relation: part.relation, target }),
    };
  }
}

/**
 * Rows are computed once, into a sorted file of their own, and cut from there: each partition reads
 * little more than its own rows, and all of them see the same ones.
 */
async function* partitioned(
  part: SourcePart,
  shape: Shape,
  services: ExportServices,
): AsyncGenerator<Output> {
  const sql = await partSql(part, shape, services);
  let whole: StagedFacts = { rows: 0 };
  const scratch = await services.scratch(async (target) => {
    whole = await writeRows(services, shape, { sql, relation: part.relation, target });
  });
  try {
    const scan = scanOf(scratch, shape, { label: part.relation.label, services });
    let left = whole.rows;
    for (const partition of await partitionsOf(await services.engine(), scan, shape)) {
      yield {
        part,
        partition,
        write: async (target) => {
          const slice = sliceOf(scan, shape, partition);
          const facts = await writeRows(services, shape, { ...slice, target });
          left -= facts.rows;
          return facts;
        },
      };
    }
    if (left === 0) return;
    throw new PondError("internal", `cannot partition ${scan.label}: ${left} rows are in none`);
  } finally {
    scratch.close();
  }
}

async function partSql(
  { relation }: SourcePart,
  shape: Shape,
  services: ExportServices,
): Promise<string> {
  const columns = new Set((await services.columns(relation)).map(({ name }) => name));
  const isSorted = shape.partition.length > 0 || (shape.ordered && shape.time !== null);
  return (isSorted ? sortedSql : selectSql)(shape, { columns });
}

interface Rows {
  readonly sql: string;
  readonly relation: Relation;
  readonly target: WriteTarget;
}

async function writeRows(
  services: ExportServices,
  shape: Shape,
  { sql, relation, target }: Rows,
): Promise<StagedFacts> {
  const engine = await services.engine();
  const { onProgress } = services;
  const { rows, footer } = await engine.writeParquet(
    { sql, relations: new Map([["source", relation]]) },
    target,
    onProgress ? { onProgress } : {},
  );
  const bounds = boundsOfFooter(footerOf(footer, relation), shape.fields);
  refuseNullTimes({ rows, bounds }, shape, relation);
  return { rows, bounds };
}

/**
 * A series without a time for every row is none; the rows of a stored one have been looked at as
 * they came in.
 */
function refuseNullTimes({ bounds }: StagedFacts, shape: Shape, relation: Relation): void {
  const nulls = shape.ordered && shape.time ? bounds?.get(shape.time.name)?.nulls : 0;
  if (!nulls) return;
  throw new PondError(
    "invalid-input",
    `cannot export ${relation.label} as a series: its time column ${
      JSON.stringify(shape.time!.name)
    } is NULL in ${nulls} rows`,
  );
}

function footerOf(footer: WriteSummary["footer"], { label }: Relation) {
  if (footer) return footer;
  throw new PondError("internal", `cannot export ${label}: the engine tells no footer`);
}

function sliceOf(scan: ParquetScan, shape: Shape, { range }: Partition): Omit<Rows, "target"> {
  const columns = new Set(shape.fields.map(({ name }) => name));
  const column = shape.time!.name;
  if (range) {
    const relation = { type: "restrict", label: scan.label, input: scan, column, range } as const;
    return { relation, sql: selectSql(shape, { columns }) };
  }
  const where = `${quoteName(column)} IS NULL OR NOT isfinite(${quoteName(column)})`;
  return { relation: scan, sql: selectSql(shape, { columns, where }) };
}

/** The intermediate file as a relation; it is closed when all is written, not by who reads it. */
function scanOf(
  scratch: ScratchBytes,
  { time }: Shape,
  { label, services }: { readonly label: string; readonly services: ExportServices },
): ParquetScan {
  const key = newUuid(services.environment);
  const file: ParquetFile = {
    label,
    key,
    sizeBytes: scratch.sizeBytes,
    open: () =>
      Promise.resolve({
        sizeBytes: scratch.sizeBytes,
        key,
        readSync: (offset, into) => scratch.readSync(offset, into),
        close() {},
      }),
    bounds: null,
    rows: null,
    schemaKey: null,
    version: null,
  };
  const { name, isDate } = time!;
  return {
    type: "parquet",
    label,
    files: [file],
    time: { name, unit: isDate ? "date" : "us", native: !isDate },
    origin: { kind: "table", factory: null, cache: null },
  };
}
