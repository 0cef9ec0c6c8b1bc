/**
 * The files that the benchmark reads, made once by native DuckDB and kept in `bench/data/`, which
 * git ignores.
 */
import { join } from "../lib/deps/std_path.ts";
import type { NativeDuckDb } from "./deps.ts";

/** Rows of {@linkcode BenchData.whole}. */
export const ROWS = 10_000_000;
/** Versions of {@linkcode BenchData.parts}. */
export const VERSIONS = 1_000;
const CSV_ROWS = 2_000_000;
const DOCUMENTS = 1_000_000;

/** Host paths of the data. */
export interface BenchData {
  /** S: {@linkcode ROWS} rows of time, one of 100 sensors, a double and an integer; about 50 MB. */
  readonly whole: string;
  /** V: the same rows in {@linkcode VERSIONS} files, in time order. */
  readonly parts: readonly string[];
  /** J: {@linkcode DOCUMENTS} rows of a time and a JSON text. */
  readonly documents: string;
  /** C: the first fifth as CSV, about 80 MB. */
  readonly csv: string;
}

/** One row a second from the beginning of 2024. */
const ROW_SQL = `
  SELECT TIMESTAMP '2024-01-01' + to_seconds(i) AS timestamp,
         'sensor_' || lpad((hash(i) % 100)::VARCHAR, 3, '0') AS sensor,
         round(20 + 10 * sin(i / 13750.0) + (hash(i * 7) % 10) / 10.0, 1) AS value,
         (hash(i * 13) % 100)::INTEGER AS status`;

const DOCUMENT_SQL = `
  SELECT TIMESTAMP '2024-01-01' + to_minutes(i) AS timestamp,
         '{"sensor": "sensor_' || i % 100 || '", "value": ' || (i % 1000) / 10.0 ||
         ', "status": {"code": ' || i % 7 || ', "flags": ["a", "b"]}}' AS document
  FROM range(${DOCUMENTS}) r(i)`;

/** Makes what isn't in `directory` yet. */
export async function prepareData(directory: string, native: NativeDuckDb): Promise<BenchData> {
  const parts = join(directory, "v");
  await Deno.mkdir(parts, { recursive: true });
  const data: BenchData = {
    whole: join(directory, "s.parquet"),
    parts: Array.from({ length: VERSIONS }, (_, index) => join(parts, `part_${index}.parquet`)),
    csv: join(directory, "c.csv"),
    documents: join(directory, "j.parquet"),
  };
  const rows = (from: number, to: number) => `${ROW_SQL} FROM range(${from}, ${to}) r(i)`;
  const parquet = "(FORMAT parquet, COMPRESSION zstd)";
  await unlessThere(
    data.whole,
    (file) => native.run(`COPY (${rows(0, ROWS)}) TO '${file}' ${parquet}`),
  );
  await unlessThere(
    data.csv,
    (file) => native.run(`COPY (${rows(0, CSV_ROWS)}) TO '${file}' (HEADER)`),
  );
  await unlessThere(
    data.documents,
    (file) => native.run(`COPY (${DOCUMENT_SQL}) TO '${file}' ${parquet}`),
  );
  const step = ROWS / VERSIONS;
  for (const [index, part] of data.parts.entries()) {
    const sql = rows(index * step, (index + 1) * step);
    await unlessThere(part, (file) => native.run(`COPY (${sql}) TO '${file}' ${parquet}`));
  }
  return data;
}

/**
 * Makes `path` under another name first, so that a half-made file is never taken for a whole one.
 */
async function unlessThere(path: string, make: (path: string) => Promise<void>): Promise<void> {
  try {
    await Deno.stat(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    await make(`${path}.part`);
    await Deno.rename(`${path}.part`, path);
  }
}
