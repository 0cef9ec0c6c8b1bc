import {
  type Column,
  CSV_DEFAULTS,
  type CsvOptions,
  formatType,
  memorySource,
} from "../../lib/table/mod.ts";
import { convertCsv } from "../../lib/convert/convert_csv.ts";
import { convertJsonLines } from "../../lib/convert/convert_jsonl.ts";
import { readParquetFooter } from "../../lib/parquet/mod.ts";
import { fileOf, MemoryTarget, rowsOf, scan } from "../sql/support.ts";

// The engine's package opens a message port when it is started, which Deno 2.7 would count as a leak of the first test.
await rowsOf("SELECT 1");

export interface ConvertedText {
  readonly bytes: Uint8Array;
  readonly columns: readonly Column[];
  /** `name type` of every column. */
  readonly shape: readonly string[];
  /** Every value as SQL's text of it. */
  readonly rows: readonly (readonly (string | null)[])[];
}

export type CsvTestOptions = Partial<CsvOptions> & { readonly schema?: readonly Column[] };

/** The Parquet bytes of CSV text. */
export async function csvToParquet(
  text: string | Uint8Array,
  { schema, ...csv }: CsvTestOptions = {},
): Promise<Uint8Array> {
  const target = new MemoryTarget();
  const source = memorySource(bytesOf(text), "csv");
  const summary = await convertCsv(source, target, {
    label: "/raw/x.csv",
    csv: { ...CSV_DEFAULTS, ...csv },
    ...(schema ? { schema } : {}),
  });
  return checked(target.bytes(), summary);
}

/** CSV text, converted and read back by the engine. */
export async function csv(
  text: string | Uint8Array,
  options: CsvTestOptions = {},
): Promise<ConvertedText> {
  return await readBack(await csvToParquet(text, options));
}

/** JSON lines, converted and read back by the engine. */
export async function jsonl(
  text: string | Uint8Array,
  schema?: readonly Column[],
): Promise<ConvertedText> {
  const target = new MemoryTarget();
  const summary = await convertJsonLines(memorySource(bytesOf(text), "jsonl"), target, {
    label: "/raw/x.jsonl",
    ...(schema ? { schema } : {}),
  });
  return await readBack(checked(target.bytes(), summary));
}

async function readBack(bytes: Uint8Array): Promise<ConvertedText> {
  const { columns } = readParquetFooter(memorySource(bytes, "parquet"), "parquet");
  const { rows } = await rowsOf("SELECT COLUMNS(*)::VARCHAR FROM x", {
    x: scan([fileOf(bytes)], null),
  });
  return {
    bytes,
    columns,
    shape: columns.map(({ name, type }) => `${name} ${formatType(type)}`),
    rows: rows as (string | null)[][],
  };
}

/** The summary says what the footer says. */
function checked(
  bytes: Uint8Array,
  summary: { readonly rows: number; readonly sizeBytes: number },
): Uint8Array {
  const { rows } = readParquetFooter(memorySource(bytes, "parquet"), "parquet");
  if (rows !== summary.rows || bytes.length !== summary.sizeBytes) {
    throw new Error(`summary of ${summary.rows} rows, ${summary.sizeBytes} bytes is not true`);
  }
  return bytes;
}

function bytesOf(text: string | Uint8Array): Uint8Array {
  return typeof text === "string" ? new TextEncoder().encode(text) : text;
}
