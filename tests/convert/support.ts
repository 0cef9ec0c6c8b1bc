import { convertText, type TextFormat, type TextSummary } from "../../lib/convert/mod.ts";
import { type Column, type CsvOptions, formatType, memorySource } from "../../lib/table/mod.ts";
import { readParquetFooter } from "../../lib/parquet/mod.ts";
import { fileOf, MemoryTarget, rowsOf, scan } from "../sql/support.ts";

// The engine's package opens a message port when it is started, which Deno 2.7 would count as a
// leak of the first test.
await rowsOf("SELECT 1");

export interface ConvertedText {
  readonly bytes: Uint8Array;
  readonly summary: TextSummary;
  readonly columns: readonly Column[];
  /** `name type` of every column. */
  readonly shape: readonly string[];
  /** Every value as SQL's text of it. */
  readonly rows: readonly (readonly (string | null)[])[];
}

export type CsvTestOptions =
  & Partial<CsvOptions>
  & Pick<TextFormat, "schema" | "series" | "isGrowing">;

/** The Parquet bytes of text, and what is said of them. */
async function convert(
  text: string | Uint8Array,
  { schema, series, isGrowing, ...csv }: CsvTestOptions,
  format: "csv" | "jsonl",
): Promise<{ readonly bytes: Uint8Array; readonly summary: TextSummary }> {
  const target = new MemoryTarget();
  const summary = await convertText(memorySource(bytesOf(text), format), target, {
    label: `/raw/x.${format}`,
    format,
    csv,
    ...(schema ? { schema } : {}),
    ...(series ? { series } : {}),
    ...(isGrowing === undefined ? {} : { isGrowing }),
  });
  return { bytes: checked(target.bytes(), summary), summary };
}

/** The Parquet bytes of CSV text. */
export async function csvToParquet(
  text: string | Uint8Array,
  options: CsvTestOptions = {},
): Promise<Uint8Array> {
  return (await convert(text, options, "csv")).bytes;
}

/** CSV text, converted and read back by the engine. */
export async function csv(
  text: string | Uint8Array,
  options: CsvTestOptions = {},
): Promise<ConvertedText> {
  return await readBack(await convert(text, options, "csv"));
}

/** JSON lines, converted and read back by the engine. */
export async function jsonl(
  text: string | Uint8Array,
  schema?: readonly Column[],
  options: CsvTestOptions = {},
): Promise<ConvertedText> {
  return await readBack(
    await convert(text, { ...options, ...(schema ? { schema } : {}) }, "jsonl"),
  );
}

async function readBack(
  { bytes, summary }: { readonly bytes: Uint8Array; readonly summary: TextSummary },
): Promise<ConvertedText> {
  const { columns } = readParquetFooter(memorySource(bytes, "parquet"), "parquet");
  const { rows } = await rowsOf("SELECT COLUMNS(*)::VARCHAR FROM x", {
    x: scan([fileOf(bytes)], null),
  });
  return {
    bytes,
    summary,
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
